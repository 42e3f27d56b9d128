import {useQuery} from '@tanstack/react-query'
import {useCallback, useEffect, useMemo, useRef, useState} from 'react'
import {useParams, useSearchParams} from 'react-router'
import {useInAddress} from '../address'
import {client, good} from '../api'
import {useMay, useMe} from '../app'
import {Code} from '../code'
import {type Flow, type FlowStep, read, type Value} from '../flow/flow'
import Graph from '../flow/graph'
import {StepList} from '../flow/list'
import {statesOf} from '../flow/states'
import type {Inputs} from '../inputs'
import {useLeaving} from '../leave'
import {Empty, Loading, Status, Wrong} from '../parts'
import {Bar, type Step} from './bar'
import {add, connect, cut, freeName, type Place, type Problem, problemsOf, put, remove, rename, renameEntry} from './edit'
import {FileForm, StepForm} from './forms'
import {begin, change, redo, undo} from './history'
import {drawer, type Kept, keep, recall} from './kept'
import {Notices} from './noticed'
import {noticesOf, stand} from './notices'
import {Palette} from './palette'
import {misfit, portsOf} from './ports'
import type {Catalogue} from './sources'
import {TrialPanel, useTrial} from './trial'
import {behind, follow, wire} from './wire'
import {editor as say} from '../words/editor'

const BEGUN = 'my-workflow'
const EMPTY: Flow = {name: '', description: '', inputs: {}, outputs: {}, steps: []}

/** A workflow drawn and written at once: every edit changes the file, and the file is what is seen. */
export default function EditorPage() {
  const {name} = useParams()
  const [search] = useSearchParams()
  const version = Number(search.get('version')) || undefined
  const may = useMay('editor')
  const found = useQuery({
    queryKey: ['workflow', name, version],
    queryFn: () => good(client.GET('/v1/workflows/{name}', {params: {path: {name: name!}, query: version ? {version} : {}}})),
    enabled: !!name,
    staleTime: Infinity
  })
  const steps = useQuery({queryKey: ['steps'], queryFn: () => good(client.GET('/v1/steps')), staleTime: Infinity})
  const others = useQuery({queryKey: ['workflows'], queryFn: () => good(client.GET('/v1/workflows', {params: {query: {limit: 500}}})), enabled: may})
  if (!may) {
    return (
      <Empty title={say.yourKeyMayNotDoThis} page>
        <p>{say.editorsWrite}</p>
      </Empty>
    )
  }
  if ((name && found.isPending) || steps.isPending || others.isPending) return <Loading what={say.theEditor} />
  if (found.isError) return <Wrong error={found.error} what={say.workflow} retry={() => void found.refetch()} />
  if (others.isError) return <Wrong error={others.error} what={say.listOfWorkflows} retry={() => void others.refetch()} />
  if (steps.isError) return <Wrong error={steps.error} what={say.listOfSteps} retry={() => void steps.refetch()} />
  const catalogue = new Map(steps.data.items.map(one => [one.type, one]))
  const taken = others.data.items.map(one => one.name).filter(one => one !== name)
  return <Editor key={`${name} ${version}`} name={name} taken={taken} source={found.data?.source ?? `name: ${freeName(BEGUN, taken)}\n`} published={found.data?.status === 'published' ? found.data.version : undefined} catalogue={catalogue} />
}

type Verdict = {problems: readonly Problem[]; inputs?: Inputs}

/** The verdict of the server on a file, a moment after the last key. */
function useVerdict(text: string): Verdict | undefined {
  const [checked, setChecked] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setChecked(text), 250)
    return () => clearTimeout(timer)
  }, [text])
  const verdict = useQuery({
    queryKey: ['validate', checked],
    queryFn: () => good(client.POST('/v1/workflows/validate', {body: {source: checked}})),
    placeholderData: before => before
  })
  return checked === text && !verdict.isPlaceholderData ? (verdict.data as Verdict | undefined) : undefined
}

