/** How close a picture is looked at: fitted into its place, or so many pixels of the screen for each of its own. */
export type Zoom = 'fit' | number

const LEVELS = [0.1, 0.25, 0.5, 1, 2, 4, 8]
export const ZOOM_MAX = 8
const ZOOM_MIN = 0.01
/** What differs by less is the same to the eye. */
const ALIKE = 1.02

const scaleOf = (zoom: Zoom, fit: number) => (zoom === 'fit' ? fit : zoom)
const zoomAt = (scale: number, fit: number): Zoom => (scale < fit * ALIKE && scale > fit / ALIKE ? 'fit' : scale)

/** From the whole picture, or the true size of one that is smaller than its place, inwards. */
const stops = (fit: number) => [...LEVELS.filter(level => level >= Math.min(fit, 1)), fit].sort((one, two) => one - two)

/** The next level in; the same where there is none. `fit` is the scale at which the whole picture just fits. */
export function closer(zoom: Zoom, fit: number): Zoom {
  const next = stops(fit).find(level => level > scaleOf(zoom, fit) * ALIKE)
  return next === undefined ? zoom : zoomAt(next, fit)
}

/** The next level out; the same where there is none. */
export function further(zoom: Zoom, fit: number): Zoom {
  const next = stops(fit).findLast(level => level < scaleOf(zoom, fit) / ALIKE)
  return next === undefined ? zoom : zoomAt(next, fit)
}

/** By a wheel, or two fingers: as far as the hand goes. */
export function turned(zoom: Zoom, fit: number, delta: number): Zoom {
  const wanted = scaleOf(zoom, fit) * Math.exp(-delta / 200)
  return zoomAt(Math.max(Math.min(fit, 1), Math.min(Math.max(ZOOM_MAX, fit), wanted)), fit)
}

/** A double-click: the true size, and back. */
export const toggled = (zoom: Zoom, fit: number): Zoom => (zoom !== 'fit' ? 'fit' : fit < 1 / ALIKE ? 1 : closer('fit', fit))

/** A zoom in the form of an address, where the fitted one says nothing; and back, within what is allowed. */
export const written = (zoom: Zoom) => (zoom === 'fit' ? undefined : String(Number(zoom.toPrecision(5))))
export function zoomOf(text: string | undefined): Zoom {
  const scale = text === undefined ? Number.NaN : Number(text)
  return scale > 0 ? Math.max(ZOOM_MIN, Math.min(ZOOM_MAX, scale)) : 'fit'
}

export const said = (zoom: Zoom) => (zoom === 'fit' ? 'fit' : `${Math.round(zoom * 100)} %`)
