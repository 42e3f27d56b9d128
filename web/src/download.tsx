import {useRef, useState} from 'react'
import {type Batch, Problem, send} from './api'
import {Curl} from './curl'
import {Dialog, Refused} from './parts'
import {shell as say} from './words/shell'

/** What a tab keeps in memory at most, where the browser cannot write a file as it comes. */
const MEMORY_MAX = 1024 * 1024 * 1024

type Picker = (options: {suggestedName: string}) => Promise<{createWritable: () => Promise<WritableStream<Uint8Array>>}>
const picker = () => (window as {showSaveFilePicker?: Picker}).showSaveFilePicker?.bind(window)

function counted(seen: (bytes: number) => void) {
  let bytes = 0
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(part, on) {
      bytes += part.length
      seen(bytes)
      on.enqueue(part)
    }
  })
}

async function inMemory(stream: ReadableStream<Uint8Array>): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  for await (const part of stream as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    bytes += part.length
    if (bytes > MEMORY_MAX) {
      throw new Problem(413, say.tooMuchForMemory(MEMORY_MAX))
    }
    parts.push(part)
  }
  return new Blob(parts)
}

/** Hands a file that is in memory to the browser's downloads. */
export function hand(blob: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** The file that somebody chose; none where the browser has no such dialog, or refuses to show it. */
async function picked(name: string) {
  try {
    return await picker()?.({suggestedName: name})
  } catch (failure) {
    // whoever closes the dialog wants no file
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
    return undefined
  }
}

/** Saves what a path of the API answers: straight into a file where the browser lets us, else by memory, within its limit. */
async function save(path: string, name: string, seen: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  const file = await picked(name)
  const answer = await send(new Request(path, {signal}))
  if (!answer.ok || !answer.body) throw new Problem(answer.status, say.serverAnswered(answer.status))
  const stream = answer.body.pipeThrough(counted(seen))
  if (file) await stream.pipeTo(await file.createWritable(), {signal})
  else hand(await inMemory(stream), name)
}

const KINDS = [
  {path: 'archive', end: '.zip', ...say.archive},
  {path: 'items.csv', end: '.csv', ...say.csv},
  {path: 'manifest.json', end: '.json', ...say.manifest},
  {path: 'items.jsonl', end: '.jsonl', ...say.jsonLines}
] as const

const fileName = (batch: Batch) => batch.name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 80) || 'batch'

export function Downloads({batch, close}: {batch: Batch; close: () => void}) {
  const [state, setState] = useState<{of: string; bytes: number; done?: boolean}>()
  const [error, setError] = useState<unknown>()
  const over = useRef<AbortController>(undefined)
  const [signed, setSigned] = useState(false)
  const busy = state !== undefined && !state.done
  const pathOf = (path: string) => `/v1/batches/${batch.id}/${path}${signed && path === 'archive' ? '?provenance=true' : ''}`
  async function start({path, end}: (typeof KINDS)[number]) {
    const name = fileName(batch) + end
    over.current = new AbortController()
    setError(undefined)
    setState({of: name, bytes: 0})
    try {
      await save(pathOf(path), name, bytes => setState({of: name, bytes}), over.current.signal)
      setState(last => ({of: name, bytes: last?.bytes ?? 0, done: true}))
    } catch (failure) {
      setState(undefined)
      // whoever closes the picker or stops it wanted that
      if (!(failure instanceof DOMException && failure.name === 'AbortError')) setError(failure)
    }
  }
  return (
    <Dialog
      title={say.download}
      close={() => {
        over.current?.abort()
        close()
      }}
    >
      {batch.counts.succeeded < batch.counts.total && (
        <p className="small">
          {say.whatThereIsNow(batch.counts.succeeded, batch.counts.total)}
        </p>
      )}
      <ul className="downloads">
        {KINDS.map(kind => (
          <li key={kind.path}>
            <button disabled={busy} onClick={() => void start(kind)}>
              {kind.title}
            </button>
            <span className="small">
              {kind.says}
              {kind.path === 'archive' && (
                <label className="check">
                  <input type="checkbox" checked={signed} onChange={event => setSigned(event.target.checked)} /> {say.withStatements}
                </label>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className="progress">
        {state && (state.done ? say.saved(state.of, state.bytes) : say.loadingSoFar(state.of, state.bytes))}
      </p>
      <Refused error={error} />
      <div className="curls">
        {KINDS.map(kind => (
          <Curl key={kind.path} path={pathOf(kind.path)} file={fileName(batch) + kind.end} label={say.curlFor(kind.end)} />
        ))}
      </div>
      <div className="buttons">
        {busy && <button onClick={() => over.current?.abort()}>{say.stop}</button>}
        <button
          onClick={() => {
            over.current?.abort()
            close()
          }}
        >
          {say.close}
        </button>
      </div>
    </Dialog>
  )
}
