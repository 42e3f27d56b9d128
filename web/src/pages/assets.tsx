import {useInfiniteQuery, useQuery} from '@tanstack/react-query'
import {useEffect, useState} from 'react'
import {Link, useParams, useSearchParams} from 'react-router'
import {type Asset, client, good, Problem} from '../api'
import {Curl} from '../curl'
import {Empty, Fact, Loading, Refused, Wrong} from '../parts'
import {isPicture, Save, Thumb} from '../pictures'
import {Viewer} from '../viewer'
import {bytesOf, far, } from '../words'
import {assets as say} from '../words/assets'

const KINDS = ['image', 'video', 'audio', 'application', 'text'] as const
const PAGE = 60
const ALIKE = 12
const LOOK_MS = 2000
const LOOKS_AWAITED = 15
const TEXTS = ['name', 'hash', 'workflow', 'step'] as const
const NUMBERS = ['bytes_min', 'width_min'] as const
type Name = keyof typeof say.fields | 'like' | 'colour'
const KB = 1024
const HEX = /^[0-9a-f]{6}$/i

/** What the address says is looked for, as the API takes it. */
function queryOf(search: URLSearchParams) {
  const texts = [...TEXTS, 'type' as const].flatMap(name => (search.get(name) ? [[name, search.get(name)!] as const] : []))
  const numbers = NUMBERS.flatMap(name => (Number(search.get(name)) > 0 ? [[name, Number(search.get(name)) * (name === 'bytes_min' ? KB : 1)] as const] : []))
  const looks = [search.get('like') && (['like', search.get('like')!] as const), HEX.test(search.get('colour') ?? '') && (['colour', search.get('colour')!] as const)].filter(one => !!one)
  return Object.fromEntries([...texts, ...numbers, ...looks]) as Partial<Record<Exclude<Name, 'bytes_min' | 'width_min'>, string>> & Partial<Record<'bytes_min' | 'width_min', number>>
}

/** All files, newest first, found by what they are and by what made them; the server searches. */
export function Assets() {
  const [search, setSearch] = useSearchParams()
  const query = queryOf(search)
  const sought = Object.keys(query).length > 0
  const found = useInfiniteQuery({
    queryKey: ['assets', query],
    queryFn: ({pageParam}) => good(client.GET('/v1/assets', {params: {query: {...query, limit: PAGE, ...(pageParam && {after: pageParam})}}})),
    initialPageParam: '',
    getNextPageParam: last => last.next
  })
  const set = (name: Name, value: string) => {
    const next = new URLSearchParams(search)
    if (value.trim()) next.set(name, value.trim())
    else next.delete(name)
    setSearch(next, {replace: true})
  }
  const notCompared = found.data?.pages[0]?.not_compared ?? 0
  const shown = found.data?.pages.flatMap(page => page.items) ?? []
  const asked = new URLSearchParams(Object.entries({...query, limit: PAGE}).map(([name, value]) => [name, String(value)]))
  return (
    <>
      <h1>{say.assets}</h1>
      <form role="search" className="across finder" onSubmit={event => event.preventDefault()}>
        <label>
          {say.fields.type}
          <select value={search.get('type') ?? ''} onChange={event => set('type', event.target.value)}>
            <option value="">{say.any}</option>
            {KINDS.map(one => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        {[...TEXTS, ...NUMBERS].map(name => (
          <Sought key={name} name={name} value={search.get(name) ?? ''} set={set} />
        ))}
        <Colour value={query.colour} set={set} />
        {sought && (
          <button type="button" onClick={() => setSearch({}, {replace: true})}>
            {say.showAll}
          </button>
        )}
      </form>
      {query.like && (
        <p className="row wrap likeness">
          <Link to={`/console/asset/${query.like}`} aria-label={say.pictureTheyLookLike}>
            <Thumb of={{asset: query.like}} size={128} />
          </Link>
          <span className="grow">{say.nearestFirst}</span>
          <button type="button" onClick={() => set('like', '')}>
            {say.whateverItLooksLike}
          </button>
        </p>
      )}
      {notCompared > 0 && (
        <p className="note" role="status">
          {say.notCompared(notCompared)}
        </p>
      )}
      {found.isPending ? (
        <Loading what={say.assetsWord} />
      ) : found.isError && shown.length === 0 ? (
        found.error instanceof Problem && [400, 409].includes(found.error.status) ? <Refused error={found.error} /> : <Wrong error={found.error} what={say.listOfAssets} retry={() => void found.refetch()} />
      ) : shown.length === 0 && !found.hasNextPage ? (
        <Empty title={sought ? say.noFileIsLikeThat : say.thereIsNoFileYet}>
          <p>{sought ? say.askForLessOrShowAll : say.whatIsKept}</p>
        </Empty>
      ) : (
        <>
          <ul className="assets">
            {shown.map(one => (
              <Cell key={one.asset} of={one} />
            ))}
          </ul>
          <p className="row wrap" role="status">
            <span className="small">
              {say.files(shown.length)}
              {found.hasNextPage ? say.soFar : ''}
            </span>
            {found.hasNextPage && (
              <button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {found.isFetchingNextPage ? say.loading : say.more}
              </button>
            )}
          </p>
        </>
      )}
      <Curl path={`/v1/assets?${asked}`} />
    </>
  )
}

function Cell({of}: {of: Asset}) {
  return (
    <li>
      <Link to={`/console/asset/${of.asset}`} className="cell">
        <span className="shot">{isPicture(of) ? <Thumb of={of} /> : <span className="thumb none">{of.type}</span>}</span>
        <span className="row">
          <span className="clip">{of.name ?? of.asset.slice(7, 19)}</span>
          <span className="small">{of.distance === undefined ? bytesOf(of.bytes) : far(of.distance)}</span>
        </span>
      </Link>
    </li>
  )
}

/** A colour that pictures are to have; nothing of the kind until one is chosen. */
function Colour({value, set}: {value: string | undefined; set: (name: Name, value: string) => void}) {
  const [shown, setShown] = useState(value ?? '888888')
  useEffect(() => {
    if (value) setShown(value)
  }, [value])
  useEffect(() => {
    if (shown === (value ?? '888888')) return
    const timer = setTimeout(() => set('colour', shown), 300)
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <label className={value ? 'swatch' : 'swatch none'}>
      {say.ofThisColour}
      <span className="row">
        <input type="color" value={`#${shown}`} onChange={event => setShown(event.target.value.slice(1))} />
        {value ? (
          <button type="button" className="quiet" onClick={() => set('colour', '')}>
            {say.any}
          </button>
        ) : (
          <span className="small">{say.any}</span>
        )}
      </span>
    </label>
  )
}

/** What is typed counts a moment after the last key. */
function Sought({name, value, set}: {name: (typeof TEXTS)[number] | (typeof NUMBERS)[number]; value: string; set: (name: Name, value: string) => void}) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => set(name, text), 300)
    return () => clearTimeout(timer)
  }, [text])
  const figure = NUMBERS.some(one => one === name)
  return (
    <label>
      {say.fields[name]}
      <input type={figure ? 'number' : 'search'} min={figure ? 1 : undefined} value={text} onChange={event => setText(event.target.value)} />
    </label>
  )
}

