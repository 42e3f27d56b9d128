import {useEffect, useState} from 'react'
import {Dialog} from './parts'

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
const EDITOR: Key[] = [
  ['Ctrl Z', 'undo, for the whole file'],
  ['Ctrl Shift Z', 'redo'],
  ['Tab, Enter', 'from step to step in the list, and choose one'],
  ['Delete', 'take away the line between two steps that is chosen']
]
const PICTURE: Key[] = [
  ['+ -', 'closer, further away; also Ctrl and the wheel'],
  ['0', 'the whole picture'],
  ['← →', 'move the line between before and after, while it has the focus']
]
const EVERYWHERE: Key[] = [
  ['?', 'these keys'],
  ['Esc', 'close what is open']
]

export function KeyList({of}: {of: readonly Key[]}) {
  return (
    <dl className="list keys">
      {of.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The keys of the page, at `?`. A review tells its own. */
export function KeysOf({place}: {place: string}) {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const target = event.target as HTMLElement
      if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey || target.closest('input:not([type=range],[type=checkbox]),textarea,select,dialog')) return
      if (document.querySelector('.desk, .reviewsheet')) return
      event.preventDefault()
      setOpen(true)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  if (!open) return null
  const isEditor = /\/edit(or)?$/.test(place)
  return (
    <Dialog title="Keys" close={() => setOpen(false)}>
      {isEditor && <KeyList of={EDITOR} />}
      {/\/(runs|asset)\//.test(place) && <KeyList of={PICTURE} />}
      <KeyList of={EVERYWHERE} />
      {!isEditor && <p className="small">Review and the editor have more of them, told there by the same key.</p>}
      <div className="buttons">
        <button type="button" onClick={() => setOpen(false)}>
          Close
        </button>
      </div>
    </Dialog>
  )
}
