import {keepPreviousData, useInfiniteQuery, useQueries} from '@tanstack/react-query'
import {useWindowVirtualizer} from '@tanstack/react-virtual'
import {memo, type ReactNode, Suspense, useEffect, useLayoutEffect, useRef, useState} from 'react'
import {Link, useSearchParams} from 'react-router'
import {type Batch, client, good, type Run} from './api'
import {useCandidates} from './batch/candidates'
import {useFailures} from './batch/failures'
import {apart, stateOf} from './batch/standing'
import {Curl} from './curl'
import {lazily} from './lazily'
import {ITEMS} from './paging'
import {Loading, ORDER, Shape, Status} from './parts'
import {type Media, pictures, Thumb} from './pictures'
import {cost, count, duration} from './words'
import {batch as say} from './words/batch'

const Alike = lazily(() => import('./batch/alike'))

const PAGE = ITEMS
const ROW = 60
const CELL = 210
const CELL_MIN = 168
const RUSH_MS = 80

/** The items of a batch in windows of 100: only those near the screen are ever asked for. */
export function Items({batch}: {batch: Batch}) {
  const [search, setSearch] = useSearchParams()
  const status = search.get('status') ?? ''
  const step = search.get('step') ?? ''
  const like = search.get('like') ?? ''
  const view = search.get('view') ?? 'sheet'
  const counts = apart(batch)
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search)
    if (value) next.set(name, value)
    else next.delete(name)
    if (name === 'status') for (const other of ['step', 'like']) next.delete(other)
    setSearch(next, {replace: true})
  }
  return (
    <section aria-labelledby="items" className="items">
      <div className="row wrap tools">
        <h2 id="items" tabIndex={-1}>{say.itemsTitle}</h2>
        <div className="chips" role="group" aria-label={say.whichItems}>
          <button aria-pressed={!status && !step && !like} onClick={() => set('status', '')}>
            {say.allTotal(counts.total)}
          </button>
          {ORDER.filter(state => counts[state] > 0 || state === status).map(state => (
            <button key={state} aria-pressed={status === state} onClick={() => set('status', state)}>
              <Status of={state} label={`${state} ${count(counts[state])}`} />
            </button>
          ))}
          {step && (
            <button aria-pressed="true" onClick={() => set('step', '')}>
              {status === 'rejected' ? say.rejectedAt(step) : say.failedAt(step)}
            </button>
          )}
          {like && (
            <button aria-pressed="true" className="way" onClick={() => set('like', '')}>
              <span className="clip">
                <Like batch={batch} item={Number(like)} />
              </span>
              <span aria-hidden="true">×</span>
            </button>
          )}
        </div>
        <div className="chips" role="group" aria-label={say.howTheyAreShown}>
          <button aria-pressed={view === 'sheet'} onClick={() => set('view', '')}>
            {say.sheet}
          </button>
          <button aria-pressed={view === 'list'} onClick={() => set('view', 'list')}>
            {say.list}
          </button>
          <button aria-pressed={view === 'alike'} onClick={() => set('view', 'alike')}>
            {say.alike}
          </button>
        </div>
      </div>
      {view === 'alike' ? (
        <Suspense fallback={<Loading what={say.whatLooksAlike} />}>
          <Alike batch={batch} />
        </Suspense>
      ) : status || step || like ? (
        <Filtered
          key={status + step + like}
          batch={batch}
          of={filterOf(status, step, like)}
          view={view}
          none={
            status === 'failed' && !step && counts.rejected > 0 ? (
              <p className="note">
                {say.noneBroke} <button onClick={() => set('status', 'rejected')}>{say.showRejected(counts.rejected)}</button>
              </p>
            ) : (
              <p className="note">{say.noItemStandsSo}</p>
            )
          }
        />
      ) : (
        <All batch={batch} view={view} />
      )}
      {view !== 'alike' && <Curl path={`/v1/batches/${batch.id}/items?${asked(filterOf(status, step, like))}`} />}
    </section>
  )
}

type Filter = {status?: Run['status']; step?: string; rejected?: boolean; failed_like?: number}

/** As the server takes it: a way to fail says by itself how its items stand, and whoever asks for what broke is not shown what was rejected. */
function filterOf(status: string, step: string, like: string): Filter {
  if (like) return {failed_like: Number(like)}
  if (status === 'rejected') return {status: 'failed', rejected: true, ...(step && {step})}
  return {...(status && {status: status as Run['status']}), ...(status === 'failed' && {rejected: false}), ...(step && {step})}
}

