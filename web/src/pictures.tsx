import {useEffect, useId, useRef, useState} from 'react'
import {bytes} from './api'
import {hand} from './download'
import {isPicture as isShown, type Media} from './media'
import {usePicture} from './picturestore'
import {assets as say} from './words/assets'

export {isPicture, type Media, media, pictures} from './media'

export const thumbnail = (asset: string, size: number) => `/v1/assets/${asset}/thumbnail?size=${size}&unreadable=empty`

export function Thumb({of, size = 256, label = '', broken}: {of: Media | undefined; size?: number; label?: string; broken?: string}) {
  const {url, failed} = usePicture(of && isShown(of) ? thumbnail(of.asset, size) : undefined)
  if (!of) return <span className="thumb none" aria-hidden="true" />
  if (failed && broken) return <span className="thumb none mistake">{broken}</span>
  if (failed || !isShown(of)) return <span className="thumb none">{of.type ?? say.noPreview}</span>
  return <span className="thumb">{url && <img src={url} alt={label} decoding="async" />}</span>
}

/** What a file looks like. A picture that nobody can read is told before anything is started with it. */
export const Preview = ({of, label}: {of: Media; label?: string}) => <Thumb of={of} size={128} {...(label && {label})} broken={say.cannotBeRead} />

/** Two pictures, one over the other, with a handle between; arrow keys move it. Where a drag elsewhere `pans` the picture the handle alone moves it, and stays in sight. */
type Two = {before: Media; after: Media; size?: number; shown?: {before: string | undefined; after: string | undefined}; names?: readonly string[] | undefined; pans?: boolean}
export function BeforeAfter({before, after, size = 1024, shown, names: [old, now] = ['Before', 'After'], pans = false}: Two) {
  const [at, setAt] = useState(50)
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => (pans ? inSight(box.current!, range => setAt(at => Math.max(range.from, Math.min(range.to, at)))) : undefined), [pans])
  const one = usePicture(shown ? undefined : thumbnail(before.asset, size))
  const two = usePicture(shown ? undefined : thumbnail(after.asset, size))
  const urls = shown ?? {before: one.url, after: two.url}
  return (
    <div className="compare" ref={box}>
      {urls.after && <img className="after" src={urls.after} alt={say.after} />}
      {urls.before && <img className="before" src={urls.before} alt={say.before} style={{clipPath: `inset(0 ${100 - at}% 0 0)`}} />}
      <span
        className="line"
        style={{left: `${at}%`}}
        aria-hidden="true"
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={event => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
          const {left, width} = box.current!.getBoundingClientRect()
          setAt(Math.max(0, Math.min(100, ((event.clientX - left) / width) * 100)))
        }}
      />
      <span className="tag left">{old}</span>
      <span className="tag right">{now}</span>
      <label className="hidden" htmlFor={id}>
        {say.howMuchOfThePictureBefore}
      </label>
      <input id={id} type="range" min={0} max={100} value={at} onChange={event => setAt(Number(event.target.value))} />
    </div>
  )
}

/** How near the edge of its window a handle may come, in pixels. */
const EDGE = 24

/** Tells which part of a picture can be seen in the window that scrolls it, in percent, at first and whenever that changes. Answers how to end it. */
function inSight(picture: HTMLElement, tell: (range: {from: number; to: number}) => void): () => void {
  const over = new AbortController()
  const around = picture.closest('.viewport')!
  function look() {
    const [inner, outer] = [picture.getBoundingClientRect(), around.getBoundingClientRect()]
    if (inner.width === 0) return
    const part = (x: number) => Math.max(0, Math.min(100, ((x - inner.left) / inner.width) * 100))
    tell({from: part(outer.left + EDGE), to: part(outer.right - EDGE)})
  }
  look()
  around.addEventListener('scroll', look, {signal: over.signal, passive: true})
  const watch = new ResizeObserver(look)
  watch.observe(picture)
  return () => {
    over.abort()
    watch.disconnect()
  }
}

/** Saves an asset under its name. */
export function Save({of}: {of: Media}) {
  const [busy, setBusy] = useState(false)
  const name = of.name || `${of.asset.slice(7, 19)}.${(of.type ?? 'application/bin').split('/')[1]}`
  async function save() {
    setBusy(true)
    try {
      hand(await bytes(`/v1/assets/${of.asset}/content`), name)
    } finally {
      setBusy(false)
    }
  }
  return (
    <button className="quiet" onClick={() => void save()} disabled={busy} aria-label={say.downloadNamed(name)}>
      {say.download}
    </button>
  )
}
