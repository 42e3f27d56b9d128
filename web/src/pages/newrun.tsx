import {useMutation, useQuery} from '@tanstack/react-query'
import {useMemo, useState} from 'react'
import {Link, useNavigate, useParams, useSearchParams} from 'react-router'
import {client, good, once, Problem} from '../api'
import {match, type Table} from '../csv'
import {kindOf, misfit, nameColumn, named, type Uploaded} from '../files'
import {Forecast} from '../batch/forecast'
import {Curl} from '../curl'
import {Field, type Inputs, isFile, typed} from '../inputs'
import {Loading, Refused, Wrong} from '../parts'
import {Drop} from '../run/drop'
import {rows, Sheet} from '../run/sheet'
import {plural} from '../words'

/** A command with more items is nothing to look at. */
const SHOWN_MAX = 50

export function NewRun() {
  const {name = ''} = useParams()
  const [search] = useSearchParams()
  const version = Number(search.get('version')) || undefined
  const workflow = useQuery({
    queryKey: ['workflow', name, version],
    queryFn: () => good(client.GET('/v1/workflows/{name}', {params: {path: {name}, query: version ? {version} : {}}}))
  })
  if (workflow.isPending) return <Loading what="the workflow" />
  if (workflow.isError) return <Wrong error={workflow.error} what="workflow" retry={() => void workflow.refetch()} />
  return <Form name={name} version={workflow.data.version} inputs={(workflow.data.inputs ?? {}) as Inputs} />
}

function Form({name, version, inputs}: {name: string; version: number; inputs: Inputs}) {
  const go = useNavigate()
  const properties = Object.entries(inputs.properties ?? {})
  const fileInput = properties.find(([, property]) => isFile(property))?.[0]
  const others = properties.filter(([input]) => input !== fileInput)
  const [all, setAll] = useState<Uploaded[]>([])
  const [anyhow, setAnyhow] = useState<ReadonlySet<string>>(new Set())
  const kind = kindOf(inputs.properties?.[fileInput ?? ''])
  const files = useMemo(() => all.filter(file => !misfit(file, kind) || anyhow.has(file.name)), [all, anyhow, kind])
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
      ...(title && {name: title}),
      concurrency: Number(concurrency) || 10,
      priority,
      ...(budget && {budget: Number(budget)}),
      ...(canary && {canary: {items: Number(canary), wait}}),
      items: sheet
        ? rows(sheet, columns, nameFrom, properties, files, shared)
        : fileInput
          ? files.map(file => ({name: file.name, inputs: {...shared, [fileInput]: file.media.asset}}))
          : [{inputs: shared}]
    }
  }, [files, values, title, concurrency, budget, sheet, columns, nameFrom, priority, canary, wait])
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
          {name} v{version}
        </Link>
      </p>
      <h1>New run</h1>
      {fileInput && (
        <Drop
          label={fileInput}
          kind={kind}
          workflow={`${name}@${version}`}
          sending={setSending}
          files={all}
          anyhow={anyhow}
          take={(name, wanted) => {
            const next = new Set(anyhow)
            if (wanted) next.add(name)
            else next.delete(name)
            setAnyhow(next)
            forget()
          }}
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
          <legend>Columns</legend>
          <label>
            Item name from
            <select value={nameFrom} onChange={event => setNameFrom(event.target.value)}>
              <option value="">the line's number</option>
              {sheet.columns.map(column => (
                <option key={column}>{column}</option>
              ))}
            </select>
            {sheet.rows[0] && <span className="small block">The first is called {body.items[0] && 'name' in body.items[0] ? body.items[0].name : ''}</span>}
          </label>
          {properties.map(([input, property]) => (
            <label key={input}>
              {input} from
              <select value={columns[input] ?? ''} onChange={event => setColumns({...columns, [input]: event.target.value})}>
                <option value="">no column</option>
                {sheet.columns.map(column => (
                  <option key={column}>{column}</option>
                ))}
              </select>
              {isFile(property) && <span className="small block">names of the files above</span>}
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
        <legend>The batch</legend>
        <label>
          Name
          <input value={title} maxLength={200} placeholder={name} onChange={event => setTitle(event.target.value)} />
        </label>
        <label>
          Items at once
          <input type="number" min={1} max={4096} value={concurrency} onChange={event => setConcurrency(event.target.value)} required />
        </label>
        <label>
          Budget (may be empty)
          <input type="number" min={0} step="any" value={budget} onChange={event => setBudget(event.target.value)} />
        </label>
        <label>
          Priority
          <select value={priority} onChange={event => setPriority(event.target.value as typeof priority)}>
            <option>high</option>
            <option>normal</option>
            <option>low</option>
          </select>
        </label>
        <label>
          Canary: items that go first
          <input type="number" min={1} max={10000} value={canary} placeholder="none" onChange={event => setCanary(event.target.value)} />
        </label>
        {canary && (
          <label>
            After them
            <select value={String(wait)} onChange={event => setWait(event.target.value === 'true')}>
              <option value="false">go on if all succeeded</option>
              <option value="true">wait for my OK</option>
            </select>
          </label>
        )}
      </fieldset>
      {dry.data && <Forecast of={{...dry.data, problems: dry.data.problems.map(one => named(one, names))}} />}
      {body.items.length > 0 && body.items.length <= SHOWN_MAX && <Curl path="/v1/batches" method="POST" body={body} />}
      <Refused error={withNames(dry.error ?? start.error, names)} />
      <div className="buttons">
        <button className="main" disabled={!ready || start.isPending}>
          {start.isPending ? 'Starting…' : `Start ${plural(body.items.length, 'item')}`}
        </button>
        <button type="button" disabled={!ready || dry.isPending} onClick={() => {
            start.reset()
            dry.mutate()
          }}>
          {dry.isPending ? 'Rehearsing…' : 'Dry run: what would it do and cost?'}
        </button>
      </div>
    </form>
  )
}

/** The same problem, each field with the name of its file. */
const withNames = (error: unknown, names: readonly string[]) =>
  error instanceof Problem ? new Problem(error.status, error.message, error.errors.map(one => named(one, names))) : error
