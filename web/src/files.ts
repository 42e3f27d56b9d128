import type {Media} from './media'
import type {Property} from './inputs'
import {runs as say} from './words/runs'

/** A file that was uploaded: as its item is called, and as it is called on the user's disk. */
export type Uploaded = {
  name: string
  file: string
  media: Media
  /** A picture that the server cannot read. */
  isDamaged?: boolean
  /** Somebody wants it tried all the same. */
  isWanted?: boolean
}

/** Which kind of file an input takes: `image`, `video`, `audio`; empty where it takes any. */
export const kindOf = (property: Property | undefined): string | undefined => {
  const kind = property?.['x-backlot-type'] ?? ''
  return kind in say.kinds ? kind : undefined
}

/** Why a file cannot be taken, as far as its kind tells; empty where it can, or where the kind is not known. */
export function misfit(file: Uploaded, kind: string | undefined): string | undefined {
  const type = file.media.type
  return !kind || !type || type.startsWith(`${kind}/`) ? undefined : say.notA(say.kinds[kind]!)
}

/** Why a file is left out of what is started; empty where it goes along. */
export const whyLeftOut = (file: Uploaded, kind: string | undefined): string | undefined => misfit(file, kind) ?? (file.isDamaged && !file.isWanted ? say.damaged : undefined)

/** The files of inputs, with this one in place of what was there, or without one. */
export const withFile = (files: Record<string, Media>, name: string, file: Media | undefined): Record<string, Media> =>
  Object.fromEntries([...Object.entries(files).filter(([other]) => other !== name), ...(file ? [[name, file] as const] : [])])

/** As many bytes as file systems take for a name, with room for what a result's name adds. */
const BYTES_MAX = 180
const CHARACTERS_MAX = 100
/** Names that the server gives to items without one. */
const GIVEN = /^item-\d{6,7}$/i
const bytes = new TextEncoder()

/** A file's name without its ending. */
export const stem = (file: string) => file.replace(/(?<=.)\.\w+$/, '')

/** A text as an item may be called: letters and digits of every script, safe as a folder, and once only. */
export function itemName(text: string, taken: Set<string>): string {
  const signs = text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N} ._()+-]+/gu, '-').replace(/^[^\p{L}\p{N}_]+/u, '')
  let plain = ''
  for (const sign of signs) {
    if (plain.length + sign.length > CHARACTERS_MAX || bytes.encode(plain + sign).length > BYTES_MAX) break
    plain += sign
  }
  plain = plain.replace(/[ .]+$/, '') || 'item'
  let name = GIVEN.test(plain) ? `_${plain}` : plain
  for (let at = 2; taken.has(name.toLowerCase()); at++) name = `${plain}-${at}`
  taken.add(name.toLowerCase())
  return name
}

/** The column that most likely names what a line is about; empty where none does. */
export function nameColumn(columns: readonly string[]): string | undefined {
  for (const usual of ['name', 'sku', 'id', 'article', 'title']) {
    const found = columns.find(column => column.trim().toLowerCase() === usual)
    if (found !== undefined) return found
  }
  return undefined
}

type Field = {field: string; message: string}

/** A field such as `items[11].inputs.photo`, with the name of its file or line in place of the number. */
export function named(error: Field, names: readonly string[]): Field {
  const found = /^items\[(\d+)\](?:\.inputs)?\.?(.*)$/.exec(error.field)
  const name = found && names[Number(found[1])]
  return name ? {field: found[2] ? `${name}: ${found[2]}` : name, message: error.message} : error
}
