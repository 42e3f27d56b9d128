type Given = {text: string; wrong: ReadonlySet<number>; change?: ((text: string) => void) | undefined}
import {shell as say} from './words/shell'

/** A file with the numbers of its lines; those with mistakes are marked. */
export function Code({text, wrong, change}: Given) {
  const lines = text.split('\n')
  return (
    <div className="editor">
      <ol aria-hidden="true">
        {lines.map((_, at) => (
          <li key={at} className={wrong.has(at + 1) ? 'wrong' : ''} />
        ))}
      </ol>
      <textarea
        aria-label={say.theWorkflowFile}
        value={text}
        readOnly={!change}
        rows={lines.length}
        spellCheck={false}
        wrap="off"
        onChange={event => change?.(event.target.value)}
      />
    </div>
  )
}
