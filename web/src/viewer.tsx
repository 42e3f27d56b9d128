import {useEffect, useLayoutEffect, useRef, useState} from 'react'
import {useInAddress} from './address'
import {BeforeAfter, type Media, thumbnail} from './pictures'
import {usePicture} from './picturestore'
import {closer, further, said, toggled, turned, written, type Zoom, zoomOf} from './zoom'
import {assets as say} from './words/assets'

const SHOWN = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']
/** Larger ones are shown as previews at every zoom. */
const BYTES_MAX = 32 * 1024 * 1024
/** A wheel turns often: the address hears of it when it rests. */
const REST_MS = 250

type Way = 'slider' | 'beside' | 'difference' | 'alone'

/** Shapes that differ by more than this do not lie over each other. */
const SAME_SHAPE = 0.02

/** The preview at first, the picture itself once somebody looks closer. */
function useShown(of: Media | undefined, zoom: Zoom) {
  const whole = zoom !== 'fit' && of && SHOWN.includes(of.type ?? '') && (of.bytes ?? 0) < BYTES_MAX
  const preview = usePicture(of && thumbnail(of.asset, 1024))
  const full = usePicture(whole ? `/v1/assets/${of.asset}/content` : undefined)
  return full.url ? full : preview
}

type Size = {width: number; height: number}

/** How far the pointer moves before it drags: a click is not quite still. */
const DRAG_MIN = 3

/** Where pictures are scrolled: in the window of the one, or of each of two beside each other. */
const panesOf = (box: HTMLElement) => {
  const found = [...box.querySelectorAll<HTMLElement>('.pane')]
  return found.length > 0 ? found : [box]
}

/** How close a picture of this size is looked at: by buttons, keys, double-click and wheel; what is under the pointer stays there, and two beside each other move as one. */
function useZoom(size: Size, way: Way) {
  const [told, tell] = useInAddress('zoom', {rest: REST_MS})
  const zoom = zoomOf(told)
  const [place, setPlace] = useState<Size>()
  const box = useRef<HTMLDivElement>(null)
  /** The point of the picture that stays, and where in its window; both in parts of the whole. */
  const held = useRef<{left: number; top: number; x: number; y: number}>(undefined)
  /** The part of the picture in the middle of its window: it stays when pictures are compared in another way. */
  const middle = useRef({left: 0.5, top: 0.5})
  const dots = window.devicePixelRatio || 1
  const fit = place ? Math.min(place.width / size.width, place.height / size.height) * dots : 1

  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => entry && setPlace({width: entry.contentRect.width, height: entry.contentRect.height}))
    watch.observe(box.current!)
    return () => watch.disconnect()
  }, [])
  function to(next: Zoom, at?: {clientX: number; clientY: number}) {
    const panes = panesOf(box.current!)
    const of = panes.find(one => at && one.getBoundingClientRect().right > at.clientX) ?? panes.at(-1)!
    const edge = of.getBoundingClientRect()
    const x = at ? at.clientX - edge.left : of.clientWidth / 2
    const y = at ? at.clientY - edge.top : of.clientHeight / 2
    held.current = {left: (of.scrollLeft + x) / of.scrollWidth, top: (of.scrollTop + y) / of.scrollHeight, x: x / of.clientWidth, y: y / of.clientHeight}
    tell(written(next))
  }
  useLayoutEffect(() => {
    const point = held.current
    if (!point || !box.current) return
    for (const pane of panesOf(box.current)) {
      pane.scrollLeft = point.left * pane.scrollWidth - point.x * pane.clientWidth
      pane.scrollTop = point.top * pane.scrollHeight - point.y * pane.clientHeight
    }
  }, [zoom])
  useEffect(() => {
    const of = box.current!
    // two fingers on a pad come as a wheel with ctrl; the page itself is not to grow
    function turn(event: WheelEvent) {
      if (!event.ctrlKey) return
      event.preventDefault()
      to(turned(zoom, fit, event.deltaY), event)
    }
    function press(event: KeyboardEvent) {
      const target = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input:not([type=range]),textarea,select,dialog')) return
      if (event.key === '+' || event.key === '=') to(closer(zoom, fit))
      else if (event.key === '-') to(further(zoom, fit))
      else if (event.key === '0') to('fit')
    }
    of.addEventListener('wheel', turn, {passive: false})
    window.addEventListener('keydown', press)
    return () => {
      of.removeEventListener('wheel', turn)
      window.removeEventListener('keydown', press)
    }
  })
  useLayoutEffect(() => {
    for (const pane of panesOf(box.current!)) {
      pane.scrollLeft = middle.current.left * pane.scrollWidth - pane.clientWidth / 2
      pane.scrollTop = middle.current.top * pane.scrollHeight - pane.clientHeight / 2
    }
  }, [way])
  useEffect(
    () =>
      panned(box.current!, ({scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight}) => {
        middle.current = {left: (scrollLeft + clientWidth / 2) / scrollWidth, top: (scrollTop + clientHeight / 2) / scrollHeight}
      }),
    []
  )
  return {
    zoom,
    fit,
    to,
    box,
    twice: (event: {clientX: number; clientY: number}) => to(toggled(zoom, fit), event),
    sheet: ({width, height}: Size) => ({aspectRatio: String(width / height), width: zoom === 'fit' ? `min(100cqw, calc(100cqh * ${width / height}))` : `${(width * zoom) / dots}px`})
  }
}

