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

/** While the browser is on its way back: what is written now would stand in the entry that is left, and be lost with it. */
let onTheWay: {later: (() => void)[]; there: Promise<void>} | undefined
/** A browser that goes back too often goes nowhere, without a word. */
const BACK_MAX_MS = 1000

/** One entry of the history back, and through when the browser is there. What is written meanwhile is written there. */
export function goBack(go: (by: number) => unknown): Promise<void> {
  if (onTheWay) return onTheWay.there
  const later: (() => void)[] = []
  const there = new Promise<void>(resume => {
    function end() {
      clearTimeout(timer)
      window.removeEventListener('popstate', end)
      onTheWay = undefined
      try {
        later.forEach(write => write())
      } finally {
        resume()
      }
    }
    const timer = setTimeout(end, BACK_MAX_MS)
    window.addEventListener('popstate', end)
    void go(-1)
  })
  onTheWay = {later, there}
  return there
}

/** Changes what the address says. It begins with what stands there now, so that two changes at once are both kept. */
export function useAddress(): Change {
  const go = useNavigate()
  const latest = useRef(go)
  latest.current = go
  return useCallback((change, how = 'replace', more) => {
    function write() {
      const to = now()
      const before = String(to)
      change(to)
      if (String(to) === before) return
      const state = more ? {...besides(), ...more} : besides()
      void latest.current({search: plainly(to), hash: window.location.hash}, {replace: how === 'replace', state})
    }
    if (!onTheWay) return write()
    const page = window.location.pathname
    // it says nothing of a page that somebody went to meanwhile
    onTheWay.later.push(() => window.location.pathname === page && write())
  }, [])
}

/** What rests before it is written. */
const resting = new Set<() => void>()

/** What the address says, once all that rests is written. */
export function settled(): URLSearchParams {
  for (const write of resting) write()
  return now()
}

type Kept = {
  how?: How
  /** What holds where the address says nothing at first. */
  first?: string | undefined
  /** How long it rests before it is written, in milliseconds: browsers take only so many changes in a while. */
  rest?: number
}

type InAddress = readonly [
  value: string | undefined,
  set: (value: string | undefined, by?: How) => void,
  /** Counts at once like what is set; the address is about to say so by itself. */
  expect: (value: string | undefined) => void
]

/** A part of a page's state that lives in the address under this name: it counts at once, survives a refresh, and follows Back. */
export function useInAddress(name: string, {how = 'replace', first, rest = 0}: Kept = {}): InAddress {
  const change = useAddress()
  const [search] = useSearchParams()
  const there = search.get(name) ?? undefined
  const [value, setValue] = useState(() => now().get(name) ?? first)
  const written = useRef(now().get(name) ?? undefined)
  const timer = useRef<number>(undefined)
  const rests = useRef<() => void>(undefined)
  useEffect(() => {
    // the router may be behind: what the window says counts
    const said = now().get(name) ?? undefined
    if (said === written.current) return
    written.current = said
    setValue(said)
  }, [there, name])
  const wake = useCallback(() => {
    clearTimeout(timer.current)
    if (rests.current) resting.delete(rests.current)
    rests.current = undefined
  }, [])
  useEffect(() => wake, [wake])
  const expect = useCallback((next: string | undefined) => {
    written.current = next
    setValue(next)
  }, [])
  const write = useCallback(
    (next: string | undefined, by: How) =>
      change(
        to => {
          expect(next)
          if (next === undefined) to.delete(name)
          else to.set(name, next)
        },
        by,
        by === 'push' ? {came: name} : undefined
      ),
    [change, expect, name]
  )
  useEffect(() => {
    if (written.current === undefined && first !== undefined) write(first, 'replace')
  }, [])
  const set = useCallback(
    (next: string | undefined, by: How = how) => {
      setValue(next)
      wake()
      if (rest === 0) return write(next, by)
      const due = () => {
        wake()
        write(next, by)
      }
      rests.current = due
      resting.add(due)
      timer.current = window.setTimeout(due, rest)
    },
    [write, wake, how, rest]
  )
  return [value, set, expect]
}
