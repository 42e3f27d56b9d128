import type {Notice} from './notices'
import {editor as say} from '../words/editor'

/** What is seldom meant, each with the button that mends it. */
export function Notices({of, mend}: {of: readonly Notice[]; mend: (change: (source: string) => string) => void}) {
  if (of.length === 0) return null
  return (
    <ul className="problems" aria-label={say.noticesTitle}>
      {of.map(one => (
        <li key={one.place.join('.')} className="notice">
          {one.message}{' '}
          {one.mend && (
            <button type="button" className="quiet" onClick={() => mend(one.mend!.change)}>
              {one.mend.says}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
