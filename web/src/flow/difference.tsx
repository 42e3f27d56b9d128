import {useMemo} from 'react'
import {useInAddress} from '../address'
import {Status} from '../parts'
import {type Change, compare, fields, lines} from './compare'
import {read} from './flow'
import Graph from './graph'
import {StepList} from './list'
import type {State} from './states'
import {workflows as say} from '../words/workflows'

const SIGNS = {added: '+', removed: '−', same: ' '}
/** Lines around a change that are shown too. */
const AROUND = 3

/** What changed from one version of a workflow to another: in the graph, field by field, and as lines. */
export default function Difference({before, after}: {before: string; after: string}) {
  const [old, now] = useMemo(() => [read(before), read(after)], [before, after])
  const [chosen, choose] = useInAddress('node', {how: 'push'})
  const both = useMemo(() => old.flow && now.flow && compare(old.flow, now.flow), [old, now])
  const states = useMemo(() => both && new Map([...both.changes].map(([id, change]): [string, State] => [id, {status: change}])), [both])
  const find = (flow: typeof old.flow) => flow?.steps.find(one => one.id === chosen)
  return (
    <>
      {both && states ? (
        <>
          <Counts changes={[...both.changes.values()]} />
          <div className="flow">
            <Graph flow={both.flow} states={states} chosen={chosen} choose={choose} />
            <div className="beside">
              <StepList flow={both.flow} states={states} chosen={chosen} choose={choose} />
              {chosen && <Fields of={fields(find(old.flow), find(now.flow))} />}
            </div>
          </div>
        </>
      ) : (
        <p className="note">{say.oneCannotBeDrawn}</p>
      )}
      <Text before={before} after={after} />
    </>
  )
}

function Counts({changes}: {changes: Change[]}) {
  const many = (what: Change) => changes.filter(one => one === what).length
  return (
    <ul className="legend" aria-label={say.whatBecameOfTheSteps}>
      {(['added', 'removed', 'changed', 'same'] as const)
        .filter(what => many(what) > 0)
        .map(what => (
          <li key={what}>
            <Status of={what} label={`${say.steps(many(what))} ${what === 'same' ? say.theSame : what}`} />
          </li>
        ))}
    </ul>
  )
}

function Fields({of}: {of: ReturnType<typeof fields>}) {
  if (of.length === 0) return <p className="note">{say.theStepItselfIsTheSame}</p>
  return (
    <dl className="differs">
      {of.map(one => (
        <div key={one.name}>
          <dt>
            <code>{one.name}</code>
          </dt>
          {one.before !== undefined && (
            <dd className="removed">
              <span className="hidden">{say.before} </span>
              <del>{one.before}</del>
            </dd>
          )}
          {one.after !== undefined && (
            <dd className="added">
              <span className="hidden">{say.now} </span>
              <ins>{one.after}</ins>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

function Text({before, after}: {before: string; after: string}) {
  const all = useMemo(() => lines(before, after), [before, after])
  const near = all.map((_, at) => all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(line => line.kind !== 'same'))
  if (all.every(line => line.kind === 'same')) return <p className="note">{say.theTwoFilesAreTheSame}</p>
  return (
    <section className="source">
      <pre className="difference" tabIndex={0} role="region" aria-label={say.linesThatDiffer}>
        {all.map((line, at) =>
          near[at] ? (
            <span key={at} className={line.kind}>
              <span className="numbers">
                {String(line.before ?? '').padStart(4)} {String(line.after ?? '').padStart(4)}
              </span>{' '}
              {SIGNS[line.kind]} {line.text}
              {'\n'}
            </span>
          ) : near[at - 1] ? (
            <span key={at} className="gap">
              {'          ⋯\n'}
            </span>
          ) : null
        )}
      </pre>
    </section>
  )
}
