import {useEffect, useLayoutEffect, useRef} from 'react'
import {NavigationType, useLocation, useNavigationType} from 'react-router'

const NAME = 'backlot.places'
const ENTRIES_MAX = 100
/** How long a page may take until it is as long as it was. */
const WAIT_MS = 10_000
/** Whoever moves by hand stays where he went. */
const BY_HAND = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/** How far down each entry of the history was looked at; the oldest are forgotten. */
export class Places {
  private readonly at: Map<string, number>

  constructor(text: string | null) {
    this.at = new Map(read(text))
  }

  of = (entry: string) => this.at.get(entry) ?? 0

  put(entry: string, down: number) {
    this.at.delete(entry)
    this.at.set(entry, Math.round(down))
    for (const oldest of this.at.keys()) {
      if (this.at.size <= ENTRIES_MAX) return
      this.at.delete(oldest)
    }
  }

  text = () => JSON.stringify([...this.at])
}

function read(text: string | null): [string, number][] {
  try {
    const said: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(said) ? said.filter(one => typeof one?.[0] === 'string' && one[1] >= 0) : []
  } catch {
    return []
  }
}

/** Goes down as soon as the page is that long; answers how to give it up. */
function lead(down: number, done: () => void): () => void {
  const over = new AbortController()
  const stop = () => {
    watch.disconnect()
    clearTimeout(timer)
    over.abort()
    done()
  }
  const watch = new ResizeObserver(() => {
    if (document.documentElement.scrollHeight - window.innerHeight < down) return
    window.scrollTo(0, down)
    stop()
  })
  const timer = setTimeout(stop, WAIT_MS)
  for (const hand of BY_HAND) window.addEventListener(hand, stop, {signal: over.signal, passive: true})
  watch.observe(document.body)
  return stop
}

/** Whether this document was asked for by a link or by hand, so that an entry without a key is a new one. */
const isNew = () => performance.getEntriesByType('navigation').some(one => (one as PerformanceNavigationTiming).type === 'navigate')

/** A page that is looked at anew begins at its top; Back and a refresh return to where one was, once that is there again. */
export function usePlaces() {
  const {key, pathname} = useLocation()
  const kind = useNavigationType()
  const places = useRef<Places>(undefined)
  places.current ??= new Places(sessionStorage.getItem(NAME))
  const name = `${key} ${pathname}`
  const entry = useRef(name)
  const isLed = useRef(false)
  useLayoutEffect(() => {
    entry.current = name
    if (!isLed.current && kind !== NavigationType.Pop) places.current!.put(name, window.scrollY)
  }, [name, kind])
  useLayoutEffect(() => {
    const isBack = kind === NavigationType.Pop && !(key === 'default' && isNew())
    const down = isBack ? places.current!.of(entry.current) : 0
    window.scrollTo(0, 0)
    if (down === 0) return
    isLed.current = true
    return lead(down, () => {
      isLed.current = false
    })
    // other parts of the address are of the same page
  }, [pathname])
  useEffect(() => {
    window.history.scrollRestoration = 'manual'
    const seen = () => !isLed.current && places.current!.put(entry.current, window.scrollY)
    const keep = () => sessionStorage.setItem(NAME, places.current!.text())
    window.addEventListener('scroll', seen, {passive: true})
    window.addEventListener('pagehide', keep)
    return () => {
      window.removeEventListener('scroll', seen)
      window.removeEventListener('pagehide', keep)
    }
  }, [])
}
