import {useCallback, useEffect, useRef, useState} from 'react'
import {useNavigate, useSearchParams} from 'react-router'

/** Whether Back returns to what was before: `push` where somebody went somewhere, `replace` where only a detail is different. */
type How = 'push' | 'replace'
export type Change = (change: (to: URLSearchParams) => void, how?: How, more?: Record<string, unknown>) => void

const now = () => new URLSearchParams(window.location.search)

/** The part of an address behind the question mark, with signs that may stand there as they are. */
export const plainly = (search: URLSearchParams) => String(search).replace(/%(2C|2F|3A|3B|40|7E)/g, decodeURIComponent)

/** What the browser keeps with this entry of its history, beside the address. */
export const besides = () => ((window.history.state ?? {}) as {usr?: Record<string, unknown>}).usr

/** Changes what the address says. It begins with what stands there now, so that two changes at once are both kept. */
export function useAddress(): Change {
  const go = useNavigate()
  const latest = useRef(go)
  latest.current = go
  return useCallback((change, how = 'replace', more) => {
    const to = now()
    const before = String(to)
    change(to)
    if (String(to) === before) return
    const state = more ? {...besides(), ...more} : besides()
    void latest.current({search: plainly(to), hash: window.location.hash}, {replace: how === 'replace', state})
  }, [])
}

type Kept = {
  how?: How
  /** What holds where the address says nothing at first. */
  first?: string | undefined
  /** How long it rests before it is written, in milliseconds: browsers take only so many changes in a while. */
  rest?: number
}

/** A part of a page's state that lives in the address under this name: it counts at once, survives a refresh, and follows Back. */
export function useInAddress(name: string, {how = 'replace', first, rest = 0}: Kept = {}): readonly [string | undefined, (value: string | undefined, by?: How) => void] {
  const change = useAddress()
  const [search] = useSearchParams()
  const there = search.get(name) ?? undefined
  const [value, setValue] = useState(() => now().get(name) ?? first)
  const written = useRef(now().get(name) ?? undefined)
  const timer = useRef<number>(undefined)
  useEffect(() => {
    // the router may be behind: what the window says counts
    const said = now().get(name) ?? undefined
    if (said === written.current) return
    written.current = said
    setValue(said)
  }, [there, name])
  useEffect(() => () => clearTimeout(timer.current), [])
  const write = useCallback(
    (next: string | undefined, by: How) => {
      written.current = next
      change(to => (next === undefined ? to.delete(name) : to.set(name, next)), by, by === 'push' ? {came: name} : undefined)
    },
    [change, name]
  )
  useEffect(() => {
    if (written.current === undefined && first !== undefined) write(first, 'replace')
  }, [])
  const set = useCallback(
    (next: string | undefined, by: How = how) => {
      setValue(next)
      clearTimeout(timer.current)
      if (rest) timer.current = window.setTimeout(() => write(next, by), rest)
      else write(next, by)
    },
    [write, how, rest]
  )
  return [value, set]
}
