import {useQuery} from '@tanstack/react-query'
import {Suspense, useEffect, useRef, useState} from 'react'
import {lazily} from '../lazily'
import {Link, useParams, useSearchParams} from 'react-router'
import {client, good, type Workflow} from '../api'
import {useMay} from '../app'
import {Code} from '../code'
import {Curl} from '../curl'
import {Empty, Loading, Status, Wrong} from '../parts'
import {Thumb} from '../pictures'
import {Samples, SamplesLeft} from '../samples'
import {workflows as say} from '../words/workflows'

const NEWEST = 3
const NONE: ReadonlySet<number> = new Set()
const GraphPanel = lazily(() => import('../flow/panel'))
const Difference = lazily(() => import('../flow/difference'))

export function Workflows() {
  const may = useMay('editor')
  const list = useQuery({queryKey: ['workflows'], queryFn: () => good(client.GET('/v1/workflows', {params: {query: {limit: 500}}}))})
  if (list.isPending) return <Loading what={say.workflows} />
  if (list.isError) return <Wrong error={list.error} what={say.listOfWorkflows} retry={() => void list.refetch()} />
  return (
    <>
      <div className="row wrap">
        <h1>{say.workflowsTitle}</h1>
        {may && (
          <Link className="button" to="/console/editor">
            {say.newWorkflow}
          </Link>
        )}
      </div>
      {list.data.items.length === 0 && (
        <>
          <Empty title={say.thereIsNoWorkflowYet}>
            <p>{may ? say.beginWithASample : say.anEditorPublishesThem}</p>
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
            <p>{one.description || say.noDescription}</p>
            <Newest of={one.name} />
          </article>
        ))}
      </div>
      {may && list.data.items.length > 0 && <SamplesLeft />}
      <Curl path="/v1/workflows?limit=500" />
    </>
  )
}

/** The newest pictures that the workflow made, once its card is seen. */
function Newest({of}: {of: string}) {
  const box = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const watch = new IntersectionObserver(all => all.some(one => one.isIntersecting) && setSeen(true))
    watch.observe(box.current!)
    return () => watch.disconnect()
  }, [])
  const found = useQuery({
    queryKey: ['assets', 'newest', of],
    queryFn: () => good(client.GET('/v1/assets', {params: {query: {workflow: of, type: 'image', limit: NEWEST}}})),
    enabled: seen,
    staleTime: 60_000
  })
  return (
    <div ref={box} className="newest">
      {found.data?.items.map(one => (
        <Thumb key={one.asset} of={one} />
      ))}
    </div>
  )
}

function Published({of}: {of: Workflow}) {
  return of.status === 'published' ? <Status of="succeeded" label={say.version(of.version)} /> : <Status of="pending" label={say.draft(of.version)} />
}

const one = (name: string, version?: number) => good(client.GET('/v1/workflows/{name}', {params: {path: {name}, query: version ? {version} : {}}}))

export function WorkflowPage() {
  const {name = ''} = useParams()
  const [search, setSearch] = useSearchParams()
  const version = Number(search.get('version')) || undefined
  const against = Number(search.get('against')) || undefined
  const editor = useMay('editor')
  const operator = useMay('operator')
  const newest = useQuery({queryKey: ['workflow', name], queryFn: () => one(name)})
  const found = useQuery({queryKey: ['workflow', name, version], queryFn: () => one(name, version)})
  if (found.isPending || newest.isPending) return <Loading what={say.theWorkflow} />
  if (found.isError) return <Wrong error={found.error} what={say.workflow} retry={() => void found.refetch()} />
  const shown = found.data
  const versions = newest.data?.version ?? shown.version
  return (
    <>
      <section className="head" aria-label={say.workflowTitle}>
        <p className="small">
          <Link to="/console/workflows">{say.workflowsTitle}</Link>
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
              {say.newRun}
            </Link>
          )}
          {operator && shown.status === 'published' && (
            <Link className="button" to={`/console/workflows/${name}/app?version=${shown.version}`}>
              {say.asAnApp}
            </Link>
          )}
          {editor && shown.status === 'draft' && (
            <Link className="button main" to={`/console/workflows/${name}/edit?version=${shown.version}`}>
              {say.tryAndPublish}
            </Link>
          )}
          {editor && (
            <Link className="button" to={`/console/workflows/${name}/edit?version=${shown.version}`}>
              {say.edit}
            </Link>
          )}
          <label className="inline">
            {say.versionTitle}
            <select value={shown.version} onChange={event => setSearch({version: event.target.value, ...(against && {against: String(against)})})}>
              {Array.from({length: versions}, (_, at) => versions - at).map(at => (
                <option key={at}>{at}</option>
              ))}
            </select>
          </label>
          {versions > 1 && (
            <label className="inline">
              {say.comparedWith}
              <select value={against ?? ''} onChange={event => setSearch({version: String(shown.version), ...(event.target.value && {against: event.target.value})})}>
                <option value="">{say.nothing}</option>
                {Array.from({length: versions}, (_, at) => versions - at)
                  .filter(at => at !== shown.version)
                  .map(at => (
                    <option key={at}>{at}</option>
                  ))}
              </select>
            </label>
          )}
          <span className="small">{say.saved(shown.created_at)}</span>
        </div>
      </section>
      {against && <Compared name={name} version={against} after={shown.source ?? ''} />}
      <section className="block-of" aria-label={say.graph} hidden={!!against}>
        <Suspense fallback={<Loading what={say.theGraph} />}>
          <GraphPanel key={`${shown.name} ${shown.version}`} source={shown.source ?? ''} />
        </Suspense>
      </section>
      <section className="source" aria-label={say.source} hidden={!!against}>
        <Code text={shown.source ?? ''} wrong={NONE} />
      </section>
      <Curl path={`/v1/workflows/${shown.name}?version=${shown.version}`} />
    </>
  )
}

/** What is different from an other version. */
function Compared({name, version, after}: {name: string; version: number; after: string}) {
  const other = useQuery({queryKey: ['workflow', name, version], queryFn: () => one(name, version)})
  if (other.isPending) return <Loading what={say.theOtherVersion} />
  if (other.isError) return <Wrong error={other.error} what={say.versionWord} retry={() => void other.refetch()} />
  return (
    <section className="block-of" aria-label={say.whatIsDifferentFromVersion(version)}>
      <Suspense fallback={<Loading what={say.theDifference} />}>
        <Difference before={other.data.source ?? ''} after={after} />
      </Suspense>
    </section>
  )
}
