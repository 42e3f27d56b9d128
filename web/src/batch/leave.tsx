import {useMutation, useQueryClient} from '@tanstack/react-query'
import {useState} from 'react'
import {type Batch, client, good} from '../api'
import {useMay} from '../app'
import {Curl} from '../curl'
import {useOpened} from '../opened'
import {Dialog, Refused} from '../parts'
import {ago} from '../words'
import {batch as say} from '../words/batch'
import {apart, isLeft} from './standing'

const NOTE_MAX = 4000

/** Says that nothing more is to be done about what failed, or who said so; it can be taken back. */
export function Leave({batch}: {batch: Batch}) {
  const may = useMay('operator')
  const queries = useQueryClient()
  const {what, open, close} = useOpened()
  const [note, setNote] = useState('')
  const at = {params: {path: {id: batch.id}}}
  const changed = (now: Batch) => {
    queries.setQueryData(['batch', batch.id], now)
    void queries.invalidateQueries({queryKey: ['batches']})
  }
  const leave = useMutation({
    mutationFn: () => good(client.PUT('/v1/batches/{id}/acknowledgement', {...at, body: {note}})),
    onSuccess: now => {
      changed(now)
      void close()
    }
  })
  const takeUp = useMutation({mutationFn: () => good(client.DELETE('/v1/batches/{id}/acknowledgement', at)), onSuccess: changed})
  const said = isLeft(batch) ? batch.acknowledged : undefined
  if (said) {
    return (
      <>
        <p className="row wrap left">
          <span className="grow">
            {say.leftAsTheyAre(said.by, ago(said.at))}
            {said.note && <q>{said.note}</q>}
          </span>
          {may && (
            <button className="quiet" onClick={() => takeUp.mutate()}>
              {say.takeUpAgain}
            </button>
          )}
        </p>
        <Refused error={takeUp.error} />
      </>
    )
  }
  const {failed, rejected} = apart(batch)
  if (!may) return null
  return (
    <>
      <div className="buttons">
        <button className="quiet" onClick={() => open('leave')}>
          {say.leaveAsTheyAre}
        </button>
      </div>
      {what === 'leave' && (
        <Dialog title={say.leaveHowMany(failed + rejected)} close={close}>
          <p>{say.whatLeavingDoes}</p>
          <form
            onSubmit={event => {
              event.preventDefault()
              leave.mutate()
            }}
          >
            <label htmlFor="note">{say.whyLeave}</label>
            <input id="note" value={note} maxLength={NOTE_MAX} onChange={event => setNote(event.target.value)} autoFocus />
            <Refused error={leave.error} />
            <div className="buttons">
              <button className="main" disabled={leave.isPending}>
                {say.leaveThem}
              </button>
              <button type="button" onClick={close}>
                {say.back}
              </button>
              <Curl path={`/v1/batches/${batch.id}/acknowledgement`} method="PUT" body={{note}} />
            </div>
          </form>
        </Dialog>
      )}
    </>
  )
}