type Held = {pane: HTMLElement; x: number; y: number; left: number; top: number; pointer: number; isDragged: boolean}

/** The mouse drags what is larger than its window; fingers do so by themselves. Two beside each other stay at the same part, which is told. Answers how to end it. */
function panned(box: HTMLElement, seen: (pane: HTMLElement) => void): () => void {
  const over = new AbortController()
  const heard = {signal: over.signal}
  let held: Held | undefined
  const isLarger = (pane: HTMLElement) => pane.scrollWidth > pane.clientWidth || pane.scrollHeight > pane.clientHeight
  function down(event: PointerEvent) {
    const target = event.target as HTMLElement
    const pane = panesOf(box).find(one => one.contains(target))
    if (event.pointerType !== 'mouse' || event.button !== 0 || !pane || !isLarger(pane) || target.closest('input, .line')) return
    held = {pane, x: event.clientX, y: event.clientY, left: pane.scrollLeft, top: pane.scrollTop, pointer: event.pointerId, isDragged: false}
  }
  function move(event: PointerEvent) {
    if (!held || event.pointerId !== held.pointer) return
    const [x, y] = [event.clientX - held.x, event.clientY - held.y]
    if (!held.isDragged && Math.hypot(x, y) < DRAG_MIN) return
    if (!held.isDragged) box.setPointerCapture(held.pointer)
    held.isDragged = true
    box.dataset['dragged'] = ''
    held.pane.scrollLeft = held.left - x
    held.pane.scrollTop = held.top - y
  }
  function up() {
    held = undefined
    delete box.dataset['dragged']
  }
  function along(event: Event) {
    const from = event.target as HTMLElement
    if (!panesOf(box).includes(from)) return
    seen(from)
    const part = (at: number, whole: number, seen: number) => (whole > seen ? at / (whole - seen) : 0.5)
    const left = part(from.scrollLeft, from.scrollWidth, from.clientWidth)
    const top = part(from.scrollTop, from.scrollHeight, from.clientHeight)
    for (const pane of panesOf(box)) {
      if (pane === from || !pane.classList.contains('pane')) continue
      const [toLeft, toTop] = [left * (pane.scrollWidth - pane.clientWidth), top * (pane.scrollHeight - pane.clientHeight)]
      // what answers to each other would never rest
      if (Math.abs(pane.scrollLeft - toLeft) > 1) pane.scrollLeft = toLeft
      if (Math.abs(pane.scrollTop - toTop) > 1) pane.scrollTop = toTop
    }
  }
  box.addEventListener('pointerdown', down, heard)
  box.addEventListener('pointermove', move, heard)
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) box.addEventListener(end, up, heard)
  // the browser would drag the picture itself away
  box.addEventListener('dragstart', event => event.preventDefault(), heard)
  box.addEventListener('scroll', along, {...heard, capture: true, passive: true})
  return () => over.abort()
}

