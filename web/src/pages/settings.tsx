import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {useState} from 'react'
import {Link, useSearchParams} from 'react-router'
import {client, good, once, type Webhook} from '../api'
import {useMay, useMe} from '../app'
import {Curl} from '../curl'
import {after, useOpened, useShown} from '../opened'
import {Dialog, Empty, Loading, Refused, Status, Wrong} from '../parts'
import {Prices, Providers} from '../providers'
import {ACTIONS, Table} from '../table'
import {ago, moment, } from '../words'
import {Limits} from './limits'
import {Members} from './members'
import {KeyForm, KeyMade, useNewKey} from './newkey'
import {settings as say} from '../words/settings'

const TABS = ['keys', 'members', 'providers', 'prices', 'webhooks', 'limits', 'doctor'] as const

export function Settings() {
  const [search] = useSearchParams()
  const admin = useMay('admin')
  const me = useMe()
  const tab = TABS.find(one => one === search.get('tab')) ?? (admin ? 'keys' : 'webhooks')
  const tabs = TABS.filter(one => (one === 'keys' || one === 'members' ? admin : one === 'limits' || one === 'doctor' ? me?.operator : true))
  return (
    <>
      <h1>{say.settings}</h1>
      <nav className="chips" aria-label={say.settings}>
        {tabs.map(one => (
          <Link key={one} to={`?tab=${one}`} aria-current={one === tab ? 'page' : undefined}>
            {say.tabs[one]}
          </Link>
        ))}
      </nav>
      {tab === 'keys' && (admin ? <Keys /> : <Forbidden least={say.admins} />)}
      {tab === 'members' && (admin ? <Members /> : <Forbidden least={say.admins} />)}
      {tab === 'providers' && <Providers />}
      {tab === 'prices' && <Prices />}
      {tab === 'webhooks' && <Webhooks />}
      {tab === 'doctor' && (me?.operator ? <Doctor /> : <Forbidden least={say.operators} />)}
      {tab === 'limits' && (me?.operator ? <Limits /> : <Forbidden least={say.operators} />)}
    </>
  )
}

function Forbidden({least}: {least: string}) {
  return (
    <Empty title={say.yourKeyMayNotSeeThis}>
      <p>{say.needsRole(least)}</p>
    </Empty>
  )
}

/** What the server's machine has and lacks; what is missing comes first. */
function Doctor() {
  const found = useQuery({queryKey: ['doctor'], queryFn: () => good(client.GET('/v1/doctor'))})
  if (found.isPending) return <Loading what={say.whatTheMachineHas} />
  if (found.isError) return <Wrong error={found.error} what={say.examination} retry={() => void found.refetch()} />
  const {items} = found.data
  const bad = items.filter(one => !one.good)
  return (
    <>
      <p className="row wrap">
        <Status of={bad.length ? 'failed' : 'succeeded'} label={bad.length ? say.missing(bad.length) : say.nothingIsMissing} />
        <button disabled={found.isFetching} onClick={() => void found.refetch()}>
          {found.isFetching ? say.looking : say.lookAgain}
        </button>
      </p>
      <Table label={say.whatTheMachineHasTitle}>
        {[...bad, ...items.filter(one => one.good)].map(one => (
          <tr key={one.what}>
            <td>
              <Status of={one.good ? 'succeeded' : 'failed'} label={one.good ? say.good : say.missingWord} />
            </td>
            <td>
              <strong>{one.what}</strong>
            </td>
            <td className="text">{one.found}</td>
          </tr>
        ))}
      </Table>
      <Curl path="/v1/doctor" />
    </>
  )
}

