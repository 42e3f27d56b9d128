/** A key, what it does, and what it needs where it does not always work. */
export type Key = [string, string, ('may' | 'again' | 'select')?]

export const REVIEW: Key[] = [
  ['A', 'approve, or keep what is marked', 'may'],
  ['R', 'reject', 'may'],
  ['G', 'once more', 'again'],
  ['1 to 9', 'mark a candidate', 'select'],
  ['U', 'undo, until it is sent', 'may'],
  ['← →, J K', 'the picture before, the next one'],
  ['+ -', 'closer, further away; also Ctrl and the wheel'],
  ['0', 'the whole picture; a double-click shows its true size, and the whole again'],
  ['F', 'the whole screen, and back'],
  ['S', 'the sheet'],
  ['?', 'these keys']
]
export const SHEET: Key[] = [
  ['← ↑ → ↓', 'another picture; with Shift all on the way are marked'],
  ['Space', 'mark it; a click with Shift marks all up to there', 'may'],
  ['A', 'approve what is marked, or the one with the frame', 'may'],
  ['R', 'reject it, with a note', 'may'],
  ['Ctrl A, Esc', 'mark all, mark none', 'may'],
  ['U', 'undo, until it is sent', 'may'],
  ['Enter', 'look at it alone'],
  ['S', 'one by one'],
  ['?', 'these keys']
]
export const EDITOR: Key[] = [
  ['Ctrl Z', 'undo, for the whole file'],
  ['Ctrl Shift Z', 'redo'],
  ['Tab, Enter', 'from step to step in the list, and choose one'],
  ['Delete', 'take away the line between two steps that is chosen']
]
export const PICTURE: Key[] = [
  ['+ -', 'closer, further away; also Ctrl and the wheel'],
  ['0', 'the whole picture'],
  ['← →', 'move the line between before and after, while it has the focus'],
  ['drag', 'move a picture that is larger than its window']
]
export const ITEM: Key[] = [['J, K', 'the next item of the batch, the one before']]
export const EVERYWHERE: Key[] = [
  ['?', 'these keys'],
  ['Esc', 'close what is open']
]
