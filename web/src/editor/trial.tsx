import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {useState} from 'react'
import {Link} from 'react-router'
import {client, good, once, Problem, type Run} from '../api'
import {stateOf} from '../batch/standing'
import {useEvents} from '../events'
import {FileField} from '../filefield'
import {itemName, stem, withFile} from '../files'
import {Curl} from '../curl'
import {Field, type Inputs, isFile, type Property, typed} from '../inputs'
import {Refused, Status} from '../parts'
import {pictures, Thumb} from '../pictures'
import {cost, duration} from '../words'
import type {Kept} from './kept'
import {editor as say} from '../words/editor'

const OVER = ['succeeded', 'failed', 'cancelled']

export type Trial = {
  run: Run | undefined
  /** What stood in the file when it was tried. */
  text: string | undefined
  busy: boolean
  error: unknown
  /** `name` is what its item is called. */
  start: (text: string, inputs: Record<string, unknown>, name: string | undefined) => void
  batch: string | undefined
  tried: Kept['tried']
  /** What is given to it: the texts of its fields, and its files. */
  values: Kept['values']
  files: Kept['files']
  give: (given: Partial<Pick<Kept, 'values' | 'files'>>) => void
  forget: () => void
}

/** One run of the file as it stands, watched live; it goes on from what was kept. */
export function useTrial(kept: Kept | undefined): Trial {
  const [tried, setTried] = useState(kept?.tried)
  const [given, give] = useState({values: kept?.values ?? {}, files: kept?.files ?? {}})
  const batch = tried?.batch
  const run = useQuery({
    queryKey: ['trial', batch],
    queryFn: async () => {
      const page = await good(client.GET('/v1/batches/{id}/items', {params: {path: {id: batch!}, query: {limit: 1}}}))
      return good(client.GET('/v1/runs/{id}', {params: {path: {id: page.items[0]!.id}}}))
    },
    enabled: !!batch
  })
  const start = useMutation({
    mutationFn: async ({text, inputs, name}: {text: string; inputs: Record<string, unknown>; name: string | undefined}) => {
      // the one that waits for people would wait for ever
      if (run.data?.status === 'waiting') await good(client.POST('/v1/runs/{id}/cancel', {params: {path: {id: run.data.id}}}))
      const {id} = await good(client.POST('/v1/workflows/try', {params: once(), body: {source: text, inputs, ...(name && {name})}}))
      return {text, batch: id}
    },
    onSuccess: setTried
  })
  const rests = !!run.data && (OVER.includes(run.data.status) || run.data.status === 'waiting')
  // a trial of long ago may be gone with its batch
  const isGone = run.error instanceof Problem && run.error.status === 404
  return {
    run: run.data,
    text: tried?.text,
    busy: start.isPending || (!!batch && !rests && !run.isError),
    error: start.error ?? (isGone ? undefined : run.error),
    start: (text, inputs, name) => start.mutate({text, inputs, name}),
    batch,
    tried,
    ...given,
    give: more => give(now => ({...now, ...more})),
    forget: () => {
      setTried(undefined)
      give({values: {}, files: {}})
    }
  }
}

/** Looks again whenever something happened; a part of its own, since there is nothing to follow before the first try. */
export function Follow({batch}: {batch: string}) {
  const queries = useQueryClient()
  useEvents(batch, () => void queries.invalidateQueries({queryKey: ['trial', batch]}))
  return null
}

type Given = {
  trial: Trial
  text: string
  /** What the text takes, or took when it last had no mistakes. */
  inputs: Inputs | undefined
  /** Whether it can be tried as it stands, and whether that is known. */
  ready: boolean
  waits: boolean
}