function Keys() {
  const queries = useQueryClient()
  const keys = useQuery({queryKey: ['keys'], queryFn: () => good(client.GET('/v1/keys'))})
  const me = useMe()
  const {make, made, error, forget} = useNewKey()
  const {what, open, close} = useOpened()
  const revoke = useMutation({
    mutationFn: (id: string) => good(client.DELETE('/v1/keys/{id}', {params: {path: {id}}})),
    onSettled: () => {
      void close()
      void queries.invalidateQueries({queryKey: ['keys']})
    }
  })
  if (keys.isPending) return <Loading what={say.keys} />
  if (keys.isError) return <Wrong error={keys.error} what={say.listOfKeys} retry={() => void keys.refetch()} />
  const gone = keys.data.items.find(one => one.id === after('revoke', what))
  return (
    <>
      <KeyForm make={make} />
      <Refused error={error ?? revoke.error} />
      {keys.data.items.length === 0 ? (
        <p className="note">{say.noKeyYet}</p>
      ) : (
        <Table label={say.keysTitle} stacked columns={[say.key, say.role, say.made, say.used, say.ends, ACTIONS]}>
          {keys.data.items.map(one => (
            <tr key={one.id}>
              <td>
                {one.name}
                <span className="small block">{one.user}</span>
              </td>
              <td data-label="Role">{one.role}</td>
              <td data-label="Made">
                {say.madeBy(one.created_at, one.created_by)}
              </td>
              <td data-label="Used">{one.used_at ? ago(one.used_at) : say.notSinceTheStart}</td>
              <td data-label="Ends">{one.expires_at ? moment(one.expires_at) : say.never}</td>
              <td>
                <button className="quiet" onClick={() => open(`revoke:${one.id}`)} aria-label={say.revokeNamed(one.name)}>
                  {say.revoke}
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Curl path="/v1/keys" />
      {made && <KeyMade of={made} close={forget} />}
      {gone && (
        <Dialog title={say.revokeAsked(gone.name)} close={close}>
          <p>{say.itOpensNothingFromThenOn}</p>
          {gone.user === me?.user && <p className="banner bad">{say.mayLockOut}</p>}
          <div className="buttons">
            <button className="danger" onClick={() => revoke.mutate(gone.id)}>
              {say.revokeIt}
            </button>
            <button onClick={close}>{say.keepIt}</button>
          </div>
        </Dialog>
      )}
    </>
  )
}

function Webhooks() {
  const admin = useMay('admin')
  const queries = useQueryClient()
  const hooks = useQuery({queryKey: ['webhooks'], queryFn: () => good(client.GET('/v1/webhooks', {params: {query: {limit: 100}}}))})
  const [made, setMade] = useState<Webhook>()
  const make = useMutation({
    mutationFn: (body: {url: string; events: string[]}) => good(client.POST('/v1/webhooks', {params: once(), body})),
    onSuccess: hook => {
      setMade(hook)
      void queries.invalidateQueries({queryKey: ['webhooks']})
    }
  })
  if (hooks.isPending) return <Loading what={say.webhooks} />
  if (hooks.isError) return <Wrong error={hooks.error} what={say.listOfWebhooks} retry={() => void hooks.refetch()} />
  return (
    <>
      {admin && (
        <form
          className="across"
          aria-label={say.newWebhook}
          onSubmit={event => {
            event.preventDefault()
            const form = new FormData(event.currentTarget)
            const events = String(form.get('events')).split(/[\s,]+/).filter(Boolean)
            make.mutate({url: String(form.get('url')), events})
            event.currentTarget.reset()
          }}
        >
          <label>
            {say.address}
            <input name="url" type="url" required placeholder={say.addressExample} />
          </label>
          <label>
            {say.events}
            <input name="events" required defaultValue="batch, run_failed, gate" />
          </label>
          <button className="main">{say.add}</button>
        </form>
      )}
      <Refused error={make.error} />
      {hooks.data.items.length === 0 && <p className="note">{say.nobodyIsToldWhatHappensHere}</p>}
      {hooks.data.items.map(one => (
        <Hook key={one.id} hook={one} />
      ))}
      <Curl path="/v1/webhooks?limit=100" />
      {made && (
        <Dialog title={say.theSecretOfTheWebhook} close={() => setMade(undefined)}>
          <p>{say.signedWithIt}</p>
          <pre className="secret">{made.secret}</pre>
          <div className="buttons">
            <button className="main" onClick={() => setMade(undefined)}>
              {say.iHaveIt}
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}

function Hook({hook}: {hook: Webhook}) {
  const admin = useMay('admin')
  const queries = useQueryClient()
  const [open, setOpen] = useShown(`deliveries:${hook.id}`)
  const path = {id: hook.id}
  const again = () => {
    for (const what of ['webhooks', 'deliveries']) void queries.invalidateQueries({queryKey: [what]})
  }
  const act = useMutation({
    mutationFn: (what: 'ping' | 'switch' | 'delete'): Promise<unknown> =>
      what === 'ping'
        ? good(client.POST('/v1/webhooks/{id}/ping', {params: {path}}))
        : what === 'switch'
          ? good(client.PATCH('/v1/webhooks/{id}', {params: {path}, body: {enabled: !hook.enabled}}))
          : good(client.DELETE('/v1/webhooks/{id}', {params: {path}})),
    onSettled: again
  })
  return (
    <article className="card">
      <div className="row wrap">
        <strong className="text">{hook.url}</strong>
        <Status of={!hook.enabled ? 'paused' : hook.failing_since ? 'failed' : 'succeeded'} label={!hook.enabled ? say.off : hook.failing_since ? say.failing : say.taken} />
      </div>
      <p className="small">
        {hook.events.join(', ')} {hook.disabled_reason && `· ${hook.disabled_reason}`}
      </p>
      <div className="buttons">
        <button className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {say.deliveries}
        </button>
        {admin && (
          <>
            <button className="quiet" onClick={() => act.mutate('ping')}>
              {say.ping}
            </button>
            <button className="quiet" onClick={() => act.mutate('switch')}>
              {hook.enabled ? say.switchOff : say.switchOn}
            </button>
            <button className="quiet" onClick={() => act.mutate('delete')}>
              {say.deleteIt}
            </button>
          </>
        )}
      </div>
      <Refused error={act.error} />
      {open && <Deliveries hook={hook} again={again} />}
    </article>
  )
}

function Deliveries({hook, again}: {hook: Webhook; again: () => void}) {
  const admin = useMay('admin')
  const path = {id: hook.id}
  const found = useQuery({
    queryKey: ['deliveries', hook.id],
    queryFn: () => good(client.GET('/v1/webhooks/{id}/deliveries', {params: {path, query: {limit: 50}}})),
    refetchInterval: 3000
  })
  const redeliver = useMutation({
    mutationFn: (sequence: number) => good(client.POST('/v1/webhooks/{id}/redeliver', {params: {path}, body: {sequence}})),
    onSettled: again
  })
  if (!found.data) return <Loading what={say.deliveriesWord} />
  if (found.data.items.length === 0) return <p className="note">{say.nothingHasBeenSentYet}</p>
  return (
    <>
      <Table label={say.deliveries}>
        {found.data.items.map(one => (
          <tr key={one.number}>
            <td>
              <Status of={one.taken ? 'succeeded' : 'failed'} label={one.status ? String(one.status) : say.noAnswer} />
            </td>
            <td>{one.event}</td>
            <td>{ago(one.at)}</td>
            <td className="small clip">{one.taken ? '' : one.answer}</td>
            <td>
              {admin && one.sequence !== undefined && (
                <button className="quiet" onClick={() => redeliver.mutate(one.sequence!)}>
                  {say.sendAgain}
                </button>
              )}
            </td>
          </tr>
        ))}
      </Table>
      <Refused error={redeliver.error} />
      <Curl path={`/v1/webhooks/${hook.id}/deliveries?limit=50`} />
    </>
  )
}
