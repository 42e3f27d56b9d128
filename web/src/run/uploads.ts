/** So many files become items of one run here; the request with all of them stays well below what the server takes. */
export const FILES_MAX = 10_000
const AT_ONCE = 4
/** Files beyond the limit are counted up to here, so that even the folder of a whole disk comes to an end. */
const COUNTED_MAX = 100_000

/** What of the files that were chosen or dropped is taken, and how many are not: hidden ones, and those beyond the limit. */
export type Gathered = {files: File[]; hidden: number; beyond: number}

const isHidden = (file: Pick<File, 'name'>) => file.name.startsWith('.')

/** Takes files while there is room for them. */
export function gather(given: readonly File[], room: number): Gathered {
  const seen = given.filter(file => !isHidden(file))
  return {files: seen.slice(0, room), hidden: given.length - seen.length, beyond: Math.max(0, seen.length - room)}
}

type Entry = Pick<FileSystemEntry, 'isFile' | 'isDirectory' | 'name'>

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resume, fail) => entry.file(resume, fail))
const some = (reader: FileSystemDirectoryReader) => new Promise<FileSystemEntry[]>((resume, fail) => reader.readEntries(resume, fail))

/** All files of what was dropped, those of folders and of folders within them too. */
export async function gatherDropped(dropped: readonly Entry[], room: number): Promise<Gathered> {
  const found: Gathered = {files: [], hidden: 0, beyond: 0}
  const folders: FileSystemDirectoryEntry[] = []
  async function add(entries: readonly Entry[]) {
    for (const entry of entries) {
      if (isHidden(entry)) found.hidden++
      else if (entry.isDirectory) folders.push(entry as FileSystemDirectoryEntry)
      else if (found.files.length < room) found.files.push(await fileOf(entry as FileSystemFileEntry))
      else found.beyond++
    }
  }
  await add(dropped)
  for (let folder = folders.shift(); folder && found.beyond < COUNTED_MAX; folder = folders.shift()) {
    const reader = folder.createReader()
    // a reader gives a hundred at a time, and nothing behind the last
    for (let part = await some(reader); part.length > 0 && found.beyond < COUNTED_MAX; part = await some(reader)) await add(part)
  }
  return found
}

export type Failed<F> = {file: F; why: unknown}

/** Sends all, some at once, until the signal says stop; what was done comes in the order in which it was given. */
export async function sendFiles<F, T>(
  files: readonly F[],
  send: (file: F) => Promise<T>,
  {signal, seen}: {signal: AbortSignal; seen: (done: number, failed: number) => void}
): Promise<{done: {file: F; sent: T}[]; failed: Failed<F>[]; left: F[]}> {
  const results = new Map<number, {file: F; sent: T}>()
  const failed: Failed<F>[] = []
  let next = 0
  async function work() {
    while (next < files.length && !signal.aborted) {
      const at = next++
      const file = files[at]!
      try {
        results.set(at, {file, sent: await send(file)})
      } catch (why) {
        failed.push({file, why})
      }
      seen(results.size, failed.length)
    }
  }
  await Promise.all(Array.from({length: AT_ONCE}, work))
  return {done: [...results].sort(([one], [two]) => one - two).map(([, result]) => result), failed, left: files.slice(next)}
}
