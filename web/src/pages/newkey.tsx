import {useMutation, useQueryClient} from '@tanstack/react-query'
import {type FormEvent, useState} from 'react'
import {client, good, type Key, once, type Role} from '../api'
import {Command} from '../curl'
import {Dialog, Refused} from '../parts'
import {ROLES} from '../team'
import {settings as say} from '../words/settings'

type NewKey = {name: string; role: Role; user?: string; expires_after_minutes?: number}

const MINUTES = 24 * 60
/** What a form says of how long a key lasts; nothing is for ever. */
const lasting = (form: FormData) => {
  const days = Number(form.get('days'))
  return days > 0 ? {expires_after_minutes: days * MINUTES} : {}
}

/** Makes keys; what was made is held until it has been seen. */
export function useNewKey() {
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: (body: NewKey) => good(client.POST('/v1/keys', {params: once(), body})),
    onSuccess: () => void queries.invalidateQueries({queryKey: ['keys']})
  })
  return {make: make.mutate, made: make.data as Key | undefined, error: make.error, isBusy: make.isPending, forget: make.reset}
}

const Days = () => (
  <label>
    {say.daysItLasts}
    <input name="days" type="number" min={1} max={3650} placeholder={say.forEver} />
  </label>
)

/** A key in a line, for whoever knows what it is for. */
export function KeyForm({make}: {make: (body: NewKey) => void}) {
  const [role, setRole] = useState<Role>('viewer')
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    make({name: String(form.get('name')), role, ...lasting(form)})
    event.currentTarget.reset()
    setRole('viewer')
  }
  return (
    <>
      <form className="across" onSubmit={submit} aria-label={say.newKey}>
        <label>
          {say.whatItIsFor}
          <input name="name" required maxLength={100} />
        </label>
        <label>
          {say.role}
          <select name="role" value={role} onChange={event => setRole(event.target.value as Role)}>
            {ROLES.map(one => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <Days />
        <button className="main">{say.makeAKey}</button>
      </form>
      <p className="small under" role="status">
        <strong>{role}</strong> {say.roles[role]}
      </p>
    </>
  )
}

/** Asks who it is and what they may do, and shows what to send them. */
export function AddColleague({by: {make, made, error, isBusy}, close}: {by: ReturnType<typeof useNewKey>; close: () => void}) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const user = String(form.get('user')).trim()
    make({name: say.keyOf(user), user, role: form.get('role') as Role, ...lasting(form)})
  }
  if (made) return <KeyMade of={made} close={close} />
  return (
    <Dialog title={say.addAColleague} close={close}>
      <form onSubmit={submit}>
        <label>
          {say.whoItIs}
          <input name="user" required maxLength={100} placeholder={say.whoExample} />
        </label>
        <fieldset className="roles">
          <legend>{say.whatTheyMay}</legend>
          {ROLES.map(one => (
            <label key={one} className="inline">
              <input type="radio" name="role" value={one} defaultChecked={one === 'operator'} />
              <span>
                <strong>{one}</strong> <span className="small">{say.roles[one]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Days />
        <Refused error={error} />
        <div className="buttons">
          <button className="main" disabled={isBusy}>
            {say.makeTheirKey}
          </button>
          <button type="button" onClick={close}>
            {say.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

const isThisMachine = (host: string) => host === 'localhost' || host === '[::1]' || host.startsWith('127.')

/** A key, this once, with the address where it is of use. */
export function KeyMade({of, close}: {of: Key; close: () => void}) {
  return (
    <Dialog title={say.theKey(of.name)} close={close}>
      <p>{say.shownOnce}</p>
      <dl className="list handed">
        <div>
          <dt>{say.address}</dt>
          <dd>
            <Command text={`${location.origin}/`} />
            {isThisMachine(location.hostname) && <span className="small">{say.ofThisMachineAlone}</span>}
          </dd>
        </div>
        <div>
          <dt>{say.key}</dt>
          <dd>
            <Command text={of.key ?? ''} />
          </dd>
        </div>
      </dl>
      <p className="small">{say.howToSendIt}</p>
      <div className="buttons">
        <button className="main" onClick={close}>
          {say.iHaveIt}
        </button>
      </div>
    </Dialog>
  )
}
