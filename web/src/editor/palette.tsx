import {useInAddress} from '../address'
import type {Value} from '../flow/flow'
import type {StepType} from './sources'
import {editor as say} from '../words/editor'

// who rejects a picture does not expect to find it among the results
const GATE = {gate: {title: say.goodQuestion, 'on-reject': 'fail'}}
type Choice = {type: string; summary: string; body: Record<string, Value>; also?: string}
const FLOW: Choice[] = [
  {type: 'gate', summary: say.forPerson, body: GATE, also: say.alsoCalled.gate},
  {type: 'loop', summary: say.forEach, body: {'for-each': 2}, also: say.alsoCalled.loop},
  {type: 'workflow', summary: say.otherWorkflow, body: {workflow: ''}, also: say.alsoCalled.workflow}
]
const group = (type: string) => (type.includes('.') ? type.split('.')[0]! : 'values')

const REST_MS = 400

/** Everything a workflow can do; one press adds it. */
export function Palette({types, add}: {types: readonly StepType[]; add: (wanted: string, body: Record<string, Value>) => void}) {
  const [wanted = '', want] = useInAddress('find', {rest: REST_MS})
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (one: {type: string; summary: string; also?: string}) => words.every(word => `${one.type} ${one.summary} ${one.also ?? say.alsoCalledSteps[one.type] ?? ''}`.toLowerCase().includes(word))
  const groups = new Map<string, Choice[]>([['flow', FLOW.filter(fits)]])
  for (const one of types.filter(fits)) groups.set(group(one.type), [...(groups.get(group(one.type)) ?? []), {...one, body: {uses: one.type}}])
  const found = [...groups].filter(([, members]) => members.length > 0)
  return (
    <section className="palette" aria-label={say.whatCanBeAdded}>
      <input type="search" aria-label={say.searchSteps} placeholder={say.searchSteps} value={wanted} onChange={event => want(event.target.value || undefined)} />
      <div className="choices" tabIndex={0} role="region" aria-label={say.stepsToAdd}>
        {found.length === 0 && <p className="note">{say.noStepIsCalledSo}</p>}
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