function Zooms({of: {zoom, fit, to}}: {of: Pick<ReturnType<typeof useZoom>, 'zoom' | 'fit' | 'to'>}) {
  return (
    <div className="row zooms" role="group" aria-label={say.zoom}>
      <button disabled={further(zoom, fit) === zoom} onClick={() => to(further(zoom, fit))} aria-label={say.furtherAway} title={say.furtherAwayKey}>
        −
      </button>
      <span className="number" role="status">
        {said(zoom)}
      </span>
      <button disabled={closer(zoom, fit) === zoom} onClick={() => to(closer(zoom, fit))} aria-label={say.closer} title={say.closerKey}>
        +
      </button>
      <button disabled={zoom === 'fit'} onClick={() => to('fit')} title={say.wholePictureKey}>
        {say.fit}
      </button>
    </div>
  )
}

const sizeOf = ({width, height}: Media): Size | undefined => (width && height ? {width, height} : undefined)
const shape = ({width, height}: Size) => width / height

/** A picture to look into: with what it was made from, closer, and with what is transparent told from what is white. */
export function Viewer({before, after, label, names}: {before?: Media | undefined; after: Media; label: string; names?: readonly string[]}) {
  const [told, tell] = useInAddress('compare')
  const [natural, setNatural] = useState<Size>()
  const made = sizeOf(after) ?? natural ?? {width: 1024, height: 1024}
  const was = (before && sizeOf(before)) ?? made
  // what was cut to another shape is looked at beside what it was cut from
  const usual: Way = Math.abs(shape(was) / shape(made) - 1) > SAME_SHAPE ? 'beside' : 'slider'
  const way = told && Object.hasOwn(say.ways, told) ? (told as Way) : usual
  const size = before && way === 'beside' ? {width: made.width + made.height * shape(was), height: made.height} : made
  const zoom = useZoom(size, before ? way : 'alone')
  const two = useShown(after, zoom.zoom)
  const one = useShown(before, zoom.zoom)
  const shownWay = before ? way : 'alone'
  return (
    <div className={zoom.zoom === 'fit' ? 'viewer' : 'viewer closer'}>
      <div className="row wrap tools">
        {before ? (
          <div className="chips" role="group" aria-label={say.howTheyAreCompared}>
            {(Object.keys(say.ways) as Way[]).map(each => (
              <button key={each} aria-pressed={way === each} onClick={() => tell(each === usual ? undefined : each)}>
                {say.ways[each]}
              </button>
            ))}
          </div>
        ) : (
          <span />
        )}
        <Zooms of={zoom} />
      </div>
      {shownWay === 'beside' ? (
        <div className="viewport beside" ref={zoom.box} role="group" aria-label={say.picture} onDoubleClick={zoom.twice}>
          {[
            {url: one.url, of: was, name: names?.[0] ?? say.before},
            {url: two.url, of: made, name: names?.[1] ?? say.after}
          ].map(each => (
            <figure key={each.name} style={{flexGrow: shape(each.of)}}>
              <div className="pane" tabIndex={0} role="region" aria-label={each.name}>
                {/* as high as the other one, whatever its own size: that way they are compared */}
                <div className="sheet" style={zoom.sheet({width: made.height * shape(each.of), height: made.height})}>
                  {each.url && <img src={each.url} alt={each.name} />}
                </div>
              </div>
              <figcaption className="tag left">{each.name}</figcaption>
            </figure>
          ))}
        </div>
      ) : (
        <div className="viewport" ref={zoom.box} tabIndex={0} role="region" aria-label={say.picture} onDoubleClick={zoom.twice}>
          <div className="sheet" style={zoom.sheet(size)}>
            {two.failed && <p>{say.thisCannotBeShown(after.type ?? '')}</p>}
            {shownWay === 'slider' && before ? (
              <BeforeAfter before={before} after={after} shown={{before: one.url, after: two.url}} names={names} pans={zoom.zoom !== 'fit'} />
            ) : (
              <>
                {two.url && <img src={two.url} alt={label} onLoad={event => setNatural({width: event.currentTarget.naturalWidth, height: event.currentTarget.naturalHeight})} />}
                {shownWay === 'difference' && one.url && <img className="difference" src={one.url} alt={say.blackWhereSame} />}
              </>
            )}
          </div>
        </div>
      )}
    </div>
  )
}
