import type {Media} from './media'
import type {Property} from './inputs'

/** A file that was uploaded: as its item is called, and as it is called on the user's disk. */
export type Uploaded = {name: string; file: string; media: Media}

const WORDS: Record<string, string> = {image: 'a picture', video: 'a video', audio: 'a sound'}

/** Which kind of file an input takes: `image`, `video`, `audio`; empty where it takes any. */
export const kindOf = (property: Property | undefined): string | undefined => {
  const kind = property?.['x-backlot-type'] ?? ''
  return kind in WORDS ? kind : undefined
}

/** Why a file cannot be taken, as far as its kind tells; empty where it can, or where the kind is not known. */
export function misfit(file: Uploaded, kind: string | undefined): string | undefined {
  const type = file.media.type
  return !kind || !type || type.startsWith(`${kind}/`) ? undefined : `not ${WORDS[kind]}`
}

type Field = {field: string; message: string}

/** A field such as `items[11].inputs.photo`, with the name of its file or line in place of the number. */
export function named(error: Field, names: readonly string[]): Field {
  const found = /^items\[(\d+)\](?:\.inputs)?\.?(.*)$/.exec(error.field)
  const name = found && names[Number(found[1])]
  return name ? {field: found[2] ? `${name}: ${found[2]}` : name, message: error.message} : error
}
