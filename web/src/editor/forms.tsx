import {type ReactNode, useEffect, useId, useState} from 'react'
import {Details} from '../details'
import {type Flow, type FlowStep, object, type Value} from '../flow/flow'
import {free, nameProblem, type Place, plain, type Problem, problemsAt, problemsOf, slug} from './edit'
import {Field, Said, type Schema, type Source} from './field'
import {type Catalogue, inputType, sourcesOf} from './sources'
import {editor as say} from '../words/editor'

type Change = (place: Place, value: Value | undefined) => void
type StepGiven = {
  flow: Flow
  step: FlowStep
  catalogue: Catalogue
  problems: readonly Problem[]
  change: Change
  rename: (name: string) => void
  remove: () => void
}

const word = (description: string): Schema => ({type: 'string', 'x-backlot-type': 'json', description})
const LOOP: Record<string, Schema> = {
  'for-each': word(say.loop.each),
  concurrency: {type: 'integer', minimum: 1, default: 1, description: say.loop.concurrency},
  'on-item-error': {type: 'string', enum: ['fail', 'continue'], default: 'fail'}
}
const COMMON: Record<string, Schema> = {
  when: {type: 'string', description: say.common.when},
  'on-error': {type: 'string', enum: ['fail', 'continue', 'skip-dependants'], default: 'fail'},
  retry: {type: 'integer', minimum: 1, maximum: 20, default: 3, description: say.common.retry},
  timeout: {type: 'string', default: '5m', description: say.common.timeout}
}
const gate = (others: string[]): Record<string, Schema> => ({
  title: {...word(say.gate.title), 'x-backlot-type': 'text'},
  show: word(say.gate.show),
  before: word(say.gate.before),
  regenerate: {type: 'string', enum: others, description: say.gate.regenerate},
  approvals: {type: 'integer', minimum: 1, maximum: 20, default: 1, description: say.gate.approvals},
  select: {properties: {min: {type: 'integer', minimum: 0}, max: {type: 'integer', minimum: 1}}, description: say.gate.select},
  'expires-after': {type: 'string', description: say.gate.expiresAfter},
  'on-expiry': {type: 'string', enum: ['reject', 'approve'], default: 'reject'},
  'on-reject': {
    type: 'string',
    enum: ['branch', 'skip', 'fail', 'cancel'],
    default: 'branch',
    description: say.gate.onReject
  }
})

type Many = {of: Record<string, Schema>; at: Place; values: Record<string, Value>; required?: readonly string[]; sources: readonly Source[]; problems: readonly Problem[]; change: Change}

function Fields({of, at, values, required = [], sources, problems, change}: Many) {
  return Object.entries(of).map(([name, schema]) => (
    <Field key={name} place={[...at, name]} name={name} schema={schema} required={required.includes(name)} value={values[name]} sources={sources} problems={problems} change={change} />
  ))
}

/** The chosen step: its name, what it does with what, and when. */
export function StepForm(given: StepGiven) {
  const {flow, step, catalogue, problems, change} = given
  const sources = sourcesOf(flow, step, catalogue)
  const beside = flow.steps.filter(one => one.parent === step.parent && one !== step)
  const shared = {sources, problems, change}
  const type = catalogue.get(String(step.body['uses']))
  const parameters = object(type?.parameters)
  const own = problemsOf(problems, step).filter(one => !/\.(with\.|gate\b|when\b|needs\b|for-each\b|retry\b|timeout\b)/.test(one.field.slice(step.path.join('.').length)))
  return (
    <section className="form" aria-label={say.step(step.name)}>
      <Name key={step.id} label={say.stepTitle} name={step.name} taken={beside.map(one => one.name)} rename={given.rename} />
      <Said says={type ? `${type.type}: ${type.summary}` : step.says} wrong={own} />
      {step.kind === 'step' && (
        <Fields of={object(parameters['properties']) as Record<string, Schema>} at={[...step.path, 'with']} values={object(step.body['with'])} required={(parameters['required'] ?? []) as string[]} {...shared} />
      )}
      {step.kind === 'gate' && <Fields of={gate(beside.map(one => one.name))} at={[...step.path, 'gate']} values={object(step.body['gate'])} required={['title']} {...shared} />}
      {step.kind === 'loop' && (
        <>
          <Fields of={LOOP} at={step.path} values={step.body} required={['for-each']} {...shared} />
          <Outputs at={[...step.path, 'outputs']} values={object(step.body['outputs'])} sources={innerSources(flow, step, catalogue)} problems={problems} change={change} />
        </>
      )}
      {step.kind === 'workflow' && <Fields of={{workflow: word('NAME@VERSION')}} at={step.path} values={step.body} required={['workflow']} {...shared} sources={[]} />}
      <Needs step={step} beside={beside} change={change} />
      <Details name="when" summary={say.whenAndWhatIfNot}>
        <Fields of={COMMON} at={step.path} values={step.body} {...shared} sources={[]} />
      </Details>
      <div className="buttons">
        <button type="button" className="danger" onClick={given.remove}>
          {say.deleteThisStep}
        </button>
      </div>
    </section>
  )
}