/** What this browser keeps of a workflow that is written, so that whoever leaves finds it again. */
function useKept(name: string | undefined, source: string) {
  const me = useMe()
  const user = `${me?.tenant}/${me?.user}`
  const [found] = useState(() => recall(localStorage, drawer(user, name), source))
  const isKept = useRef(true)
  const isLeft = useRef(false)
  function put(kept: Kept) {
    if (!isLeft.current) isKept.current = keep(localStorage, drawer(user, name), kept)
  }
  /** From here on it is kept under the name that it was saved by, or, with nothing more to keep, not at all. */
  function move(to: string, kept: Kept | undefined) {
    isLeft.current = true
    for (const one of [name, to]) localStorage.removeItem(drawer(user, one))
    if (kept) keep(localStorage, drawer(user, to), kept)
  }
  return {found, isKept, put, move}
}

function Editor({name: called, taken, source: saved, published, catalogue}: {name: string | undefined; taken: readonly string[]; source: string; published: number | undefined; catalogue: Catalogue}) {
  // what a new one is called at first is not called otherwise while it is written
  const [source] = useState(saved)
  const drafts = useKept(called, source)
  const [history, setHistory] = useState(() => begin(drafts.found?.text ?? source))
  const [chosen, choose] = useInAddress('node', {how: 'push', first: drafts.found?.chosen})
  const [isBrought, setBrought] = useState(history.now !== source)
  const text = history.now
  const last = useRef<Flow>(EMPTY)
  const {flow, errors} = useMemo(() => read(text), [text])
  if (flow) last.current = flow
  const shown = last.current
  const step = shown.steps.find(one => one.id === chosen)
  const fresh = useVerdict(text)
  const known = useRef<readonly Problem[]>([])
  if (fresh) known.current = fresh.problems
  // while it is checked, and as long as it has mistakes, it takes what it took
  const inputs = useRef<Inputs>(undefined)
  if (fresh?.inputs) inputs.current = fresh.inputs
  // whoever has just begun has made no mistake yet
  const isBegun = !flow || flow.steps.length > 0
  const problems = isBegun ? known.current : known.current.filter(one => one.field !== '' && one.field !== 'steps')
  const notices = useMemo(() => noticesOf(shown, catalogue), [shown, catalogue])

  const set = useCallback((next: string, by?: string) => setHistory(now => change(now, next, by)), [])
  const value = (place: Place, wanted: Value | undefined) => set(put(text, place, wanted), place.join('.'))
  const wrong = useCallback((one: FlowStep) => problemsOf(problems, one).length, [problems])
  const ports = useCallback((one: FlowStep) => portsOf(one, catalogue), [catalogue])
  const [refused, refuse] = useState<{why: string; from: string; to: string}>()
  const join = useCallback(
    (from: string, to: string) => {
      const why = misfit(shown, from, to, catalogue)
      refuse(why ? {why, from, to} : undefined)
      if (!why) set(wire(text, shown, from, to, catalogue))
    },
    [text, shown, catalogue, set]
  )
  const part = useCallback((from: string, to: string) => set(cut(text, from, to)), [text, set])

  function make(wanted: string, body: Record<string, Value>) {
    const loop = step?.kind === 'loop' ? step : shown.steps.find(one => one.id === step?.parent)
    const anchor = behind(shown, step, loop)
    const made = add(text, wanted, body, loop)
    const now = read(made.source).flow
    const added = now?.steps.find(one => one.id === made.id)
    const joined = (it: FlowStep, of: Flow) => (it.kind === 'gate' ? stand(made.source, it, anchor, catalogue) : follow(made.source, of, it, anchor, anchor === step, catalogue))
    set(now && added ? joined(added, now) : made.source)
    choose(made.id)
  }
  function name(step: FlowStep, to: string) {
    set(rename(text, step, to))
    choose(step.parent ? `${step.parent}.${to}` : to, 'replace')
  }
  useUndo(setHistory)
  useLeaving(text !== source, say.leaveUnsaved, () => !drafts.isKept.current)
  const trial = useTrial(drafts.found)
  const {tried, values, files} = trial
  const kept = useMemo(() => ({base: source, text, chosen, tried, values, files}), [source, text, chosen, tried, values, files])
  useEffect(() => drafts.put(kept))
  function discard() {
    set(source)
    trial.forget()
    setBrought(false)
  }
  /** To where the workflow is called something. */
  function toName() {
    choose(undefined)
    requestAnimationFrame(() => document.querySelector<HTMLInputElement>('.side input')?.select())
  }
  const states = useMemo(() => trial.run && statesOf(trial.run), [trial.run])
  const green = trial.run?.status === 'succeeded' && trial.text === text

  return (
    <div className="editing">
      <Bar
        title={shown.name}
        isTaken={taken.includes(shown.name)}
        toName={toName}
        text={text}
        saved={source}
        problems={fresh && (isBegun ? fresh.problems : problems)}
        begun={isBegun}
        notices={notices.length}
        green={green}
        waits={trial.run?.status === 'waiting' && trial.text === text}
        published={text === source ? published : undefined}
        can={{undo: history.past.length > 0, redo: history.future.length > 0}}
        step={how => setHistory(how)}
        leave={(to, published) => drafts.move(to, published ? undefined : {...kept, base: text})}
      />
      {isBrought && text !== source && (
        <p className="banner" role="status">
          {say.broughtBack}{drafts.found?.isOlder && say.savedMeanwhile}{' '}
          <button type="button" className="quiet" onClick={discard}>
            {say.discardIt}
          </button>
        </p>
      )}
      {!flow && (
        <p className="banner bad" role="alert">
          <Status of="failed" label={say.line(errors[0]?.line ?? 1)} /> {say.graphOfLastReadable(errors[0]?.message ?? '')}
        </p>
      )}
      <div className="bench">
        <Palette types={[...catalogue.values()]} add={make} />
        <div className="middle">
          {shown.steps.length === 0 ? (
            <Empty title={say.anEmptyWorkflow}>
              <p>{say.addAnInputAtTheRight}</p>
            </Empty>
          ) : (
            <Graph flow={shown} {...(states && {states, tall: true})} wrong={wrong} ports={ports} chosen={chosen} choose={choose} connect={join} cut={part} />
          )}
          {refused && <Misfit of={refused} wait={connect(text, refused.from, refused.to) === text ? undefined : () => set(connect(text, refused.from, refused.to))} close={() => refuse(undefined)} />}
          <StepList flow={shown} states={states} wrong={wrong} chosen={chosen} choose={choose} />
          <TrialPanel trial={trial} text={text} inputs={inputs.current} ready={!!fresh?.inputs} waits={!!fresh} />
        </div>
        <fieldset className="side" disabled={!flow}>
          <legend className="hidden">{say.form}</legend>
          {step && (
            <button type="button" className="quiet" onClick={() => choose(undefined)}>
              {say.toTheWorkflow}
            </button>
          )}
          {step ? (
            <StepForm flow={shown} step={step} catalogue={catalogue} problems={problems} change={value} rename={to => name(step, to)} remove={() => set(remove(text, step))} />
          ) : (
            <FileForm flow={shown} catalogue={catalogue} problems={problems} change={value} renameEntry={(of, old, to) => set(renameEntry(text, of, old, to))} />
          )}
          {/* behind the fields, which would move when it comes */}
          <Notices of={notices.filter(one => (step ? step.path.every((part, at) => one.place[at] === part) : one.place[0] === 'outputs'))} mend={mend => set(mend(text))} />
        </fieldset>
        <section className="source" aria-label={say.source}>
          <Code text={text} wrong={new Set(problems.map(one => one.line))} change={next => set(next, 'file')} />
          <Notices of={notices} mend={mend => set(mend(text))} />
          <ul className="problems">
            {problems.map(one => (
              <li key={`${one.line} ${one.column} ${one.message}`}>
                <strong>{say.line(one.line)}</strong> <code>{one.field}</code> {one.message}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  )
}

/** A line that was not drawn, and why; steps may wait for each other all the same. */
function Misfit({of, wait, close}: {of: {why: string; from: string; to: string}; wait: (() => void) | undefined; close: () => void}) {
  return (
    <div className="banner bad" role="alert">
      <span>{of.why}</span>
      {wait && (
        <button
          type="button"
          className="quiet"
          onClick={() => {
            wait()
            close()
          }}
        >
          {say.waitAllTheSame(of.to, of.from)}
        </button>
      )}
      <button type="button" className="quiet" onClick={close}>
        {say.close}
      </button>
    </div>
  )
}

/** Ctrl-Z and Ctrl-Shift-Z go for the whole file, wherever the cursor is. */
function useUndo(set: (step: Step) => void) {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey)) return
      const key = event.key.toLowerCase()
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      set(key === 'y' || event.shiftKey ? redo : undo)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [set])
}
