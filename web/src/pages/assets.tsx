import {useQuery} from '@tanstack/react-query'
import {Link, useParams, useSearchParams} from 'react-router'
import {client, good} from '../api'
import {Curl} from '../curl'
import {Empty, Fact, Loading, Wrong} from '../parts'
import {isPicture, Save, Thumb} from '../pictures'
import {Viewer} from '../viewer'
import {bytesOf, plural} from '../words'

const KINDS = ['image', 'video', 'audio', 'other'] as const
type Kind = (typeof KINDS)[number]
const LIMIT = 500
const kindOf = (type: string): Kind => KINDS.find(kind => type.startsWith(kind + '/')) ?? 'other'

/** The newest files, by kind. */
export function Assets() {
  const [search, setSearch] = useSearchParams()
  const kind = KINDS.find(one => one === search.get('type'))
  const found = useQuery({queryKey: ['assets'], queryFn: () => good(client.GET('/v1/assets', {params: {query: {limit: LIMIT}}}))})
  if (found.isPending) return <Loading what="assets" />
  if (found.isError) return <Wrong error={found.error} what="list of assets" retry={() => void found.refetch()} />
  const all = found.data.items
  const shown = kind ? all.filter(one => kindOf(one.type) === kind) : all
  return (
    <>
      <h1>Assets</h1>
      {all.length === 0 ? (
        <Empty title="There is no file yet">
          <p>Files that you give to runs, and those that come out of them, are kept here, each once.</p>
        </Empty>
      ) : (
        <>
          <div className="chips kinds" role="group" aria-label="Which files">
            <button aria-pressed={!kind} onClick={() => setSearch({})}>
              All {all.length === LIMIT ? `(the newest ${LIMIT})` : all.length}
            </button>
            {KINDS.filter(one => one === kind || all.some(asset => kindOf(asset.type) === one)).map(one => (
              <button key={one} aria-pressed={kind === one} onClick={() => setSearch({type: one})}>
                {one} {all.filter(asset => kindOf(asset.type) === one).length}
              </button>
            ))}
          </div>
          <ul className="assets">
            {shown.map(one => (
              <li key={one.asset}>
                <Link to={`/console/asset/${one.asset}`} className="cell">
                  <span className="shot">{isPicture(one) ? <Thumb of={one} /> : <span className="thumb none">{one.type}</span>}</span>
                  <span className="row">
                    <span className="clip">{one.name ?? one.asset.slice(7, 19)}</span>
                    <span className="small">{bytesOf(one.bytes)}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <Curl path={`/v1/assets?limit=${LIMIT}`} />
    </>
  )
}

type Origin = {asset: string; run: string; step: string}

/** One file, what it was made from and what was made of it. */
export function AssetPage() {
  const {sha = ''} = useParams()
  const found = useQuery({queryKey: ['asset', sha], queryFn: () => good(client.GET('/v1/assets/{sha256}', {params: {path: {sha256: sha}}}))})
  if (found.isPending) return <Loading what="the asset" />
  if (found.isError) return <Wrong error={found.error} what="asset" retry={() => void found.refetch()} />
  const asset = found.data
  return (
    <>
      <section className="head" aria-label="Asset">
        <p className="small">
          <Link to="/console/assets">Assets</Link>
        </p>
        <div className="row wrap">
          <h1>{asset.name ?? asset.asset.slice(7, 19)}</h1>
          <Save of={asset} />
        </div>
        <dl className="facts">
          <Fact name="type">{asset.type}</Fact>
          <Fact name="size">{bytesOf(asset.bytes)}</Fact>
          {asset.width !== undefined && (
            <Fact name="pixels">
              {asset.width} × {asset.height}
            </Fact>
          )}
        </dl>
        <p className="small text">{asset.asset}</p>
      </section>
      {isPicture(asset) && <Viewer after={asset} label={asset.name ?? 'The picture'} />}
      <div className="values">
        <Line title="Made from" of={asset.sources} none="Nothing: it was given." />
        <Line title="Went into" of={asset.products} none="Nothing yet." />
      </div>
      <Curl path={`/v1/assets/${asset.asset}`} />
    </>
  )
}

function Line({title, of = [], none}: {title: string; of?: Origin[] | undefined; none: string}) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {of.length === 0 ? <p className="note">{none}</p> : <p className="small">{plural(of.length, 'time')}, at most the newest 100</p>}
      <ul className="origins">
        {of.map(one => (
          <li key={`${one.asset} ${one.run} ${one.step}`}>
            <Link to={`/console/asset/${one.asset}`} aria-label={`Asset ${one.asset.slice(7, 19)}`}>
              <Thumb of={one} size={128} />
            </Link>
            <span>
              at <strong>{one.step}</strong> <Link to={`/console/runs/${one.run}`}>of this item</Link>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