function innerSources(flow: Flow, loop: FlowStep, catalogue: Catalogue): Source[] {
  const within = flow.steps.filter(one => one.parent === loop.id)
  const plain = within.map(({parent: _, ...one}) => one)
  return sourcesOf({...flow, steps: plain}, undefined, catalogue)
}

function Needs({step, beside, change}: {step: FlowStep; beside: FlowStep[]; change: Change}) {
  if (beside.length === 0) return null
  const set = (needs: string[]) => change([...step.path, 'needs'], needs.length === 0 ? undefined : needs.length === 1 ? needs[0]! : needs)
  return (
    <fieldset className="needs">
      <legend>{say.waitsFor}</legend>
      {beside.map(one => (
        <label key={one.id}>
          <input
            type="checkbox"
            checked={step.needs.includes(one.name)}
            onChange={event => set(event.target.checked ? [...step.needs, one.name] : step.needs.filter(name => name !== one.name))}
          />{' '}
          {one.name}
          {step.reads.includes(one.name) && <span className="small"> {say.readAnyway}</span>}
        </label>
      ))}
    </fieldset>
  )
}

/** A name, which counts when the field is left, so that half a name is never one. */
function Name({label, name, taken, rename}: {label: string; name: string; taken: readonly string[]; rename: (name: string) => void}) {
  const [text, setText] = useState(name)
  useEffect(() => setText(name), [name])
  const wanted = plain(text)
  const wrong = text === name ? undefined : nameProblem(wanted, taken)
  function done() {
    setText(wrong ? name : wanted)
    if (!wrong && wanted !== name && text !== name) rename(wanted)
  }
  return (
    <label className="named">
      <span className="small">{label}</span>
      <input value={text} spellCheck={false} aria-invalid={!!wrong} onChange={event => setText(event.target.value)} onBlur={done} onKeyDown={event => event.key === 'Enter' && done()} />
      {wrong ? <span className="mistake becomes">{wrong}</span> : text !== name && wanted !== text && <Becomes name={wanted} />}
    </label>
  )
}

const Becomes = ({name}: {name: string}) => (
  <span className="small becomes" role="status">
    {say.becomes} <code>{name}</code>
  </span>
)

/** The name of the workflow, which is made as one types. */
function Title({name, problems, change}: {name: string; problems: readonly Problem[]; change: Change}) {
  const [text, setText] = useState(name)
  const id = useId()
  // what the file says counts, unless this is what was made of what is typed
  useEffect(() => setText(typed => (slug(typed) === name ? typed : name)), [name])
  return (
    <div className="param named">
      <label htmlFor={id}>
        {say.name}<span className="small"> {say.needed}</span>
      </label>
      <input
        id={id}
        value={text}
        spellCheck={false}
        onChange={event => {
          setText(event.target.value)
          change(['name'], slug(event.target.value))
        }}
        onBlur={() => setText(name)}
      />
      {text !== name && slug(text) === name && name !== '' && <Becomes name={name} />}
      <Said wrong={problemsAt(problems, ['name'])} />
    </div>
  )
}

const TYPES = ['image', 'video', 'audio', 'file', 'text', 'number', 'integer', 'boolean', 'json']

type FileGiven = {
  flow: Flow
  catalogue: Catalogue
  problems: readonly Problem[]
  change: Change
  renameEntry: (of: 'inputs' | 'outputs', old: string, name: string) => void
}

