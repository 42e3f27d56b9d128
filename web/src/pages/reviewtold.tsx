import {useQueries} from '@tanstack/react-query'
import {useState} from 'react'
import {Link} from 'react-router'
import {type Batch, client, type Gate, good, Problem} from '../api'
import {gateId} from '../gate'
import type {Answer, Told} from '../grace'
import {KeyList} from '../keys'
import {REVIEW, SHEET} from '../words/keys'
import type {Refusal} from '../outbox'
import {Dialog} from '../parts'
import {isTrial, workflowOf} from './reviewqueue'
import {review as say} from '../words/review'

/** Which batch, workflow and item a picture belongs to. */
export function Where({gate, of}: {gate: Gate; of: Batch | undefined}) {
  return (
    <>
      {of && (
        <>
          {isTrial(of) && <span className="trialmark">{say.trial}</span>} <Link to={`/console/batches/${of.id}`}>{isTrial(of) ? say.trialOf(workflowOf(of)) : of.name}</Link>
          {of.redrive_of && say.takesUpAnEarlierBatch}
          {!isTrial(of) && say.workflowVersion(workflowOf(of), of.version)} ·{' '}
        </>
      )}
      <Link to={`/console/runs/${gate.run}`}>{gate.name}</Link> · {gate.step}
      {gate.round > 1 && say.versionLater(gate.round)}
    </>
  )
}

/** What became of the last decisions. */
export function Said({of}: {of: Told | undefined}) {
  return (
    <p className="small said" role="status">
      {of && words(of)}
    </p>
  )
}

function words({what, answers}: Told): string {
  const names = answers.length === 1 ? answers[0]!.gate.name : say.pictures(answers.length)
  if (what === 'back') return say.takenBack(names)
  if (what === 'late') return say.tooLate(names)
  return say.decidedThese(say.done[answers[0]!.decision], names, what === 'sent')
}

/** What somebody says with a decision. */
export function Note({decision, what, close, done}: {decision: 'reject' | 'regenerate'; what?: string; close: () => void; done: (note: string) => void}) {
  const [note, setNote] = useState('')
  return (
    <Dialog title={decision === 'regenerate' ? say.onceMoreDialog : what ? say.rejectThis(what) : say.rejectPlain} close={close}>
      <form
        onSubmit={event => {
          event.preventDefault()
          done(note.trim())
        }}
      >
        <label htmlFor="note">{decision === 'reject' ? say.whyMayBeEmpty : say.whatShouldBeDifferent}</label>
        <input id="note" value={note} maxLength={4000} onChange={event => setNote(event.target.value)} autoFocus required={decision === 'regenerate'} />
        <div className="buttons">
          <button className="main">{decision === 'reject' ? say.rejectPlain : say.makeAnother}</button>
          <button type="button" onClick={close}>
            {say.back}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

/** What the keyboard does here. */
export const Keys = ({can}: {can: Record<'may' | 'again' | 'select', boolean>}) => <KeyList of={REVIEW.filter(([, , needed]) => !needed || can[needed])} />
export const SheetKeys = ({may}: {may: boolean}) => <KeyList of={SHEET.filter(([, , needed]) => !needed || may)} />

const BATCHES_MAX = 10

/** Where what was decided went to: its batches, and their files. */
export function Decided({of}: {of: string[]}) {
  const shown = of.slice(0, BATCHES_MAX)
  const known = useQueries({queries: shown.map(id => ({queryKey: ['batch', id], queryFn: () => good(client.GET('/v1/batches/{id}', {params: {path: {id}}}))}))})
  return (
    <ul className="decided" aria-label={say.batchesJustDecided}>
      {shown.map((id, at) => (
        <li key={id}>
          <Link to={`/console/batches/${id}`}>{known[at]?.data?.name ?? say.toTheBatch}</Link>{' '}
          <Link to={`/console/batches/${id}?open=download`} aria-label={say.downloadFrom(known[at]?.data?.name ?? say.theBatch)}>
            {say.download}
          </Link>
        </li>
      ))}
    </ul>
  )
}

const TOLD_MAX = 5

/** Decisions that were refused, each with the picture that it was about. */
export function NotDecided({of}: {of: readonly Refusal<Answer>[]}) {
  if (of.length === 0) return null
  return (
    <div className="refused" role="alert">
      <ul>
        {of.slice(0, TOLD_MAX).map(({what, why}) => (
          <li key={gateId(what.gate)}>
            <strong>{what.gate.name}</strong> {say.wasNotDecided} {why instanceof Problem ? why.message : say.theServerCannotBeReached}
          </li>
        ))}
        {of.length > TOLD_MAX && <li>{say.andMore(of.length - TOLD_MAX)}</li>}
      </ul>
    </div>
  )
}
