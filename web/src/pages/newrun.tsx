import {useMutation, useQuery} from '@tanstack/react-query'
import {type DragEvent, useMemo, useState} from 'react'
import {Link, useNavigate, useParams, useSearchParams} from 'react-router'
import {client, good, once, Problem, upload} from '../api'
import {match, type Table, table} from '../csv'
import {itemName, kindOf, misfit, nameColumn, named, stem, type Uploaded} from '../files'
import {Forecast} from '../batch/forecast'
import {Preview} from '../chosenfile'
import {Curl} from '../curl'
import {Field, type Inputs, isFile, type Property, typed} from '../inputs'
import {Loading, Refused, Wrong} from '../parts'
import {count, plural} from '../words'

const FILES_MAX = 1000
const ROWS_MAX = 10_000
const TILES_MAX = 60
/** Known to browsers, not to React's types. */
const WHOLE_FOLDER = {webkitdirectory: ''}
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
  const ready = body.items.length > 0
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

type Dropped = {
  label: string
  kind: string | undefined
  files: Uploaded[]
  anyhow: ReadonlySet<string>
  take: (name: string, anyhow: boolean) => void
  change: (files: Uploaded[]) => void
}

/** Files become assets at once, three at a time, and one item each. */
function Drop({label, kind, files, anyhow, take: takeAnyhow, change}: Dropped) {
  // the fields are new ones once a file was taken away, so that it can be chosen again
  const [round, setRound] = useState(0)
  const [left, setLeft] = useState(0)
  const [error, setError] = useState<unknown>()
  const [over, setOver] = useState(false)

  async function take(given: File[]) {
    setError(undefined)
    const wanted = given.slice(0, FILES_MAX - files.length)
    if (wanted.length < given.length) setError(new Problem(422, `At most ${FILES_MAX} files here; use the API for more.`))
    setLeft(wanted.length)
    const done: Uploaded[] = []
    const names = new Set(files.map(one => one.name.toLowerCase()))
    const queue = [...wanted]
    async function work() {
      for (let file = queue.shift(); file; file = queue.shift()) {
        try {
          const asset = await upload(file, file.name)
          done.push({name: itemName(stem(file.name), names), file: file.name, media: asset})
        } catch (failure) {
          setError(failure)
        }
        setLeft(queue.length)
      }
    }
    await Promise.all([work(), work(), work()])
    setLeft(0)
    change([...files, ...done])
  }
  function without(gone: Uploaded[]) {
    setError(undefined)
    setRound(round + 1)
    change(files.filter(file => !gone.includes(file)))
  }
  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void take([...event.dataTransfer.files])
  }
  const leftOut = files.filter(file => misfit(file, kind) && !anyhow.has(file.name))
  const shown = [...files].sort((one, two) => Number(!!misfit(two, kind)) - Number(!!misfit(one, kind)))
  return (
    <div
      className={`drop ${over ? 'over' : ''}`}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label>
        <strong>{label}</strong>: drop files here, or choose them. Each becomes an item.
        <input key={round} type="file" multiple onChange={event => void take([...(event.target.files ?? [])])} />
      </label>
      <label>
        Or all files of a folder:
        <input key={round} type="file" {...WHOLE_FOLDER} onChange={event => void take([...(event.target.files ?? [])].filter(file => !file.name.startsWith('.')))} />
      </label>
      {left > 0 && <p role="status">Uploading, {plural(left, 'file')} to go…</p>}
      <Refused error={error} />
      {files.length > 0 && (
        <>
          <p className="row">
            <span role="status">
              {plural(files.length - leftOut.length, 'file')} ready
              {leftOut.length > 0 && `, ${count(leftOut.length)} left out`}
            </span>
            <button type="button" className="quiet" onClick={() => without(files)}>
              Take all away
            </button>
          </p>
          <ul className="strip tiles">
            {shown.slice(0, TILES_MAX).map(file => (
              <li key={file.name} className={leftOut.includes(file) ? 'off' : ''}>
                <Preview of={file.media} />
                <span className="row">
                  <span className="small clip" title={file.file}>
                    {file.file}
                  </span>
                  <button type="button" className="quiet" aria-label={`Leave out ${file.file}`} title="Leave out" onClick={() => without([file])}>
                    ×
                  </button>
                </span>
                {misfit(file, kind) && (
                  <>
                    <span className="small mistake">{misfit(file, kind)}: left out unless you change it</span>
                    <label className="inline small">
                      <input type="checkbox" checked={anyhow.has(file.name)} onChange={event => takeAnyhow(file.name, event.target.checked)} aria-label={`Take ${file.file} all the same`} />
                      take it all the same
                    </label>
                  </>
                )}
              </li>
            ))}
          </ul>
          {shown.length > TILES_MAX && <p className="small">and {count(shown.length - TILES_MAX)} more</p>}
        </>
      )}
    </div>
  )
}

/** A table whose lines are items. */
function Sheet({sheet, change}: {sheet: Table | undefined; change: (sheet: Table | undefined) => void}) {
  const [error, setError] = useState<unknown>()
  async function take(file: File | undefined) {
    if (!file) return
    setError(undefined)
    const found = table(await file.text())
    if (found.rows.length === 0) setError(new Problem(422, 'This table has no line below the names of its columns.'))
    else if (found.rows.length > ROWS_MAX) setError(new Problem(422, `At most ${ROWS_MAX} lines here; more go as JSON lines to POST /v1/batches.`))
    else change(found)
  }
  return (
    <div className="drop">
      <label>
        <strong>A table (CSV)</strong>, if each line is to be an item:
        <input type="file" accept=".csv,text/csv" onChange={event => void take(event.target.files?.[0])} />
      </label>
      <Refused error={error} />
      {sheet && (
        <p className="row">
          <span role="status">{plural(sheet.rows.length, 'line')} read</span>
          <button type="button" className="quiet" onClick={() => change(undefined)}>
            Without the table
          </button>
        </p>
      )}
    </div>
  )
}

/** Items of the lines of a table; a file is meant by its name, an asset by its id. */
function rows(sheet: Table, columns: Record<string, string>, nameFrom: string, properties: [string, Property][], files: Uploaded[], shared: Record<string, unknown>) {
  const byName = new Map(files.flatMap(one => [[one.file, one.media.asset] as const, [stem(one.file), one.media.asset] as const]))
  const names = new Set<string>()
  return sheet.rows.map((row, at) => {
    const own = properties.flatMap(([input, property]) => {
      const cell = columns[input] ? row[columns[input]] : undefined
      if (cell === undefined || cell === '') return []
      return [[input, isFile(property) ? (byName.get(cell) ?? cell) : typed(property, cell)]]
    })
    return {name: itemName((nameFrom && row[nameFrom]) || `line-${at + 1}`, names), inputs: {...shared, ...Object.fromEntries(own)}}
  })
}
