import type {Media} from '../media'

/** What an editor held when it was left: its text, and the trial with what was given to it. */
export type Kept = {
  /** The text that is saved, from which this one was written. */
  base: string
  text: string
  chosen?: string | undefined
  tried?: {text: string; batch: string} | undefined
  values: Record<string, string>
  files: Record<string, Media>
}
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** More than this, in characters, is not kept: links ask before it is lost. */
const KEPT_MAX = 500_000

/** Each user has drafts of their own, by the name of the workflow; a new one has none yet. */
export const drawer = (user: string, name: string | undefined) => `backlot.editor ${user} ${name ?? ''}`

const isWorthless = (kept: Kept) => kept.text === kept.base && !kept.tried && Object.keys(kept.files).length + Object.keys(kept.values).length === 0

/** Keeps it in this tab, and tells whether it is there. */
export function keep(store: Store, at: string, kept: Kept): boolean {
  const written = JSON.stringify(kept)
  try {
    store.removeItem(at)
    if (written.length > KEPT_MAX) return false
    if (!isWorthless(kept)) store.setItem(at, written)
    return true
  } catch {
    return false
  }
}

/** What was kept, on top of the text that is saved now; without a text of its own where nothing was unsaved. */
export function recall(store: Store, at: string, source: string): Kept | undefined {
  try {
    const kept = JSON.parse(store.getItem(at) ?? 'null') as Kept | null
    if (typeof kept?.text !== 'string' || typeof kept.base !== 'string') return undefined
    return {...kept, base: source, text: kept.text === kept.base ? source : kept.text, values: kept.values ?? {}, files: kept.files ?? {}}
  } catch {
    return undefined
  }
}
