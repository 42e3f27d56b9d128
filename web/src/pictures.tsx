import {useId, useState} from 'react'
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

/** Two pictures, one over the other, with a handle between; arrow keys move it. */
type Two = {before: Media; after: Media; size?: number; shown?: {before: string | undefined; after: string | undefined}; names?: readonly string[] | undefined}
export function BeforeAfter({before, after, size = 1024, shown, names: [old, now] = ['Before', 'After']}: Two) {
  const [at, setAt] = useState(50)
  const id = useId()
  const one = usePicture(shown ? undefined : thumbnail(before.asset, size))
  const two = usePicture(shown ? undefined : thumbnail(after.asset, size))
  const urls = shown ?? {before: one.url, after: two.url}
  return (
    <div className="compare">
      {urls.after && <img className="after" src={urls.after} alt={say.after} />}
      {urls.before && <img className="before" src={urls.before} alt={say.before} style={{clipPath: `inset(0 ${100 - at}% 0 0)`}} />}
      <span className="line" style={{left: `${at}%`}} aria-hidden="true" />
      <span className="tag left">{old}</span>
      <span className="tag right">{now}</span>
      <label className="hidden" htmlFor={id}>
        {say.howMuchOfThePictureBefore}
      </label>
      <input id={id} type="range" min={0} max={100} value={at} onChange={event => setAt(Number(event.target.value))} />
    </div>
  )
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
