import {useState} from 'react'
import type {Value} from '../flow/flow'
import type {StepType} from './sources'

// who rejects a picture does not expect to find it among the results
const GATE = {gate: {title: 'Is this good?', 'on-reject': 'fail'}}
const FLOW: {type: string; summary: string; body: Record<string, Value>}[] = [
  {type: 'gate', summary: 'Waits for a person', body: GATE},
  {type: 'loop', summary: 'Does its steps for each of a list', body: {'for-each': 2}},
  {type: 'workflow', summary: 'Runs another published workflow', body: {workflow: ''}}
]
const group = (type: string) => (type.includes('.') ? type.split('.')[0]! : 'values')

/** Everything a workflow can do; one press adds it. */
export function Palette({types, add}: {types: readonly StepType[]; add: (wanted: string, body: Record<string, Value>) => void}) {
  const [wanted, setWanted] = useState('')
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (one: {type: string; summary: string}) => words.every(word => `${one.type} ${one.summary}`.toLowerCase().includes(word))
  const groups = new Map<string, {type: string; summary: string; body: Record<string, Value>}[]>([['flow', FLOW.filter(fits)]])
  for (const one of types.filter(fits)) groups.set(group(one.type), [...(groups.get(group(one.type)) ?? []), {...one, body: {uses: one.type}}])
  const found = [...groups].filter(([, members]) => members.length > 0)
  return (
    <section className="palette" aria-label="What can be added">
      <input type="search" aria-label="Search steps" placeholder="Search steps" value={wanted} onChange={event => setWanted(event.target.value)} />
      <div className="choices" tabIndex={0} role="region" aria-label="Steps to add">
        {found.length === 0 && <p className="note">No step is called so.</p>}
        {found.map(([name, members]) => (
          <div key={name}>
            <h2>{name}</h2>
            {members.map(one => (
              <button type="button" key={one.type} title={one.summary} onClick={() => add(one.type.replace(/^image\./, ''), one.body)}>
                <span>
                  {one.type}
                  <span className="small block">{one.summary}</span>
                </span>
              </button>
            ))}
          </div>
        ))}
      </div>
    </section>
  )
}
