import {keepPreviousData, useMutation, useQuery} from '@tanstack/react-query'
import {useMemo, useState} from 'react'
import {useNavigate} from 'react-router'
import {type Batch, client, type FailureGroup, good, once} from '../api'
import {Curl} from '../curl'
import {Field, type Inputs, isFile, typed} from '../inputs'
import {Dialog, Loading, Refused} from '../parts'
import {count, plural} from '../words'
import {Forecast} from './forecast'

/** One group of failures to take up alone, or to leave out. */
export type Chosen = {only: FailureGroup} | {except: FailureGroup}
type Select = 'failed' | 'unfinished' | 'rejected' | 'all'

export const KINDS: Record<string, string> = {
  transient: 'may work when tried again',
  invalid: 'the input does not fit',
  refused: 'refused',
  defect: 'a defect'
}
const SELECTS: Record<Select, string> = {
  failed: 'that failed',
  unfinished: 'that failed or were cancelled',
  rejected: 'that somebody rejected',
  all: 'all, however they ended'
}
const idOf = (group: FailureGroup) => `${group.step} ${group.kind} ${group.message}`
const classOf = ({step, kind, message}: FailureGroup) => ({...(step && {step}), kind, message})

type Given = {batch: Batch; chosen?: Chosen; edit?: boolean; close: () => void}

/** Takes up items of a batch as a new one; tells exactly which, what would run and what it costs before it does it. */
export function Redrive({batch, chosen, edit = false, close}: Given) {
  const go = useNavigate()
  const path = {id: batch.id}
  const [select, setSelect] = useState<Select>(batch.counts.failed > 0 ? 'failed' : 'all')
  const [out, setOut] = useState<ReadonlySet<string>>(new Set(chosen && 'except' in chosen ? [idOf(chosen.except)] : []))
  const [version, setVersion] = useState(batch.version)
  const [values, setValues] = useState<Record<string, string>>({})
  const groups = useQuery({
    queryKey: ['failures', batch.id],
    queryFn: () => good(client.GET('/v1/batches/{id}/failures', {params: {path}})),
    enabled: batch.counts.failed > 0
  })
  const known = groups.data?.items ?? []
  const inputs = useInputs(batch.workflow, version, edit)
  const only = chosen && 'only' in chosen ? chosen.only : undefined
  const body = useMemo(() => {
    const edited = Object.entries(values).filter(([name, value]) => value !== '' && inputs.properties[name])
    const except = known.filter(one => out.has(idOf(one)))
    return {
      select,
      ...(only && {only: [classOf(only)]}),
      ...(except.length > 0 && {except: except.map(classOf)}),
      ...(edit && {version}),
      ...(edited.length > 0 && {inputs: Object.fromEntries(edited.map(([name, value]) => [name, typed(inputs.properties[name]!, value)]))})
    }
  }, [select, only, out, known, edit, version, values, inputs.properties])
  const dry = useQuery({
    queryKey: ['redrive', batch.id, body],
    queryFn: () => good(client.POST('/v1/batches/{id}/redrive/dry-run', {params: {path}, body})),
    staleTime: 0,
    placeholderData: keepPreviousData
  })
  const start = useMutation({
    mutationFn: () => good(client.POST('/v1/batches/{id}/redrive', {params: {path, ...once()}, body})),
    onSuccess: made => void go(`/console/batches/${made.id}`)
  })
  const fresh = dry.data && !dry.isPlaceholderData
  const verb = edit ? 'Redrive' : 'Retry'
  return (
    <Dialog title={edit ? 'Edit and redrive' : only ? 'Retry these' : 'Retry what failed'} close={close}>
      {edit && (
        <div className="across plain">
          <label>
            Items
            <select value={select} onChange={event => setSelect(event.target.value as Select)}>
              {Object.entries(SELECTS).map(([value, says]) => (
                <option key={value} value={value}>
                  {says}
                </option>
              ))}
            </select>
          </label>
          <label>
            Workflow version
            <select value={version} onChange={event => setVersion(Number(event.target.value))}>
              {Array.from({length: inputs.newest}, (_, at) => inputs.newest - at).map(one => (
                <option key={one} value={one}>
                  {one}
                  {one === batch.version && ' (as before)'}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      {!only && known.length > 0 && (known.length > 1 || edit) && (
        <fieldset className="groups">
          <legend>Why they failed</legend>
          {known.map(one => (
            <label key={idOf(one)} className="inline">
              <input
                type="checkbox"
                checked={!out.has(idOf(one))}
                onChange={() => setOut(new Set(out.has(idOf(one)) ? [...out].filter(id => id !== idOf(one)) : [...out, idOf(one)]))}
              />
              <span>
                {count(one.count)} × {one.message} <span className="small">{one.step && `at ${one.step}`}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {only && (
        <p>
          {count(only.count)} × {only.message} <span className="small">{only.step && `at ${only.step}, ${KINDS[only.kind]}`}</span>
        </p>
      )}
      {edit && <Edits inputs={inputs} values={values} change={setValues} />}
      {dry.isPending && <Loading what="what it would do" />}
      <Refused error={dry.error ?? start.error ?? groups.error} />
      <div aria-live="polite" className={fresh ? '' : 'stale'}>
        {dry.data && <Forecast of={dry.data} />}
      </div>
      <p className="small">They become a new batch; every step that had finished and is still the same is taken as it is.</p>
      <div className="buttons">
        <button className="main" disabled={!fresh || !dry.data?.valid || dry.data.items === 0 || start.isPending} onClick={() => start.mutate()}>
          {start.isPending ? 'Starting…' : `${verb} ${dry.data ? plural(dry.data.items, 'item') : ''}`}
        </button>
        <button onClick={close}>Not now</button>
        <Curl path={`/v1/batches/${batch.id}/redrive`} method="POST" body={body} />
      </div>
    </Dialog>
  )
}

type Form = {properties: NonNullable<Inputs['properties']>; newest: number}

/** What the chosen version takes, and which versions there are. */
function useInputs(name: string, version: number, wanted: boolean): Form {
  const newest = useQuery({
    queryKey: ['workflow', name],
    queryFn: () => good(client.GET('/v1/workflows/{name}', {params: {path: {name}}})),
    enabled: wanted
  })
  const chosen = useQuery({
    queryKey: ['workflow', name, version],
    queryFn: () => good(client.GET('/v1/workflows/{name}', {params: {path: {name}, query: {version}}})),
    enabled: wanted,
    staleTime: Infinity
  })
  const properties = useMemo(() => ((chosen.data?.inputs ?? {}) as Inputs).properties ?? {}, [chosen.data])
  return {properties, newest: Math.max(newest.data?.version ?? version, version)}
}

function Edits({inputs, values, change}: {inputs: Form; values: Record<string, string>; change: (values: Record<string, string>) => void}) {
  const editable = Object.entries(inputs.properties).filter(([, property]) => !isFile(property))
  if (editable.length === 0) return null
  return (
    <fieldset>
      <legend>Inputs of all of them</legend>
      {editable.map(([name, property]) => (
        <Field key={name} name={name} property={property} required={false} value={values[name] ?? ''} empty="as it was" change={value => change({...values, [name]: value})} />
      ))}
    </fieldset>
  )
}
