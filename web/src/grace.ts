import {useQueryClient} from '@tanstack/react-query'
import {useCallback, useEffect, useRef, useState} from 'react'
import {client, type Gate, good} from './api'
import {gateId} from './gate'
import {holds, type Refusal, sendAll} from './outbox'

export type Decision = 'approve' | 'reject' | 'regenerate'
export type Answer = {gate: Gate; decision: Decision; note?: string; selected?: number[]}

/** How long a decision can be taken back: it is sent only then, or when the page is left. */
export const GRACE_MS = 8000
const AT_ONCE = 4

/** What last became of decisions: `late` when they were to be taken back and were sent already. */
export type Told = {what: 'decided' | 'sent' | 'back' | 'late'; answers: readonly Answer[]}

function send({gate, decision, note, selected}: Answer) {
  return good(
    client.POST('/v1/runs/{id}/steps/{step}/decision', {
      params: {path: {id: gate.run, step: gate.step}},
      body: {decision, round: gate.round, ...(note && {note}), ...(selected && {selected})},
      // it arrives also when the page is closed meanwhile
      keepalive: true
    })
  )
}

/** Decisions on their way: taken back within the grace, sent after it or when the page is left, some at once. */
export function useDecisions() {
  const queries = useQueryClient()
  const [decided, setDecided] = useState<ReadonlyMap<string, Answer>>(new Map())
  const [held, setHeld] = useState<readonly Answer[]>([])
  const [told, tell] = useState<Told>()
  const [refused, setRefused] = useState<readonly Refusal<Answer>[]>([])
  const waiting = useRef<{answers: Answer[]; timer: number}[]>([])

  // what a press of undo takes back now
  const hold = () => setHeld(waiting.current.at(-1)?.answers ?? [])
  const without = (answers: Answer[]) => setDecided(before => new Map([...before].filter(([id]) => !answers.some(one => gateId(one.gate) === id))))
  const deliver = useCallback(
    async (answers: Answer[]) => {
      await sendAll(answers, send, AT_ONCE, one => {
        // what was refused comes back to be seen again
        setRefused(before => [...before, one])
        without([one.what])
      })
      await queries.invalidateQueries({queryKey: ['gates']})
    },
    [queries]
  )
  const flush = useCallback(() => {
    const left = waiting.current.splice(0)
    left.forEach(one => clearTimeout(one.timer))
    hold()
    if (left.length > 0) void deliver(left.flatMap(one => one.answers))
  }, [deliver])
  useEffect(() => {
    window.addEventListener('pagehide', flush)
    const forget = holds(flush)
    return () => {
      forget()
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])

  function decide(answers: Answer[]) {
    if (answers.length === 0) return
    setRefused(before => before.filter(one => !answers.some(answer => gateId(answer.gate) === gateId(one.what.gate))))
    setDecided(before => new Map([...before, ...answers.map(one => [gateId(one.gate), one] as const)]))
    const entry = {
      answers,
      timer: window.setTimeout(() => {
        waiting.current = waiting.current.filter(one => one !== entry)
        hold()
        tell(now => (now?.what === 'decided' && now.answers === answers ? {what: 'sent', answers} : now))
        void deliver(answers)
      }, GRACE_MS)
    }
    waiting.current.push(entry)
    hold()
    tell({what: 'decided', answers})
  }
  /** Takes the last decision back, and tells what it was about; what was sent already stays, and that is told. */
  function undo(): Gate | undefined {
    const last = waiting.current.pop()
    if (!last) {
      tell(now => now && {what: 'late', answers: now.answers})
      return undefined
    }
    clearTimeout(last.timer)
    hold()
    without(last.answers)
    tell({what: 'back', answers: last.answers})
    return last.answers[0]?.gate
  }
  const forget = useCallback(() => {
    setRefused(before => (before.length === 0 ? before : []))
    tell(now => (now?.what === 'decided' ? now : undefined))
  }, [])
  return {decided, decide, undo, held, told, refused, forget}
}
