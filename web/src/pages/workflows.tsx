import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {lazy, Suspense, useEffect, useState} from 'react'
import {Link, useNavigate, useParams, useSearchParams} from 'react-router'
import {client, good, once, type Workflow} from '../api'
import {useMay} from '../app'
import {Curl} from '../curl'
import {Empty, Loading, Refused, Status, Wrong} from '../parts'
import {Samples} from '../samples'
import {moment, plural} from '../words'

const GraphPanel = lazy(() => import('../flow/panel'))
const NEW = `name: small
description: A smaller picture for the web
inputs:
  photo: image
steps:
  resize:
    uses: image.resize
    with: {image: "\${{ inputs.photo }}", width: 640}
outputs:
  image: \${{ steps.resize.image }}
`

export function Workflows() {
  const may = useMay('editor')
  const [making, setMaking] = useState(false)
  const list = useQuery({queryKey: ['workflows'], queryFn: () => good(client.GET('/v1/workflows', {params: {query: {limit: 500}}}))})
  if (list.isPending) return <Loading what="workflows" />
  if (list.isError) return <Wrong error={list.error} what="list of workflows" retry={() => void list.refetch()} />
  return (
    <>
      <div className="row wrap">
        <h1>Workflows</h1>
        {may && !making && <button onClick={() => setMaking(true)}>New workflow</button>}
      </div>
      {making && <Source source={NEW} done={() => setMaking(false)} />}
      {list.data.items.length === 0 && !making && (
        <>
          <Empty title="There is no workflow yet">
            <p>{may ? 'Begin with a sample, or write one: it is one small file.' : 'An editor publishes them.'}</p>
          </Empty>
          {may && <Samples />}
        </>
      )}
      <div className="cards">
        {list.data.items.map(one => (
          <article key={one.name} className="card">
            <div className="row">
              <h2>
                <Link to={`/console/workflows/${one.name}`}>{one.name}</Link>
              </h2>
              <Published of={one} />
            </div>
            <p>{one.description || 'No description.'}</p>
          </article>
        ))}
      </div>
    </>
  )
}

function Published({of}: {of: Workflow}) {
  return of.status === 'published' ? <Status of="succeeded" label={`version ${of.version}`} /> : <Status of="pending" label={`draft ${of.version}`} />
}

const one = (name: string, version?: number) => good(client.GET('/v1/workflows/{name}', {params: {path: {name}, query: version ? {version} : {}}}))

export function WorkflowPage() {
  const {name = ''} = useParams()
  const [search, setSearch] = useSearchParams()
  const version = Number(search.get('version')) || undefined
  const editor = useMay('editor')
  const operator = useMay('operator')
  const queries = useQueryClient()
  const newest = useQuery({queryKey: ['workflow', name], queryFn: () => one(name)})
  const found = useQuery({queryKey: ['workflow', name, version], queryFn: () => one(name, version)})
  const publish = useMutation({
    mutationFn: (wanted: number) => good(client.POST('/v1/workflows/{name}/versions/{version}/publish', {params: {path: {name, version: wanted}}})),
    onSuccess: () => void queries.invalidateQueries({queryKey: ['workflow', name]})
  })
  if (found.isPending || newest.isPending) return <Loading what="the workflow" />
  if (found.isError) return <Wrong error={found.error} what="workflow" retry={() => void found.refetch()} />
  const shown = found.data
  const versions = newest.data?.version ?? shown.version
  return (
    <>
      <section className="head" aria-label="Workflow">
        <p className="small">
          <Link to="/console/workflows">Workflows</Link>
        </p>
        <div className="row wrap">
          <div>
            <h1>{shown.name}</h1>
            <p>{shown.description}</p>
          </div>
          <Published of={shown} />
        </div>
        <div className="buttons">
          {operator && shown.status === 'published' && (
            <Link className="button main" to={`/console/workflows/${name}/run?version=${shown.version}`}>
              New run
            </Link>
          )}
          {editor && shown.status === 'draft' && (
            <button className="main" onClick={() => publish.mutate(shown.version)}>
              Publish version {shown.version}
            </button>
          )}
          <label className="inline">
            Version
            <select value={shown.version} onChange={event => setSearch({version: event.target.value})}>
              {Array.from({length: versions}, (_, at) => versions - at).map(at => (
                <option key={at}>{at}</option>
              ))}
            </select>
          </label>
          <span className="small">saved {moment(shown.created_at)}</span>
        </div>
        <Refused error={publish.error} />
      </section>
      <section className="block-of" aria-label="Graph">
        <Suspense fallback={<Loading what="the graph" />}>
          <GraphPanel key={`${shown.name} ${shown.version}`} source={shown.source ?? ''} />
        </Suspense>
      </section>
      <Source key={`${shown.name} ${shown.version}`} source={shown.source ?? ''} />
      <Curl path={`/v1/workflows/${shown.name}?version=${shown.version}`} />
    </>
  )
}

/** The file, checked as it is written, and saved as a draft. */
function Source({source, done}: {source: string; done?: () => void}) {
  const may = useMay('editor')
  const go = useNavigate()
  const queries = useQueryClient()
  const [text, setText] = useState(source)
  const [checked, setChecked] = useState(source)
  useEffect(() => {
    const timer = setTimeout(() => setChecked(text), 300)
    return () => clearTimeout(timer)
  }, [text])
  const verdict = useQuery({
    queryKey: ['validate', checked],
    queryFn: () => good(client.POST('/v1/workflows/validate', {body: {source: checked}})),
    enabled: may && checked.length > 0
  })
  const save = useMutation({
    mutationFn: () => good(client.POST('/v1/workflows', {params: once(), body: {source: text}})),
    onSuccess: saved => {
      void queries.invalidateQueries({queryKey: ['workflows']})
      void queries.invalidateQueries({queryKey: ['workflow', saved.name]})
      void go(`/console/workflows/${saved.name}?version=${saved.version}`)
      done?.()
    }
  })
  const lines = text.split('\n')
  const problems = verdict.data?.problems ?? []
  const wrong = new Set(problems.map(problem => problem.line))
  return (
    <section className="source" aria-label="Source">
      <div className="editor">
        <ol aria-hidden="true">
          {lines.map((_, at) => (
            <li key={at} className={wrong.has(at + 1) ? 'wrong' : ''} />
          ))}
        </ol>
        <textarea
          aria-label="The workflow file"
          value={text}
          readOnly={!may}
          rows={lines.length}
          spellCheck={false}
          wrap="off"
          onChange={event => setText(event.target.value)}
        />
      </div>
      {may && (
        <>
          <div role="status" className="verdict">
            {!verdict.data ? null : problems.length === 0 ? <Status of="succeeded" label="No mistakes" /> : <Status of="failed" label={plural(problems.length, 'mistake')} />}
          </div>
          <ul className="problems">
            {problems.map(problem => (
              <li key={`${problem.line} ${problem.column} ${problem.message}`}>
                <strong>line {problem.line}</strong> <code>{problem.field}</code> {problem.message}
              </li>
            ))}
          </ul>
          {(text !== source || done) && (
            <div className="buttons">
              <button className="main" disabled={!verdict.data?.valid || save.isPending} onClick={() => save.mutate()}>
                Save as draft
              </button>
              <button onClick={() => (done ? done() : setText(source))}>Discard</button>
            </div>
          )}
          <Refused error={save.error} />
        </>
      )}
    </section>
  )
}
