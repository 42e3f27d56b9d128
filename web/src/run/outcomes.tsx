import {useMemo} from 'react'
import {runs as say} from '../words/runs'
import {outcomesOf} from './outcome'

/** What comes out of each item, before anything is started. */
export default function Outcomes({source}: {source: string}) {
  const found = useMemo(() => outcomesOf(source), [source])
  if (found.length === 0) return null
  return (
    <section className="outcomes" aria-labelledby="outcomes">
      <h2 id="outcomes">{say.whatComesOut}</h2>
      <ul>
        {found.map(one => (
          <li key={one.name}>
            <strong>{one.name}</strong> {one.says && <span className="small">{one.says}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
