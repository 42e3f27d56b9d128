/** What was before and after, of which edits to one field in a row are one. */
export type History = {now: string; past: readonly string[]; future: readonly string[]; last: string | undefined}

const KEPT_MAX = 200

export const begin = (source: string): History => ({now: source, past: [], future: [], last: undefined})

/** @param by what was edited; the same twice in a row is undone at once */
export function change(history: History, now: string, by: string | undefined): History {
  if (now === history.now) return history
  const goesOn = by !== undefined && by === history.last
  return {now, past: goesOn ? history.past : [...history.past, history.now].slice(-KEPT_MAX), future: [], last: by}
}

export function undo({now, past, future}: History): History {
  const before = past.at(-1)
  return before === undefined ? {now, past, future, last: undefined} : {now: before, past: past.slice(0, -1), future: [now, ...future], last: undefined}
}

export function redo({now, past, future}: History): History {
  const [next, ...later] = future
  return next === undefined ? {now, past, future, last: undefined} : {now: next, past: [...past, now], future: later, last: undefined}
}