export function TrialPanel({trial, text, inputs, ready, waits}: Given) {
  const properties = Object.entries(inputs?.properties ?? {})
  const {run, values, files} = trial
  const given = Object.fromEntries(
    properties.flatMap(([name, property]) => {
      const file = files[name]?.asset
      if (isFile(property)) return file ? [[name, file]] : []
      const value = values[name]
      return value ? [[name, typed(property, value)]] : []
    })
  )
  const missing = (inputs?.required ?? []).filter(name => !(name in given) && inputs?.properties?.[name]?.default === undefined)
  const file = properties.map(([input]) => files[input]?.name).find(called => called)
  const name = file && itemName(stem(file), new Set())
  return (
    <form
      className="card trial"
      aria-label={say.tryItOnOneInput}
      onSubmit={event => {
        event.preventDefault()
        trial.start(text, given, name)
      }}
    >
      {trial.batch && <Follow batch={trial.batch} />}
      <h2>{say.tryItOnOneInput}</h2>
      {properties.map(([name, property]) =>
        isFile(property) ? (
          <FileField key={name} name={name} property={property} file={files[name]} change={file => trial.give({files: withFile(files, name, file)})} {...(!inputs?.required?.includes(name) && {away: say.leaveItOut})} />
        ) : (
          <Field key={name} name={name} property={property as Property} required={!!inputs?.required?.includes(name)} value={values[name] ?? ''} change={value => trial.give({values: {...values, [name]: value}})} />
        )
      )}
      <div className="buttons">
        <button className="main" disabled={!ready || trial.busy || missing.length > 0}>
          {trial.busy ? say.trying : run ? say.tryItAgain : say.tryIt}
        </button>
        {!ready && waits && <span className="small">{say.onceWithoutMistakes}</span>}
        {ready && missing.length > 0 && <span className="small">{say.needs(missing.join(', '))}</span>}
        <span role="status">
          {run && (
            <>
              <Status of={stateOf(run)} />{' '}
              <span className="small">
                {run.duration_ms !== undefined && `${duration(run.duration_ms)} · `}
                {(run.cost ?? 0) > 0 && `${cost(run.cost!)} · `}
                <Link to={`/console/runs/${run.id}`}>{say.lookCloser}</Link>
              </span>
            </>
          )}
        </span>
      </div>
      {run && trial.text !== text && <p className="small">{say.tryOfEarlierText}</p>}
      {run?.failure && (
        <p className="banner bad">
          {run.failed_step && <strong>{run.failed_step}: </strong>}
          {run.failure.message}
        </p>
      )}
      {run && <Made run={run} />}
      {run?.status === 'waiting' && <Waits run={run} />}
      <Refused error={trial.error} />
      <Curl path="/v1/workflows/try" method="POST" body={{source: text, inputs: given, ...(name && {name})}} />
    </form>
  )
}

const PICTURES_MAX = 12

/** What came out, or else what the last step made that has made pictures; each leads to where it is looked at closer. */
function Made({run}: {run: Run}) {
  const out = pictures(run.outputs)
  const last = (run.steps ?? []).map(step => pictures(step.outputs)).findLast(made => made.length > 0) ?? []
  const shown = (out.length > 0 ? out : last).slice(0, PICTURES_MAX)
  if (shown.length === 0) return null
  return (
    <div className="strip out" role="group" aria-label={say.whatCameOut}>
      {shown.map((one, at) => (
        <Link key={one.asset + at} to={`/console/runs/${run.id}${out.length > 0 && at > 0 ? `?picture=${at + 1}` : ''}`} aria-label={say.lookCloserAt(one.name ?? one.type ?? '')}>
          <Thumb of={one} />
        </Link>
      ))}
    </div>
  )
}

/** The version that is looked at: a decision is about no other. */
function roundOf(run: Run, step: string) {
  const round = run.steps?.find(one => one.step === step)?.gate?.round
  return round === undefined ? {} : {round}
}

/** A trial at a gate: it is decided here, looked at in review, or ended. */
function Waits({run}: {run: Run}) {
  const queries = useQueryClient()
  const gates = (run.steps ?? []).filter(step => step.status === 'waiting' && step.gate)
  const act = useMutation({
    mutationFn: ({step, decision}: {step?: string; decision?: 'approve' | 'reject'}): Promise<unknown> =>
      step && decision
        ? good(client.POST('/v1/runs/{id}/steps/{step}/decision', {params: {path: {id: run.id, step}}, body: {decision, ...roundOf(run, step)}}))
        : good(client.POST('/v1/runs/{id}/cancel', {params: {path: {id: run.id}}})),
    onSettled: () => void queries.invalidateQueries({queryKey: ['trial', run.batch]})
  })
  return (
    <div className="banner waits">
      <Status of="waiting" label={gates.length > 0 ? say.waitsAt(gates.map(one => one.step).join(', ')) : say.itWaitsForPeople} />
      <div className="buttons">
        {gates
          .filter(one => !one.gate?.select)
          .slice(0, 1)
          .map(one => (
            <span key={one.step} className="buttons">
              <button type="button" disabled={act.isPending} onClick={() => act.mutate({step: one.step, decision: 'approve'})}>
                {say.approve}
              </button>
              <button type="button" disabled={act.isPending} onClick={() => act.mutate({step: one.step, decision: 'reject'})}>
                {say.reject}
              </button>
            </span>
          ))}
        <Link className="button" to={`/console/review?batch=${run.batch}`}>
          {say.lookAtItInReview}
        </Link>
        <button type="button" disabled={act.isPending} onClick={() => act.mutate({})}>
          {say.endThisTry}
        </button>
      </div>
      <Refused error={act.error} />
    </div>
  )
}
