import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {useState} from 'react'
import {Link, useParams, useSearchParams} from 'react-router'
import {client, good, once, type Run} from '../api'
import {useMay} from '../app'
import {stateOf} from '../batch/standing'
import {Curl} from '../curl'
import {useEvents} from '../events'
import {FileField} from '../filefield'
import {withFile} from '../files'
import {Field, type Inputs, isFile, typed} from '../inputs'
import type {Media} from '../media'
import {Empty, Loading, Refused, Status, Wrong} from '../parts'
import {media, pictures, Save, Thumb} from '../pictures'
import {cost, duration} from '../words'
import {workflows as say} from '../words/workflows'

const workflow = (name: string, version?: number) => good(client.GET('/v1/workflows/{name}', {params: {path: {name}, query: version ? {version} : {}}}))

/** The wanted version, or the newest one that is published: a draft may lie over it. */
async function published(name: string, version: number | undefined) {
  const found = await workflow(name, version)
  return found.status === 'draft' && !version && found.version > 1 ? workflow(name, found.version - 1) : found
}

/** A workflow as a small app: what goes in, one button, and what came out. */
export function AppView() {
  const {name = ''} = useParams()
  const [search, setSearch] = useSearchParams()
  const version = Number(search.get('version')) || undefined
  const batch = search.get('batch') ?? undefined
  const may = useMay('operator')
  const found = useQuery({queryKey: ['app', name, version], queryFn: () => published(name, version)})
  const [values, setValues] = useState<Record<string, string>>({})
  const [files, setFiles] = useState<Record<string, Media>>({})
  const inputs = (found.data?.inputs ?? {}) as Inputs
  const properties = Object.entries(inputs.properties ?? {})
  const given = Object.fromEntries(
    properties.flatMap(([input, property]) => {
      const value = isFile(property) ? files[input]?.asset : values[input] ? typed(property, values[input]) : undefined
      return value === undefined ? [] : [[input, value]]
    })
  )
  const needed = (input: string) => !!inputs.required?.includes(input)
  const missing = properties.filter(([input, property]) => needed(input) && property.default === undefined && !(input in given)).map(([input]) => input)
  const body = {workflow: name, ...(found.data && {version: found.data.version}), items: [{inputs: given}]}
  const start = useMutation({
    mutationFn: () => good(client.POST('/v1/batches', {params: once(), body})),
    onSuccess: made => setSearch({...(version && {version: String(version)}), batch: made.id})
  })
  if (found.isPending) return <Loading what={say.theApp} />
  if (found.isError) return <Wrong error={found.error} what={say.workflow} retry={() => void found.refetch()} />
  if (found.data.status !== 'published') {
    return (
      <Empty title={say.thisIsNotPublishedYet} page>
        <p>{say.publishedCanBeUsed}</p>
        <Link to={`/console/workflows/${name}/edit?version=${found.data.version}`}>{say.toTheEditor}</Link>
      </Empty>
    )
  }
  return (
    <div className="appview">
      <p className="small">
        <Link to={`/console/workflows/${name}?version=${found.data.version}`}>{name}</Link> {say.ofVersion(found.data.version)}
      </p>
      <h1>{name}</h1>
      <p>{found.data.description}</p>
      {may ? (
        <form
          className="card"
          aria-label={say.inputs}
          onSubmit={event => {
            event.preventDefault()
            start.mutate()
          }}
        >
          {properties.map(([input, property]) =>
            isFile(property) ? (
              <FileField
                key={input}
                name={input}
                property={property}
                note={needed(input) ? undefined : say.mayBeLeftOut}
                file={files[input]}
                change={file => setFiles(withFile(files, input, file))}
                {...(!needed(input) && {away: say.leaveItOut})}
              />
            ) : (
              <Field key={input} name={input} property={property} required={needed(input)} value={values[input] ?? ''} change={value => setValues({...values, [input]: value})} />
            )
          )}
          <div className="buttons">
            <button className="main" disabled={start.isPending || missing.length > 0}>
              {start.isPending ? say.starting : say.run}
            </button>
            {missing.length > 0 && <span className="small">{say.needs(missing.join(', '))}</span>}
          </div>
          <Refused error={start.error} />
          <Curl path="/v1/batches" method="POST" body={body} />
        </form>
      ) : (
        <p className="note">{say.mayOnlyLook}</p>
      )}
      {batch && <Result key={batch} batch={batch} />}
    </div>
  )
}

/** What came of one run, as it comes. */
function Result({batch}: {batch: string}) {
  const queries = useQueryClient()
  const key = ['appresult', batch]
  const found = useQuery({
    queryKey: key,
    queryFn: async () => {
      const page = await good(client.GET('/v1/batches/{id}/items', {params: {path: {id: batch}, query: {limit: 1}}}))
      return good(client.GET('/v1/runs/{id}', {params: {path: {id: page.items[0]!.id}}}))
    }
  })
  useEvents(batch, () => void queries.invalidateQueries({queryKey: key}))
  if (found.isPending) return <Loading what={say.theResult} />
  if (found.isError) return <Wrong error={found.error} what={say.result} retry={() => void found.refetch()} />
  const run = found.data
  return (
    <section className="results" aria-label={say.resultTitle}>
      <div className="row wrap" role="status">
        <Status of={stateOf(run)} />
        <span className="small">
          {run.duration_ms !== undefined && duration(run.duration_ms)}
          {(run.cost ?? 0) > 0 && ` · ${cost(run.cost!)}`} · <Link to={`/console/runs/${run.id}`}>{say.lookCloser}</Link>
        </span>
      </div>
      {run.failure && (
        <p className="banner bad">
          {run.failed_step && <strong>{run.failed_step}: </strong>}
          {run.failure.message}
        </p>
      )}
      {run.status === 'waiting' && (
        <p className="banner">
          <Status of="waiting" label={say.itWaitsForPeople} /> <Link to={`/console/review?batch=${run.batch}`}>{say.decide}</Link>
        </p>
      )}
      <Outputs of={run} />
    </section>
  )
}

function Outputs({of}: {of: Run}) {
  const seen = new Set<string>()
  const files = media(of.outputs).filter(one => !seen.has(one.asset) && seen.add(one.asset))
  const shown = new Set(pictures(of.outputs).map(one => one.asset))
  const words = Object.entries(of.outputs).filter(([, value]) => media(value).length === 0)
  return (
    <>
      <div className="made">
        {files.map(one => (
          <figure key={one.asset}>
            {shown.has(one.asset) ? <Thumb of={one} size={1024} label={one.name ?? say.resultTitle} /> : <Thumb of={one} />}
            <figcaption className="row">
              <span className="clip small">{one.name ?? one.type}</span>
              <Save of={one} />
            </figcaption>
          </figure>
        ))}
      </div>
      {words.length > 0 && (
        <dl className="list">
          {words.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="text">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
