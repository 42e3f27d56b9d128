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
  /** What is saved now is not what it was written from. */
  isOlder?: true
}
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** More than this, in characters, is not kept: links ask before it is lost. */
const KEPT_MAX = 500_000

/** So many are kept; of more the one that was touched longest ago goes. */
const DRAFTS_MAX = 20
const ALL = 'backlot.editor '

/** Each user has drafts of their own, by the name of the workflow; a new one has none yet. */
export const drawer = (user: string, name: string | undefined) => `${ALL}${user} ${name ?? ''}`

const isWorthless = (kept: Kept) => kept.text === kept.base && !kept.tried && Object.keys(kept.files).length + Object.keys(kept.values).length === 0

const touched = (store: Store, at: string): number => {
  try {
    return Number((JSON.parse(store.getItem(at) ?? 'null') as {touched?: number} | null)?.touched ?? 0)
  } catch {
    return 0
  }
}

/** Makes room for one more. */
function sweep(store: Store) {
  const drafts = Array.from({length: store.length}, (_, at) => store.key(at) ?? '').filter(key => key.startsWith(ALL))
  const oldest = drafts.sort((one, two) => touched(store, two) - touched(store, one)).slice(DRAFTS_MAX - 1)
  for (const key of oldest) store.removeItem(key)
}

/** Keeps it in this browser, and tells whether it is there. */
export function keep(store: Store, at: string, kept: Kept, now = Date.now()): boolean {
  const written = JSON.stringify({...kept, touched: now})
  try {
    store.removeItem(at)
    if (written.length > KEPT_MAX) return false
    if (isWorthless(kept)) return true
    sweep(store)
    store.setItem(at, written)
    return true
  } catch {
    return false
  }
}

/** What was kept, on top of the text that is saved now; without a text of its own where nothing was unsaved. */
export function recall(store: Store, at: string, source: string): Kept | undefined {
  try {
    const {touched: _, ...kept} = JSON.parse(store.getItem(at) ?? '{}') as Kept & {touched?: number}
    if (typeof kept.text !== 'string' || typeof kept.base !== 'string') return undefined
    const isOlder = kept.text !== kept.base && kept.text !== source && kept.base !== source
    return {...kept, ...(isOlder && {isOlder}), base: source, text: kept.text === kept.base ? source : kept.text, values: kept.values ?? {}, files: kept.files ?? {}}
  } catch {
    return undefined
  }
}
