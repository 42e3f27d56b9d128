import {useMutation, useQuery} from '@tanstack/react-query'
import {Suspense, useMemo, useState} from 'react'
import {Link, useNavigate, useParams, useSearchParams} from 'react-router'
import {client, good, once, Problem} from '../api'
import {useMay} from '../app'
import {match, type Table} from '../csv'
import {kindOf, nameColumn, named, stem, type Uploaded, whyLeftOut} from '../files'
import {Forecast} from '../batch/forecast'
import {Curl} from '../curl'
import {Field, type Inputs, isFile, typed} from '../inputs'
import {lazily} from '../lazily'
import {Empty, Loading, Refused, Wrong} from '../parts'
import {Drop} from '../run/drop'
import {rows} from '../run/rows'
import {Sheet} from '../run/sheet'
import {titleOf} from '../samples'
import {runs as say} from '../words/runs'

const Outcomes = lazily(() => import('../run/outcomes'))

/** A command with more items is nothing to look at. */
const SHOWN_MAX = 50

export function NewRun() {
  const may = useMay('operator')
  const {name = ''} = useParams()
  const [search] = useSearchParams()
  const version = Number(search.get('version')) || undefined
  const workflow = useQuery({
    queryKey: ['workflow', name, version],
    queryFn: () => good(client.GET('/v1/workflows/{name}', {params: {path: {name}, query: version ? {version} : {}}})),
    enabled: may
  })
  if (!may) {
    return (
      <Empty title={say.yourKeyMayNotDoThis} page>
        <p>{say.operatorsRun}</p>
        <Link to={`/console/workflows/${name}`}>{say.toTheWorkflow}</Link>
      </Empty>
    )
  }
  if (workflow.isPending) return <Loading what={say.theWorkflow} />
  if (workflow.isError) return <Wrong error={workflow.error} what={say.workflow} retry={() => void workflow.refetch()} />
  return <Form name={name} version={workflow.data.version} description={workflow.data.description} source={workflow.data.source} inputs={(workflow.data.inputs ?? {}) as Inputs} />
}

type Given = {name: string; version: number; description: string; source: string | undefined; inputs: Inputs}