const asked = (of: Filter) => new URLSearchParams(Object.entries({limit: PAGE, ...of}).map(([name, value]) => [name, String(value)]))

/** In which way these failed, in words. */
function Like({batch, item}: {batch: Batch; item: number}) {
  const groups = useFailures(batch)
  const group = groups.data?.items.find(one => one.first_item === item)
  return <>{group ? group.message : say.failedLikeItem(item)}</>
}

const page = (id: string, query: {after?: number} & Filter, signal?: AbortSignal) =>
  good(client.GET('/v1/batches/{id}/items', {params: {path: {id}, query: {limit: PAGE, ...query}}, ...(signal && {signal})}))

/** The pages to ask for: at once where one scrolls on, but those that one rushes past are left out. */
function useSettled(first: number, last: number) {
  const [settled, setSettled] = useState({first, last})
  const near = first <= settled.last + 1 && last >= settled.first - 1
  useEffect(() => {
    if (first === settled.first && last === settled.last) return
    const timer = setTimeout(() => setSettled({first, last}), near ? 0 : RUSH_MS)
    return () => clearTimeout(timer)
  }, [first, last, settled, near])
  return settled
}

/** Without a filter an item's number is its place, so any page can be asked for at once. */
function All({batch, view}: {batch: Batch; view: string}) {
  const [range, setRange] = useState({from: 0, to: 0})
  const {first, last} = useSettled(Math.floor(range.from / PAGE), Math.floor(range.to / PAGE))
  // the pages beside those that are seen are there before one scrolls to them
  const from = Math.max(0, first - 1)
  const to = Math.min(Math.floor(Math.max(0, batch.counts.total - 1) / PAGE), last + 1)
  const wanted = Array.from({length: to - from + 1}, (_, at) => from + at)
  const pages = useQueries({
    queries: wanted.map(at => ({
      queryKey: ['items', batch.id, 'all', at],
      queryFn: ({signal}: {signal: AbortSignal}) => page(batch.id, {after: at * PAGE}, signal),
      placeholderData: keepPreviousData,
      gcTime: 60_000
    }))
  })
  const known = new Map<number, Run>()
  for (const one of pages) one.data?.items.forEach(run => known.set(run.item - 1, run))
  return <Window batch={batch.id} loaded={[...known.values()]} total={batch.counts.total} run={at => known.get(at)} view={view} seen={setRange} />
}

/** With one, pages follow each other. */
function Filtered({batch, of, view, none}: {batch: Batch; of: Filter; view: string; none: ReactNode}) {
  const [to, setTo] = useState(0)
  const found = useInfiniteQuery({
    queryKey: ['items', batch.id, of],
    queryFn: ({pageParam}) => page(batch.id, {after: pageParam, ...of}),
    initialPageParam: 0,
    getNextPageParam: last => (last.next ? Number(last.next) : undefined)
  })
  const runs = found.data?.pages.flatMap(one => one.items) ?? []
  const {hasNextPage, isFetching, fetchNextPage} = found
  useEffect(() => {
    if (to >= runs.length - 1 && hasNextPage && !isFetching) void fetchNextPage()
  }, [to, runs.length, hasNextPage, isFetching, fetchNextPage])
  if (found.data && runs.length === 0 && !hasNextPage) return <>{none}</>
  return <Window batch={batch.id} loaded={runs} total={runs.length + (hasNextPage ? 1 : 0)} run={at => runs[at]} view={view} seen={range => setTo(range.to)} />
}

type Shown = {batch: string; loaded: readonly Run[]; total: number; run: (at: number) => Run | undefined; view: string; seen: (range: {from: number; to: number}) => void}

