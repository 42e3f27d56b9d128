import {useMutation, useQueryClient} from '@tanstack/react-query'
import {useState} from 'react'
import {Link, useLocation, useNavigate} from 'react-router'
import {client, good, once} from '../api'
import {useMay} from '../app'
import {Curl} from '../curl'
import {Dialog, Refused, Status} from '../parts'
import {plural} from '../words'
import type {Problem} from './edit'
import {redo, undo} from './history'

/** A way from one history to another. */
export type Step = typeof undo

/** To where it is tried, with the first thing that is needed there in focus. */
function toTrial() {
  const trial = document.querySelector<HTMLElement>('.trial')
  trial?.scrollIntoView({block: 'center'})
  trial?.querySelector<HTMLElement>('input, select, textarea, button')?.focus({preventScroll: true})
}

type BarGiven = {title: string; text: string; saved: string; problems: readonly Problem[] | undefined; notices: number; begun: boolean; green: boolean; published: number | undefined; can: {undo: boolean; redo: boolean}; step: (how: Step) => void; leave: (to: string, published: boolean) => void}

/** What the file is called, how it stands, and what can be done with it as a whole. */
export function Bar({title, text, saved, problems, notices, begun, green, published, can, step, leave}: BarGiven) {
  const go = useNavigate()
  const queries = useQueryClient()
  const [asked, ask] = useState(false)
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
  return (
    <>
      <div className="row wrap">
        <div>
          <p className="small">
            <Link to="/console/workflows">Workflows</Link>
          </p>
          <h1>{title || 'New workflow'}</h1>
        </div>
        <div className="buttons">
          <span role="status">
            {isSaved && <Status of="succeeded" label="Saved" />} {!problems ? <Status of="running" label="Checking" /> : problems.length > 0 ? <Status of="failed" label={plural(problems.length, 'mistake')} /> : begun ? <Status of="succeeded" label="No mistakes" /> : <Status of="pending" label="Add a step to begin" />}{' '}
            {notices > 0 && problems && <Status of="waiting" label={plural(notices, 'notice')} />}
          </span>
          <button type="button" disabled={!can.undo} onClick={() => step(undo)}>
            Undo
          </button>
          <button type="button" disabled={!can.redo} onClick={() => step(redo)}>
            Redo
          </button>
          <button type="button" disabled={!ready || text === saved} onClick={() => save.mutate(false)}>
            Save as draft
          </button>
          <button type="button" className={green ? 'main' : ''} disabled={!ready || !green || published !== undefined} aria-describedby={ready && !green && published === undefined ? 'why-not' : undefined} onClick={() => save.mutate(true)}>
            Publish
          </button>
        </div>
      </div>
      {published !== undefined && <p className="small why">This is version {published} as it is published. What you change becomes the next one.</p>}
      {ready && !green && published === undefined && (
        <p className="small why" id="why-not">
          It is published after one good run:{' '}
          <button type="button" className="quiet" onClick={toTrial}>
            try it once
          </button>
          {admin && (
            <button type="button" className="quiet" onClick={() => ask(true)}>
              or publish untried…
            </button>
          )}
        </p>
      )}
      {begun && !!problems?.length && text !== saved && <p className="small why">With mistakes it cannot be saved on the server. It is kept in this browser until they are mended.</p>}
      <Refused error={save.error} />
      <Curl path="/v1/workflows" method="POST" body={{source: text}} label="curl: save" />
      {asked && (
        <Dialog title="Publish what was not tried?" close={() => ask(false)}>
          <p>This text has not had one good run. A published version never changes: a mistake in it is mended in the next one.</p>
          <Curl path={`/v1/workflows/${title}/versions/N/publish`} method="POST" />
          <div className="buttons">
            <button
              type="button"
              className="main"
              onClick={() => {
                ask(false)
                toTrial()
              }}
            >
              Try it first
            </button>
            <button
              type="button"
              onClick={() => {
                ask(false)
                save.mutate(true)
              }}
            >
              Publish untried
            </button>
            <button type="button" onClick={() => ask(false)}>
              Cancel
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
