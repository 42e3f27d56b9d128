import {useMutation, useQueryClient} from '@tanstack/react-query'
import {Link, useLocation, useNavigate} from 'react-router'
import {client, good, once} from '../api'
import {useMay} from '../app'
import {Curl} from '../curl'
import {after, useOpened} from '../opened'
import {Dialog, Refused, Status} from '../parts'
import type {Problem} from './edit'
import {redo, undo} from './history'
import {editor as say} from '../words/editor'

/** A way from one history to another. */
export type Step = typeof undo

/** To where it is tried, with the first thing that is needed there in focus. */
function toTrial() {
  const trial = document.querySelector<HTMLElement>('.trial')
  trial?.scrollIntoView({block: 'center'})
  trial?.querySelector<HTMLElement>('input, select, textarea, button')?.focus({preventScroll: true})
}

type BarGiven = {title: string; isTaken: boolean; toName: () => void; text: string; saved: string; problems: readonly Problem[] | undefined; notices: number; begun: boolean; green: boolean; waits: boolean; published: number | undefined; can: {undo: boolean; redo: boolean}; step: (how: Step) => void; leave: (to: string, published: boolean) => void}

/** What the file is called, how it stands, and what can be done with it as a whole. */
export function Bar({title, isTaken, toName, text, saved, problems, notices, begun, green, waits, published, can, step, leave}: BarGiven) {
  const go = useNavigate()
  const queries = useQueryClient()
  const {what, open, close} = useOpened()
  const admin = useMay('admin')
  const came = useLocation().state as {saved?: boolean} | null
  const isSaved = text === saved && !!came?.saved
  const save = useMutation({
    mutationFn: async (publish: boolean) => {
      const made = await good(client.POST('/v1/workflows', {params: once(), body: {source: text}}))
      const path = {name: made.name, version: made.version}
      return publish ? good(client.POST('/v1/workflows/{name}/versions/{version}/publish', {params: {path}})) : made
    },
    onSuccess: async (made, published) => {
      await queries.invalidateQueries({queryKey: ['workflows']})
      queries.removeQueries({queryKey: ['workflow', made.name]})
      // the editor goes on at once with what it has just sent
      if (!published) queries.setQueryData(['workflow', made.name, made.version], {...made, source: text})
      leave(made.name, published)
      await go(`/console/workflows/${made.name}${published ? '' : '/edit'}?version=${made.version}`, {state: {saved: !published}})
    }
  })
  const ready = begun && problems?.length === 0 && !save.isPending
  const untried = ready && !green && published === undefined
  /** Another workflow of the same name would become an older version of this one: that is asked first. */
  const send = (publish: boolean) => (isTaken ? open(publish ? 'taken:publish' : 'taken:draft') : save.mutate(publish))
  const wanted = isTaken ? after('taken', what) : undefined
  return (
    <>
      <div className="row wrap">
        <div>
          <p className="small">
            <Link to="/console/workflows">{say.workflows}</Link>
          </p>
          <h1>{title || say.newWorkflow}</h1>
        </div>
        <div className="buttons">
          <span role="status">
            {isSaved && <Status of="succeeded" label={say.saved} />} {!problems ? <Status of="running" label={say.checking} /> : problems.length > 0 ? <Status of="failed" label={say.mistakes(problems.length)} /> : begun ? <Status of="succeeded" label={say.noMistakes} /> : <Status of="pending" label={say.addAStepToBegin} />}{' '}
            {notices > 0 && problems && <Status of="waiting" label={say.notices(notices)} />}
          </span>
          <button type="button" disabled={!can.undo} onClick={() => step(undo)}>
            {say.undo}
          </button>
          <button type="button" disabled={!can.redo} onClick={() => step(redo)}>
            {say.redo}
          </button>
          <button type="button" disabled={!ready || text === saved} onClick={() => send(false)}>
            {say.saveAsDraft}
          </button>
          <button type="button" className={green ? 'main' : ''} disabled={!ready || !green || published !== undefined} title={say.whatPublishIs} aria-describedby={untried ? 'why-not' : undefined} onClick={() => send(true)}>
            {say.publish}
          </button>
        </div>
      </div>
      <div className="whys">
        {published !== undefined && <p className="small why">{say.asPublished(published)}</p>}
        {untried && (
          <p className="small why" id="why-not">
            {say.publishedAfterOneRun}{' '}
            <button type="button" className="quiet" onClick={toTrial}>
              {waits ? say.answerTheTry : say.tryItOnce}
            </button>
            {admin && (
              <button type="button" className="quiet" onClick={() => open('untried')}>
                {say.orPublishUntried}
              </button>
            )}
          </p>
        )}
        {begun && !!problems?.length && text !== saved && <p className="small why">{say.keptUntilMended}</p>}
      </div>
      <Refused error={save.error} />
      <Curl path="/v1/workflows" method="POST" body={{source: text}} label={say.curlSave} />
      {wanted && ready && (
        <Dialog title={say.nameOfAnother(title)} close={close}>
          <p>{say.becomesItsNext}</p>
          <div className="buttons">
            <button type="button" className="main" onClick={() => void close().then(toName)}>
              {say.anotherName}
            </button>
            <button type="button" onClick={() => void close().then(() => save.mutate(wanted === 'publish'))}>
              {wanted === 'publish' ? say.publishAsItsNext : say.saveAsItsNext}
            </button>
            <button type="button" onClick={close}>
              {say.cancel}
            </button>
          </div>
        </Dialog>
      )}
      {what === 'untried' && untried && admin && (
        <Dialog title={say.publishWhatWasNotTried} close={close}>
          <p>{say.notTried}</p>
          <Curl path={`/v1/workflows/${title}/versions/N/publish`} method="POST" />
          <div className="buttons">
            <button
              type="button"
              className="main"
              onClick={() => void close().then(toTrial)}
            >
              {say.tryItFirst}
            </button>
            <button
              type="button"
              onClick={() => void close().then(() => send(true))}
            >
              {say.publishUntried}
            </button>
            <button type="button" onClick={close}>
              {say.cancel}
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
