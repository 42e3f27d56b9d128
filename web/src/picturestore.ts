import {useCallback, useSyncExternalStore} from 'react'
import {key} from './api'
import type {Asked, Told} from './picturefetch'

/** Pictures that are kept beside those that are shown, the newest ones. */
const KEPT_MAX = 800

/** The address of each picture; empty for what cannot be read, which is asked for once. */
const kept = new Map<string, string>()
/** Who shows each picture. */
const showing = new Map<string, Set<() => void>>()
const failed = new Set<string>()
let fetcher: Worker | undefined
/** Whether the fetcher has come to work. */
let heard = false

/** Pictures need the key, so they are fetched and shown from memory. */
function ask(path: string) {
  if (!fetcher) {
    fetcher = new Worker(new URL('./picturefetch.ts', import.meta.url), {type: 'module'})
    fetcher.onmessage = ({data}: {data: Told[]}) => {
      heard = true
      data.forEach(take)
    }
    fetcher.onerror = () => {
      // one that works holds the addresses that it made: they end with it
      if (heard) return
      // a script that did not come is asked for again with the next picture
      fetcher = undefined
      for (const path of showing.keys()) if (!kept.has(path)) take({path})
    }
  }
  post({ask: path, key: key.get() ?? ''})
}

const post = (what: Asked) => fetcher?.postMessage(what)

function take({path, url}: Told) {
  if (url === undefined) failed.add(path)
  else {
    kept.set(path, url)
    forget()
  }
  showing.get(path)?.forEach(told => told())
}

function forget() {
  for (const [path, url] of kept) {
    if (kept.size <= KEPT_MAX) return
    if (showing.has(path)) continue
    kept.delete(path)
    if (url) post({over: url})
  }
}

function show(path: string, told: () => void): () => void {
  const others = showing.get(path)
  if (others) others.add(told)
  else {
    showing.set(path, new Set([told]))
    if (!kept.has(path)) ask(path)
  }
  return () => {
    const left = showing.get(path)
    left?.delete(told)
    if (!left || left.size > 0) return
    showing.delete(path)
    if (!kept.has(path) && !failed.delete(path)) post({drop: path})
  }
}

const nobody = () => {}

/** Where a picture is, once it is here; nothing is asked for without a path. */
export function usePicture(path: string | undefined): {url?: string; failed: boolean} {
  const url = useSyncExternalStore(
    useCallback(told => (path ? show(path, told) : nobody), [path]),
    () => (path ? (kept.get(path) ?? (failed.has(path) ? '' : undefined)) : undefined)
  )
  return url ? {url, failed: false} : {failed: url === ''}
}
