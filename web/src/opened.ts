import {useRef} from 'react'
import {useNavigate, useSearchParams} from 'react-router'
import {besides, goBack, useAddress, useInAddress} from './address'

/** What is closed is gone at once. `close` is through when the address no longer says it: whoever navigates from there waits for it. */
export type Opened = {what: string | undefined; open: (what: string) => void; close: () => Promise<void>}

const NAME = 'open'
const said = () => new URLSearchParams(window.location.search).get(NAME) ?? undefined

/**
 * Which dialog lies over the page, by name. To open one is to go there, so that Back closes it; to close it is to go back. Whoever follows
 * a link to one has nothing of ours behind him and stays. A name says what is shown and never that something is done.
 */
export function useOpened(): Opened {
  const go = useNavigate()
  const [what, tell, expect] = useInAddress(NAME, {how: 'push'})
  const leaving = useRef<Promise<void>>(undefined)
  const now = useRef(what)
  now.current = what
  async function close() {
    // an answer that comes late closes nothing that was opened after it was asked for
    if (now.current !== what) return
    if (leaving.current) {
      await leaving.current
      // who presses twice goes back once; another one that was opened meanwhile stays
      if (said() !== what) return
    }
    if (besides()?.['came'] !== NAME) {
      tell(undefined, 'replace')
      return
    }
    expect(undefined)
    leaving.current = goBack(go).finally(() => (leaving.current = undefined))
    await leaving.current
  }
  return {what, open: tell, close}
}

/** What follows a word and a colon, such as the number in `only:7`. */
export const after = (word: string, what: string | undefined) => (what?.startsWith(`${word}:`) ? what.slice(word.length + 1) : undefined)

const SHOWN = 'shown'
const plain = (key: string) => key.replaceAll(',', ';')
const listed = (text: string | null) => (text ?? '').split(',').filter(Boolean)

/** Whether a panel is open: as the address says, with `-` before what is shut, or else as it usually is. */
export function isShown(text: string | null, key: string, usually = false): boolean {
  const all = listed(text)
  return all.includes(plain(key)) || (usually && !all.includes(`-${plain(key)}`))
}

/** The same text with a panel opened or shut; what is as usual needs no word. */
export function withShown(text: string | null, key: string, open: boolean, usually = false): string {
  const others = listed(text).filter(one => one !== plain(key) && one !== `-${plain(key)}`)
  return [...others, ...(open === usually ? [] : [open ? plain(key) : `-${plain(key)}`])].join(',')
}

/** Whether the panel of this name is open. It is a detail of the page: a refresh keeps it, Back does not stop at it. */
export function useShown(key: string, usually = false): readonly [boolean, (open: boolean) => void] {
  const change = useAddress()
  const [search] = useSearchParams()
  const set = (open: boolean) =>
    change(to => {
      const text = withShown(to.get(SHOWN), key, open, usually)
      if (text) to.set(SHOWN, text)
      else to.delete(SHOWN)
    })
  return [isShown(search.get(SHOWN), key, usually), set]
}