/** The file as a whole: what it is called, what goes in and what comes out. */
export function FileForm({flow, catalogue, problems, change, renameEntry}: FileGiven) {
  return (
    <section className="form" aria-label={say.workflowFile}>
      <Title name={flow.name} problems={problems} change={change} />
      <Field place={['description']} name="description" schema={{type: 'string'}} value={flow.description} sources={[]} problems={problems} change={change} />
      <h2>{say.inputs}</h2>
      {Object.entries(flow.inputs).map(([name, said]) => (
        <Input key={name} name={name} said={said} taken={Object.keys(flow.inputs).filter(one => one !== name)} problems={problems} change={change} rename={to => renameEntry('inputs', name, to)} />
      ))}
      <button type="button" onClick={() => change(['inputs', free(Object.keys(flow.inputs).length ? 'input' : 'photo', Object.keys(flow.inputs))], 'image')}>
        {say.addAnInput}
      </button>
      <Outputs at={['outputs']} values={flow.outputs} sources={sourcesOf(flow, undefined, catalogue)} problems={problems} change={change} rename={(old, name) => renameEntry('outputs', old, name)} />
    </section>
  )
}

type InputGiven = {name: string; said: Value; taken: string[]; problems: readonly Problem[]; change: Change; rename: (name: string) => void}

function Input({name, said, taken, problems, change, rename}: InputGiven) {
  const type = inputType(said)
  const whole = object(said)
  const isWhole = said !== null && typeof said === 'object' && !Array.isArray(said)
  const place = ['inputs', name]
  return (
    <div className="entry">
      <Name label={say.input} name={name} taken={taken} rename={rename} />
      <label>
        <span className="small">{say.type}</span>
        <select value={type} onChange={event => change(isWhole ? [...place, 'type'] : place, event.target.value)} aria-label={say.typeOf(name)}>
          {[...new Set([...TYPES, type])].map(one => (
            <option key={one} value={one}>
              {one === 'array' ? say.aList : one}
            </option>
          ))}
        </select>
      </label>
      <Away what={name} go={() => change(place, undefined)} />
      <label className="usual">
        <span className="small">{say.usual}</span>
        <input
          aria-label={say.defaultOf(name)}
          value={whole['default'] === undefined ? '' : typeof whole['default'] === 'string' ? whole['default'] : JSON.stringify(whole['default'])}
          onChange={event => change(place, withDefault(said, type, event.target.value))}
        />
      </label>
      <Said wrong={problemsAt(problems, place)} />
    </div>
  )
}

function withDefault(said: Value, type: string, given: string): Value {
  const {default: _, ...rest} = said !== null && typeof said === 'object' && !Array.isArray(said) ? said : {type: said}
  if (given === '') return rest
  const isFigure = ['number', 'integer'].includes(type) && !Number.isNaN(Number(given))
  return {...rest, default: isFigure ? Number(given) : type === 'boolean' ? given === 'true' : given}
}

type OutputsGiven = {at: Place; values: Record<string, Value>; sources: readonly Source[]; problems: readonly Problem[]; change: Change; rename?: (old: string, name: string) => void}

function Outputs({at, values, sources, problems, change, rename}: OutputsGiven): ReactNode {
  const names = Object.keys(values)
  const unused = [...sources].reverse().find(one => one.expression.startsWith('steps.') && ['image', 'video', 'audio'].includes(one.type)) ?? sources.find(one => one.expression.startsWith('steps.'))
  return (
    <>
      <h2>{say.outputs}</h2>
      {names.map(name => (
        <div key={name} className={rename ? 'entry given' : 'entry'}>
          {rename && <Name label={say.output} name={name} taken={names.filter(one => one !== name)} rename={to => rename(name, to)} />}
          <Field place={[...at, name]} name={rename ? 'value' : name} schema={word('')} value={values[name]} sources={sources} problems={problems} change={change} />
          <Away what={name} go={() => change([...at, name], undefined)} />
        </div>
      ))}
      <button type="button" onClick={() => change([...at, free(unused?.expression.split('.').at(-1) ?? 'output', names)], unused ? '${{ ' + unused.expression + ' }}' : '')}>
        {say.addAnOutput}
      </button>
    </>
  )
}

function Away({what, go}: {what: string; go: () => void}) {
  return (
    <button type="button" className="quiet" aria-label={say.takeThisAway(what)} onClick={go}>
      ×
    </button>
  )
}