function Window({batch, loaded, total, run, view, seen}: Shown) {
  const box = useRef<HTMLDivElement>(null)
  const [layout, setLayout] = useState({width: 1000, top: 0})
  useLayoutEffect(() => {
    const measure = () => {
      const at = box.current!
      setLayout({width: at.clientWidth, top: at.getBoundingClientRect().top + window.scrollY})
    }
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(document.body)
    return () => watch.disconnect()
  }, [])
  const list = view === 'list'
  const columns = list ? 1 : Math.max(2, Math.floor(layout.width / CELL_MIN))
  const rows = useWindowVirtualizer({
    count: Math.ceil(total / columns),
    estimateSize: () => (list ? ROW : CELL),
    overscan: 2,
    scrollMargin: layout.top
  })
  useEffect(() => {
    rows.measure()
  }, [list, rows])
  const lines = rows.getVirtualItems()
  const from = (lines[0]?.index ?? 0) * columns
  const to = Math.min(total, ((lines.at(-1)?.index ?? 0) + 1) * columns) - 1
  useEffect(() => {
    seen({from, to: Math.max(to, 0)})
  }, [from, to])
  const seenRuns = Array.from({length: Math.max(0, to - from + 1)}, (_, at) => run(from + at)).filter(one => one !== undefined)
  const candidates = useCandidates(batch, loaded, seenRuns)
  return (
    <div ref={box} className="window" role="list" aria-label={say.itemsIn(total)} style={{height: rows.getTotalSize()}}>
      {lines.flatMap(line =>
        Array.from({length: Math.min(columns, total - line.index * columns)}, (_, column) => {
          const at = line.index * columns + column
          const one = run(at)
          const wide = layout.width / columns
          return (
            <Place
              key={at}
              run={one}
              list={list}
              candidate={one && candidates.get(one.id)}
              x={column * wide}
              y={line.start - rows.options.scrollMargin}
              width={wide}
              height={line.size}
            />
          )
        })
      )}
    </div>
  )
}

type Placed = Of & {x: number; y: number; width: number; height: number}

/** While one scrolls, only places that are new are drawn; the others stay as they are. */
const Place = memo(function Place({x, y, width, height, ...of}: Placed) {
  return (
    <div role="listitem" className="place" style={{transform: `translate(${x}px, ${y}px)`, width, height}}>
      <Item {...of} />
    </div>
  )
})

type Of = {run: Run | undefined; list: boolean; candidate: Media | undefined}

function Item({run, list, candidate}: Of) {
  if (!run) return <div className={list ? 'line' : 'cell'} aria-busy="true" />
  const before = pictures(run.inputs)[0]
  const after = pictures(run.outputs)[0] ?? candidate
  const title = run.failure ? run.failure.message : undefined
  const isDone = stateOf(run) === 'succeeded'
  if (list) {
    return (
      <Link to={`/console/runs/${run.id}`} className="line">
        {(before || after) && (
          <span className="pair">
            <Thumb of={before} size={128} />
            <Thumb of={after} size={128} />
          </span>
        )}
        <span className="grow">
          <strong>{run.name}</strong>
          <span className="small block clip">{title ? `${run.failed_step ?? say.run}: ${title}` : say.item(run.item)}</span>
        </span>
        <Status of={stateOf(run)} />
        {!!run.cost && <span className="small number">{cost(run.cost)}</span>}
        <span className="small number time">{duration(run.duration_ms)}</span>
      </Link>
    )
  }
  return (
    <Link to={`/console/runs/${run.id}`} className={`cell ${stateOf(run)}`} title={title}>
      <span className="shot">
        {after || before ? <Thumb of={after ?? before} /> : <span className="thumb none words">{words(run)}</span>}
        {after && before && (
          <span className="inset">
            <Thumb of={before} size={128} />
          </span>
        )}
      </span>
      <span className="row">
        <span className="clip">{run.name}</span>
        {isDone && <Done />}
      </span>
      <span className="row small took">
        {!isDone && <Status of={stateOf(run)} label={stateOf(run) === 'rejected' ? stateOf(run) : (run.failed_step ?? stateOf(run))} />}
        {run.duration_ms !== undefined && <span className="rest">{duration(run.duration_ms)}</span>}
        {!!run.cost && <span className="rest">{cost(run.cost)}</span>}
      </span>
    </Link>
  )
}

/** A sheet of pictures has no room for words that all say the same; what is not so is said, below the name. */
function Done() {
  return (
    <span className="status succeeded">
      <Shape of="succeeded" />
      <span className="hidden">{say.succeeded}</span>
    </span>
  )
}

/** What an item without pictures is about: its first text. */
function words(run: Run): string {
  const text = [...Object.values(run.outputs), ...Object.values(run.inputs)].find(value => typeof value === 'string')
  return typeof text === 'string' ? text.slice(0, 80) : say.noPicture
}
