import {keepPreviousData, useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {useMemo, useState} from 'react'
import {Link, useNavigate} from 'react-router'
import {type Batch, client, type FailureGroup, good, once, type Run} from '../api'
import {Curl} from '../curl'
import {FileField} from '../filefield'
import {withFile} from '../files'
import {Field, type Inputs, isFile, typed} from '../inputs'
import type {Media} from '../media'
import {Dialog, Loading, Refused} from '../parts'
import {count, } from '../words'
import {useFailures} from './failures'
import {Forecast} from './forecast'
import {useRedrives} from './redrives'
import {apart, nameAgain} from './standing'
import {batch as say} from '../words/batch'

/** One group of failures to take up alone, or some to leave out. */
export type Chosen = {only: FailureGroup} | {except: FailureGroup[]}
type Select = 'failed' | 'unfinished' | 'rejected' | 'all'

const idOf = (group: FailureGroup) => `${group.step} ${group.kind} ${group.message}`
const classOf = ({step, kind, message}: FailureGroup) => ({...(step && {step}), kind, message})

/** What is most likely to be taken up. */
function selectOf(batch: Batch): Select {
  const {failed, rejected} = apart(batch)
  if (failed > 0) return 'failed'
  return rejected > 0 ? 'rejected' : 'all'
}

type Given = {batch: Batch; chosen?: Chosen; edit?: boolean; item?: Run; title?: string; close: () => void}

/** Takes up items of a batch as a new one; tells exactly which, what would run and what it costs before it does it. */
export function Redrive({batch, chosen, edit = false, item, title, close}: Given) {
  const go = useNavigate()
  const queries = useQueryClient()
  const path = {id: batch.id}
  const [select, setSelect] = useState<Select>(selectOf(batch))
  const [out, setOut] = useState<ReadonlySet<string>>(new Set(chosen && 'except' in chosen ? chosen.except.map(idOf) : []))
  const [picked, pick] = useState<number>()
  const [called, call] = useState<string>()
  const [values, setValues] = useState<Record<string, string>>({})
  const [files, setFiles] = useState<Record<string, Media>>({})
  const groups = useFailures(batch)
  // what somebody rejected did not break, so ways to break say nothing of it
  const known = item || select === 'rejected' ? [] : (groups.data?.items ?? [])
  const newest = useNewest(batch, edit)
  const siblings = useRedrives(batch)
  const name = called ?? nameAgain(batch.name, siblings.data?.items.map(one => one.name))
  const version = picked ?? newest.published
  const inputs = useInputs(batch.workflow, version, edit)
  const only = chosen && 'only' in chosen ? chosen.only : undefined
  const body = useMemo(() => {
    const edited = [
      ...Object.entries(values).flatMap(([name, value]) => (value !== '' && inputs[name] ? [[name, typed(inputs[name], value)]] : [])),
      ...Object.entries(files).flatMap(([name, file]) => (inputs[name] ? [[name, file.asset]] : []))
    ]
    const except = known.filter(one => out.has(idOf(one)))
    return {
      ...(item ? {items: [item.item]} : {select}),
      ...(name.trim() && {name: name.trim()}),
      ...(only && {only: [classOf(only)]}),
      ...(except.length > 0 && {except: except.map(classOf)}),
      ...(edit && {version}),
      ...(edited.length > 0 && {inputs: Object.fromEntries(edited)})
    }
  }, [select, only, out, known, edit, item, name, version, values, files, inputs])
  const dry = useQuery({
    queryKey: ['redrive', batch.id, body],
    queryFn: () => good(client.POST('/v1/batches/{id}/redrive/dry-run', {params: {path}, body})),
    staleTime: 0,
    placeholderData: keepPreviousData
  })
  const start = useMutation({
    mutationFn: () => good(client.POST('/v1/batches/{id}/redrive', {params: {path, ...once()}, body})),
    onSuccess: made => {
      void queries.invalidateQueries({queryKey: ['redrives-of', batch.id]})
      // back from there is the batch, not the question that was answered
      void go(`/console/batches/${made.id}`, {replace: true})
    }
  })
  const fresh = dry.data && !dry.isPlaceholderData
  // the same workflow says the same of the same file
  const again = only ? [only] : known.filter(one => !out.has(idOf(one)))
  const isInVain = !edit && again.length > 0 && again.every(one => one.kind === 'invalid')
  const verb = edit ? say.redrive : say.retry
  return (
    <Dialog title={title ?? (item ? say.doAgain(item.name) : edit ? say.redriveTitle : only ? say.retryTheseOnly : say.retryWhatFailed)} close={close}>
      {edit && (
        <div className="across plain">
          {!item && (
            <label>
              {say.itemsTitle}
              <select value={select} onChange={event => setSelect(event.target.value as Select)}>
                {Object.entries(say.selects).map(([value, says]) => (
                  <option key={value} value={value}>
                    {says}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label>
            {say.workflowVersionTitle}
            <select value={version} onChange={event => pick(Number(event.target.value))}>
              {Array.from({length: newest.version}, (_, at) => newest.version - at).map(one => (
                <option key={one} value={one} disabled={one === newest.draft}>
                  {one}
                  {one === batch.version && say.asBefore}
                  {one === newest.draft && say.aDraft}
                </option>
              ))}
            </select>
          </label>
          <label>
            {say.name}
            <input value={name} maxLength={200} onChange={event => call(event.target.value)} />
          </label>
        </div>
      )}
      {edit && (
        <p className="small">
          {say.workflowCanChange} <Link to={`/console/workflows/${batch.workflow}/edit`}>{say.editTheWorkflow}</Link>{say.publishItAndComeBack}
        </p>
      )}
      {!only && known.length > 0 && (known.length > 1 || edit) && (
        <fieldset className="groups">
          <legend>{say.whyTheyFailed}</legend>
          {known.map(one => (
            <label key={idOf(one)} className="inline">
              <input
                type="checkbox"
                checked={!out.has(idOf(one))}
                onChange={() => setOut(new Set(out.has(idOf(one)) ? [...out].filter(id => id !== idOf(one)) : [...out, idOf(one)]))}
              />
              <span>
                {count(one.count)} × {one.message} <span className="small">{one.step && say.atStep(one.step)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {only && (
        <p>
          {count(only.count)} × {only.message} <span className="small">{only.step && say.atStepBecause(only.step, say.kinds[only.kind] ?? only.kind)}</span>
        </p>
      )}
      {isInVain && <p className="banner">{say.failsAgain}</p>}
      {edit && <Edits of={item} inputs={inputs} values={values} change={setValues} files={files} choose={setFiles} />}
      {dry.isPending && <Loading what={say.whatItWouldDo} />}
      <Refused error={dry.error ?? start.error ?? groups.error} />
      <div aria-live="polite" className={fresh ? '' : 'stale'}>
        {dry.data && <Forecast of={dry.data} />}
      </div>
      <p className="small">{item ? say.itBecomes : say.theyBecome} {say.newBatchReuses}</p>
      <div className="buttons">
        <button className="main" disabled={!fresh || !dry.data?.valid || dry.data.items === 0 || start.isPending} onClick={() => start.mutate()}>
          {start.isPending ? say.starting : verb(dry.data ? say.howMany(dry.data.items) : '')}
        </button>
        <button onClick={close}>{say.notNow}</button>
        <Curl path={`/v1/batches/${batch.id}/redrive`} method="POST" body={body} />
      </div>
    </Dialog>
  )
}

/** Which versions there are, and which is to be taken unless somebody says otherwise: the newest that is published. */
function useNewest(batch: Batch, wanted: boolean) {
  const found = useQuery({
    queryKey: ['workflow', batch.workflow],
    queryFn: () => good(client.GET('/v1/workflows/{name}', {params: {path: {name: batch.workflow}}})),
    enabled: wanted
  })
  const version = Math.max(found.data?.version ?? batch.version, batch.version)
  const draft = found.data?.status === 'draft' ? found.data.version : undefined
  return {version, draft, published: draft === undefined ? version : Math.max(draft - 1, batch.version)}
}

const NONE: NonNullable<Inputs['properties']> = {}

/** What the chosen version takes. */
function useInputs(name: string, version: number, wanted: boolean) {
  const chosen = useQuery({
    queryKey: ['workflow', name, version],
    queryFn: () => good(client.GET('/v1/workflows/{name}', {params: {path: {name}, query: {version}}})),
    enabled: wanted,
    staleTime: Infinity
  })
  return useMemo(() => ((chosen.data?.inputs ?? {}) as Inputs).properties ?? NONE, [chosen.data])
}

type Edited = {
  of: Run | undefined
  inputs: NonNullable<Inputs['properties']>
  values: Record<string, string>
  change: (values: Record<string, string>) => void
  files: Record<string, Media>
  choose: (files: Record<string, Media>) => void
}

function Edits({of, inputs, values, change, files, choose}: Edited) {
  const all = Object.entries(inputs)
  if (all.length === 0) return null
  return (
    <fieldset>
      <legend>{of ? say.itsInputs : say.inputsOfAllOfThem}</legend>
      {all.map(([name, property]) =>
        isFile(property) ? (
          <FileField key={name} name={name} property={property} file={files[name]} change={file => choose(withFile(files, name, file))} away={say.leaveItAsItWas} />
        ) : (
          <Field key={name} name={name} property={property} required={false} value={values[name] ?? ''} empty={say.asItWas} change={value => change({...values, [name]: value})} />
        )
      )}
    </fieldset>
  )
}