function Form({name, version, description, source, inputs}: Given) {
  const called = titleOf(name, source)
  const go = useNavigate()
  const properties = Object.entries(inputs.properties ?? {})
  const fileInput = properties.find(([, property]) => isFile(property))?.[0]
  const others = properties.filter(([input]) => input !== fileInput)
  const [all, setAll] = useState<Uploaded[]>([])
  const kind = kindOf(inputs.properties?.[fileInput ?? ''])
  const files = useMemo(() => all.filter(file => !whyLeftOut(file, kind)), [all, kind])
  const damaged = useMemo(() => new Set(all.filter(file => file.isDamaged && !file.isWanted).flatMap(file => [file.file, stem(file.file)])), [all])
  const [values, setValues] = useState<Record<string, string>>({})
  const [title, setTitle] = useState('')
  const [concurrency, setConcurrency] = useState('10')
  const [budget, setBudget] = useState('')
  const [sheet, setSheet] = useState<Table>()
  const [columns, setColumns] = useState<Record<string, string>>({})
  const [nameFrom, setNameFrom] = useState('')
  const [priority, setPriority] = useState<'high' | 'normal' | 'low'>('normal')
  const [canary, setCanary] = useState('')
  const [wait, setWait] = useState(false)
  const body = useMemo(() => {
    const shared = Object.fromEntries(
      others.flatMap(([input, property]) => {
        const given = values[input]
        return given === undefined || given === '' ? [] : [[input, typed(property, given)]]
      })
    )
    return {
      workflow: name,
      version,
      ...((title || called) && {name: title || called}),
      concurrency: Number(concurrency) || 10,
      priority,
      ...(budget && {budget: Number(budget)}),
      ...(canary && {canary: {items: Number(canary), wait}}),
      items: sheet
        ? rows(sheet, columns, nameFrom, properties, files, damaged, shared)
        : fileInput
          ? files.map(file => ({name: file.name, inputs: {...shared, [fileInput]: file.media.asset}}))
          : [{inputs: shared}]
    }
  }, [files, damaged, values, title, called, concurrency, budget, sheet, columns, nameFrom, priority, canary, wait])
  const [sending, setSending] = useState(false)
  const ready = body.items.length > 0 && !sending
  const names = sheet || !fileInput ? body.items.map(item => ('name' in item ? item.name : '')) : files.map(file => file.file)
  const dry = useMutation({mutationFn: () => good(client.POST('/v1/batches/dry-run', {body}))})
  const start = useMutation({
    mutationFn: () => good(client.POST('/v1/batches', {params: once(), body})),
    onSuccess: batch => void go(`/console/batches/${batch.id}`)
  })
  // what was said was said of what is no longer so
  function forget() {
    dry.reset()
    start.reset()
  }
  return (
    <form
      className="newrun"
      onChange={forget}
      onSubmit={event => {
        event.preventDefault()
        dry.reset()
        start.mutate()
      }}
    >
      <p className="small">
        <Link to={`/console/workflows/${name}?version=${version}`}>
          {say.workflowVersion(name, version)}
        </Link>
      </p>
      <h1>{called ? say.newRunOf(called) : say.newRun}</h1>
      {description && <p className="note">{description}</p>}
      {source && (
        <Suspense fallback={null}>
          <Outcomes source={source} />
        </Suspense>
      )}
      {fileInput && (
        <Drop
          label={fileInput}
          kind={kind}
          workflow={`${name}@${version}`}
          sending={setSending}
          files={all}
          change={next => {
            setAll(next)
            forget()
          }}
        />
      )}
      <Sheet
        sheet={sheet}
        workflow={`${name}@${version}`}
        change={next => {
          setSheet(next)
          setColumns(next ? match(properties.map(([input]) => input), next.columns) : {})
          setNameFrom((next && nameColumn(next.columns)) ?? '')
          forget()
        }}
      />
      {sheet && (
        <fieldset>
          <legend>{say.columns}</legend>
          <label>
            {say.itemNameFrom}
            <select value={nameFrom} onChange={event => setNameFrom(event.target.value)}>
              <option value="">{say.lineNumber}</option>
              {sheet.columns.map(column => (
                <option key={column}>{column}</option>
              ))}
            </select>
            {sheet.rows[0] && <span className="small block">{say.theFirstIsCalled} {body.items[0] && 'name' in body.items[0] ? body.items[0].name : ''}</span>}
          </label>
          {properties.map(([input, property]) => (
            <label key={input}>
              {say.from(input)}
              <select value={columns[input] ?? ''} onChange={event => setColumns({...columns, [input]: event.target.value})}>
                <option value="">{say.noColumn}</option>
                {sheet.columns.map(column => (
                  <option key={column}>{column}</option>
                ))}
              </select>
              {isFile(property) && <span className="small block">{say.namesOfTheFilesAbove}</span>}
            </label>
          ))}
        </fieldset>
      )}
      {others.filter(([input]) => !columns[input]).map(([input, property]) => (
        <Field
          key={input}
          name={input}
          property={property}
          required={!!inputs.required?.includes(input)}
          value={values[input] ?? ''}
          change={value => setValues({...values, [input]: value})}
        />
      ))}
      <fieldset>
        <legend>{say.theBatch}</legend>
        <label>
          {say.name}
          <input value={title} maxLength={200} placeholder={called ?? name} onChange={event => setTitle(event.target.value)} />
        </label>
        <label>
          {say.itemsAtOnce}
          <input type="number" min={1} max={4096} value={concurrency} onChange={event => setConcurrency(event.target.value)} required />
        </label>
        <label>
          {say.budgetMayBeEmpty()}
          <input type="number" min={0} step="any" value={budget} onChange={event => setBudget(event.target.value)} />
        </label>
        <label>
          {say.priority}
          <select value={priority} onChange={event => setPriority(event.target.value as typeof priority)}>
            <option value="high">{say.high}</option>
            <option value="normal">{say.normal}</option>
            <option value="low">{say.low}</option>
          </select>
        </label>
        <label title={say.whatACanaryIs}>
          {say.itemsThatGoFirst}
          <input type="number" min={1} max={10000} value={canary} placeholder={say.none} onChange={event => setCanary(event.target.value)} />
        </label>
        {canary && (
          <label>
            {say.afterThem}
            <select value={String(wait)} onChange={event => setWait(event.target.value === 'true')}>
              <option value="false">{say.goOnIfAllSucceeded}</option>
              <option value="true">{say.waitForMyOk}</option>
            </select>
          </label>
        )}
      </fieldset>
      {dry.data && <Forecast of={{...dry.data, problems: dry.data.problems.map(one => named(one, names))}} />}
      {body.items.length > 0 && body.items.length <= SHOWN_MAX && <Curl path="/v1/batches" method="POST" body={body} />}
      <Refused error={withNames(dry.error ?? start.error, names)} />
      <div className="buttons">
        <button className="main" disabled={!ready || start.isPending}>
          {start.isPending ? say.starting : say.start(body.items.length)}
        </button>
        <button type="button" disabled={!ready || dry.isPending} onClick={() => {
            start.reset()
            dry.mutate()
          }}>
          {dry.isPending ? say.rehearsing : say.dryRun}
        </button>
      </div>
    </form>
  )
}

/** The same problem, each field with the name of its file. */
const withNames = (error: unknown, names: readonly string[]) =>
  error instanceof Problem ? new Problem(error.status, error.message, error.errors.map(one => named(one, names))) : error
