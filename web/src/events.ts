import {createParser} from 'eventsource-parser'
import {useEffect, useRef, useState} from 'react'
import {send} from './api'
import {connection} from './connection'

const PAUSE_MIN = 500
const PAUSE_MAX = 5000
const TOGETHER_MS = 400
/** The server says something every 15 seconds: a stream that says nothing for longer leads nowhere. */
const SILENCE_MAX = 20_000

/** `live` while the stream is open, `ended` when the batch has nothing more to tell, or nothing to us. */
export type Live = 'connecting' | 'live' | 'ended'

/** What the server says of a batch that is not there, or not for us: asked again it says the same. */
const REFUSALS = [403, 404]

/**
 * Follows the events of a batch and calls `changed` when something happened, at most every 400 ms. The key is a header, which
 * EventSource cannot send; so the stream is read here, and goes on after the last number that was seen.
 */
export function useEvents(batch: string, changed: () => void): Live {
  const [live, setLive] = useState<Live>('connecting')
  const latest = useRef(changed)
  useEffect(() => {
    latest.current = changed
  })

  useEffect(() => {
    const over = new AbortController()
    let last = 'now'
    let due: number | undefined
    const soon = () => {
      due ??= window.setTimeout(() => {
        due = undefined
        latest.current()
      }, TOGETHER_MS)
    }
    const parser = createParser({
      onEvent: event => {
        if (event.id) last = event.id
        if (event.event) soon()
      }
    })

    /** Until the stream breaks off, ends for good, or is refused. */
    async function read(): Promise<'broken' | 'over' | 'refused'> {
      const silent = new AbortController()
      let silence: number | undefined
      const heard = () => {
        clearTimeout(silence)
        silence = window.setTimeout(() => silent.abort(), SILENCE_MAX)
      }
      heard()
      try {
        const signal = AbortSignal.any([over.signal, silent.signal])
        const answer = await send(new Request(`/v1/events?batch=${batch}&after=${last}`, {headers: {Accept: 'text/event-stream'}, signal}))
        if (answer.status === 204) return 'over'
        if (REFUSALS.includes(answer.status)) return 'refused'
        if (!answer.ok || !answer.body) throw new Error(`the stream answered ${answer.status}`)
        setLive('live')
        soon()
        const text = answer.body.pipeThrough(new TextDecoderStream()).getReader()
        for (let part = await text.read(); !part.done; part = await text.read()) {
          heard()
          parser.feed(part.value)
        }
        return 'broken'
      } finally {
        clearTimeout(silence)
      }
    }

    async function follow() {
      let pause = PAUSE_MIN
      while (!over.signal.aborted) {
        try {
          const left = await read()
          if (left !== 'broken') {
            setLive('ended')
            if (left === 'over') soon()
            return
          }
          pause = PAUSE_MIN
        } catch {
          if (over.signal.aborted) return
          setLive('connecting')
          connection.lost()
        }
        parser.reset()
        await new Promise(resume => setTimeout(resume, pause))
        pause = Math.min(pause * 2, PAUSE_MAX)
      }
    }
    void follow()
    return () => {
      over.abort()
      clearTimeout(due)
    }
  }, [batch])
  return live
}