type Origin = {asset: string; run: string; step: string}

/** One file, what it was made from and what was made of it. */
export function AssetPage() {
  const {sha = ''} = useParams()
  const found = useQuery({
    queryKey: ['asset', sha],
    queryFn: () => good(client.GET('/v1/assets/{sha256}', {params: {path: {sha256: sha}}})),
    // one that has just come is looked at soon
    refetchInterval: query => (query.state.data && isPicture(query.state.data) && !query.state.data.colours && query.state.dataUpdateCount < LOOKS_AWAITED ? LOOK_MS : false)
  })
  if (found.isPending) return <Loading what={say.theAsset} />
  if (found.isError) return <Wrong error={found.error} what={say.asset} retry={() => void found.refetch()} />
  const asset = found.data
  return (
    <>
      <section className="head" aria-label={say.assetTitle}>
        <p className="small">
          <Link to="/console/assets">{say.assets}</Link>
        </p>
        <div className="row wrap">
          <h1>{asset.name ?? asset.asset.slice(7, 19)}</h1>
          <Save of={asset} />
        </div>
        <dl className="facts">
          <Fact name={say.type}>{asset.type}</Fact>
          <Fact name={say.size}>{bytesOf(asset.bytes)}</Fact>
          {asset.width !== undefined && (
            <Fact name={say.pixels}>
              {asset.width} × {asset.height}
            </Fact>
          )}
        </dl>
        <p className="small text">{asset.asset}</p>
      </section>
      {isPicture(asset) && <Viewer after={asset} label={asset.name ?? say.thePicture} />}
      {asset.colours && <Looks of={asset.asset} colours={asset.colours} />}
      <div className="values">
        <Line title={say.madeFrom} of={asset.sources} none={say.nothingItWasGiven} />
        <Line title={say.wentInto} of={asset.products} none={say.nothingYet} />
      </div>
      <Curl path={`/v1/assets/${asset.asset}`} />
    </>
  )
}

/** Its main colours, and the pictures that look like it. */
function Looks({of, colours}: {of: string; colours: {colour: string; share: number}[]}) {
  const found = useQuery({queryKey: ['assets', 'like', of], queryFn: () => good(client.GET('/v1/assets', {params: {query: {like: of, limit: ALIKE}}}))})
  const alike = found.data?.items ?? []
  return (
    <section aria-labelledby="looks" className="looks">
      <h2 id="looks">{say.looksLikeThis}</h2>
      <ul className="colours" aria-label={say.mainColours}>
        {colours.map(one => (
          <li key={one.colour}>
            <Link to={`/console/assets?colour=${one.colour.slice(1)}`} className="small">
              <i style={{background: one.colour}} aria-hidden="true" />
              {one.colour} {Math.round(one.share * 100)} %
            </Link>
          </li>
        ))}
      </ul>
      <Refused error={found.error} />
      {found.data && alike.length === 0 && <p className="note">{say.noOtherPictureDoes}</p>}
      <ul className="assets">
        {alike.map(one => (
          <Cell key={one.asset} of={one} />
        ))}
      </ul>
      {alike.length === ALIKE && <Link to={`/console/assets?like=${of}`}>{say.allThatLookLikeThis}</Link>}
    </section>
  )
}

function Line({title, of = [], none}: {title: string; of?: Origin[] | undefined; none: string}) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {of.length === 0 ? <p className="note">{none}</p> : <p className="small">{say.times(of.length)}</p>}
      <ul className="origins">
        {of.map(one => (
          <li key={`${one.asset} ${one.run} ${one.step}`}>
            <Link to={`/console/asset/${one.asset}`} aria-label={say.assetNamed(one.asset.slice(7, 19))}>
              <Thumb of={one} size={128} />
            </Link>
            <span>
              {say.at} <strong>{one.step}</strong> <Link to={`/console/runs/${one.run}`}>{say.ofThisItem}</Link>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
