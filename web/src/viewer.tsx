import {useState} from 'react'
import {BeforeAfter, type Media, thumbnail, usePicture} from './pictures'

const ZOOMS = [1, 2, 4, 8]
const SHOWN = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']
/** Larger ones are shown as previews at every zoom. */
const BYTES_MAX = 32 * 1024 * 1024

type Way = 'slider' | 'difference' | 'alone'
const WAYS: Record<Way, string> = {slider: 'Slider', difference: 'Difference', alone: 'After alone'}

/** The preview at first, the picture itself once somebody looks closer. */
function useShown(of: Media | undefined, zoom: number) {
  const whole = zoom > 1 && of && SHOWN.includes(of.type ?? '') && (of.bytes ?? 0) < BYTES_MAX
  const preview = usePicture(of && thumbnail(of.asset, 1024))
  const full = usePicture(whole ? `/v1/assets/${of.asset}/content` : undefined)
  return full.url ? full : preview
}

/** A picture to look into: with what it was made from, closer, and with what is transparent told from what is white. */
export function Viewer({before, after, label}: {before?: Media | undefined; after: Media; label: string}) {
  const [way, setWay] = useState<Way>('slider')
  const [zoom, setZoom] = useState(1)
  const two = useShown(after, zoom)
  const one = useShown(before, zoom)
  const [natural, setNatural] = useState<number>()
  const ratio = after.width && after.height ? after.width / after.height : (natural ?? 1)
  const shownWay = before ? way : 'alone'
  const at = ZOOMS.indexOf(zoom)
  return (
    <div className="viewer">
      <div className="row wrap tools">
        {before ? (
          <div className="chips" role="group" aria-label="How they are compared">
            {(Object.keys(WAYS) as Way[]).map(each => (
              <button key={each} aria-pressed={way === each} onClick={() => setWay(each)}>
                {WAYS[each]}
              </button>
            ))}
          </div>
        ) : (
          <span />
        )}
        <div className="row" role="group" aria-label="Zoom">
          <button disabled={at === 0} onClick={() => setZoom(ZOOMS[at - 1]!)} aria-label="Further away">
            −
          </button>
          <span className="number" role="status">
            {zoom * 100} %
          </span>
          <button disabled={at === ZOOMS.length - 1} onClick={() => setZoom(ZOOMS[at + 1]!)} aria-label="Closer">
            +
          </button>
        </div>
      </div>
      <div className="viewport" tabIndex={0} role="region" aria-label="Picture">
        <div className="sheet" style={{aspectRatio: String(ratio), width: `min(${zoom * 100}cqw, calc(${zoom * 100}cqh * ${ratio}))`}}>
          {two.failed && <p>This cannot be shown: {after.type}</p>}
          {shownWay === 'slider' && before ? (
            <BeforeAfter before={before} after={after} shown={{before: one.url, after: two.url}} />
          ) : (
            <>
              {two.url && <img src={two.url} alt={label} onLoad={event => setNatural(event.currentTarget.naturalWidth / event.currentTarget.naturalHeight)} />}
              {shownWay === 'difference' && one.url && <img className="difference" src={one.url} alt="Black where both are the same" />}
            </>
          )}
        </div>
      </div>
    </div>
  )
}
