import {useQuery, useQueryClient} from '@tanstack/react-query'
import {createContext, type FormEvent, Suspense, useContext, useEffect, useRef, useState} from 'react'
import {lazily} from './lazily'
import {Link, Navigate, Route, Routes, useLocation} from 'react-router'
import {allows, client, good, key, type Me, onSignedOut, Problem, type Role, tabs} from './api'
import {ME} from './ahead'
import {Boundary} from './boundary'
import {useConnection} from './connection'
import {type Refusal, settled} from './outbox'
import {Dialog, Empty, Loading, Refused, Wrong} from './parts'
import {KeysOf} from './keys'
import {BatchPage} from './pages/batch'
import {Home} from './pages/home'
import {usePlaces} from './scroll'
import {spendIn} from './words'
import {shell as say} from './words/shell'

// what most people see first comes with the page, the others when they are wanted
const PARTS = {
  editor: () => import('./editor/editor'),
  appview: () => import('./pages/appview'),
  assets: () => import('./pages/assets'),
  item: () => import('./pages/item'),
  newrun: () => import('./pages/newrun'),
  review: () => import('./pages/review'),
  settings: () => import('./pages/settings'),
  workflows: () => import('./pages/workflows')
}
const EditorPage = lazily(PARTS.editor)
const AppView = lazily(async () => ({default: (await PARTS.appview()).AppView}))
const Assets = lazily(async () => ({default: (await PARTS.assets()).Assets}))
const AssetPage = lazily(async () => ({default: (await PARTS.assets()).AssetPage}))
const ItemPage = lazily(async () => ({default: (await PARTS.item()).ItemPage}))
const NewRun = lazily(async () => ({default: (await PARTS.newrun()).NewRun}))
const Review = lazily(async () => ({default: (await PARTS.review()).Review}))
const Settings = lazily(async () => ({default: (await PARTS.settings()).Settings}))
const Workflows = lazily(async () => ({default: (await PARTS.workflows()).Workflows}))
const WorkflowPage = lazily(async () => ({default: (await PARTS.workflows()).WorkflowPage}))

const PLACES_OF: [RegExp, keyof typeof PARTS][] = [
  [/^\/console\/(editor|workflows\/[^/]+\/edit)$/, 'editor'],
  [/^\/console\/workflows\/[^/]+\/app$/, 'appview'],
  [/^\/console\/workflows\/[^/]+\/run$/, 'newrun'],
  [/^\/console\/workflows/, 'workflows'],
  [/^\/console\/assets?(\/|$)/, 'assets'],
  [/^\/console\/runs\//, 'item'],
  [/^\/console\/review$/, 'review'],
  [/^\/console\/settings$/, 'settings']
]

/** Begins to fetch the part of the console that an address is in, before anything is known of who looks. */
export function fetchPart(path: string) {
  const found = PLACES_OF.find(([place]) => place.test(path))
  // whoever shows it tells what went wrong
  if (found) void PARTS[found[1]]().catch(() => undefined)
}

const MeContext = createContext<Me | undefined>(undefined)
export const useMe = () => useContext(MeContext)
/** Whether whoever is signed in may do what needs this role; nobody sees a button that he may not press. */
export const useMay = (least: Role) => allows(useMe(), least)

export function App() {
  const [signedIn, setSignedIn] = useState(() => key.get() !== undefined)
  const [why, setWhy] = useState<string>()
  const queries = useQueryClient()
  function leave(reason?: string) {
    key.forget()
    queries.clear()
    setWhy(reason)
    setSignedIn(false)
  }
  useEffect(() => {
    onSignedOut(leave)
    tabs.onLeft(() => {
      // what this tab still has to send goes out with its key
      if (key.get()) void settled().then(() => leave(say.signedOutElsewhere))
    })
  })
  if (!signedIn) {
    return <SignIn why={why} done={() => setSignedIn(true)} />
  }
  function signOut() {
    tabs.leave()
    leave()
  }
  return <Shell leave={signOut} />
}

function token(): string | undefined {
  return /^#sign-in=([\w-]+)$/.exec(location.hash)?.[1]
}

async function redeem(token: string): Promise<string> {
  const answer = await fetch('/console/sign-in', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({token})
  })
  const said = await answer.json()
  if (!answer.ok) throw new Problem(answer.status, said.detail)
  return said.key
}

function SignIn({why, done}: {why: string | undefined; done: () => void}) {
  const [given, setGiven] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const begun = useRef(false)

  async function enter(secret: string) {
    setBusy(true)
    setError(undefined)
    try {
      key.set(secret)
      await good(client.GET('/v1/me'))
      done()
    } catch (failure) {
      key.forget()
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  useEffect(() => {
    const link = token()
    if (!link || begun.current) return
    begun.current = true
    history.replaceState(null, '', location.pathname)
    setBusy(true)
    redeem(link).then(enter, failure => {
      setError(failure)
      setBusy(false)
    })
  }, [])

  function submit(event: FormEvent) {
    event.preventDefault()
    void enter(given.trim())
  }
  return (
    <main className="signin">
      <form onSubmit={submit}>
        <img src="/console/icon.svg" alt="" width="44" height="44" />
        <h1>{say.backlot}</h1>
        {why && <p className="note">{why}</p>}
        <label htmlFor="key">{say.key}</label>
        <input id="key" type="password" autoComplete="current-password" value={given} onChange={event => setGiven(event.target.value)} autoFocus required />
        <button className="main" disabled={busy}>
          {busy ? say.signingIn : say.signIn}
        </button>
        <Refused error={error} />
        <p className="small">
          {say.keyNeeded} <code>backlot serve</code> {say.linkWorksOnce}{' '}
          <code>backlot key create</code> {say.anotherKey} <code>admin.key</code> {say.keyIsForgotten}
        </p>
      </form>
    </main>
  )
}

function Connection() {
  const state = useConnection()
  const queries = useQueryClient()
  useEffect(() => {
    if (state === 'back') void queries.invalidateQueries()
  }, [state, queries])
  return (
    <div role="status" aria-live="polite" className={`connection ${state}`}>
      {state === 'lost' && say.connectionLostTryingAgain}
      {state === 'back' && say.connectedAgain}
    </div>
  )
}

/** Decisions that still wait to be sent go out first; what cannot be sent is told before the key is forgotten. */
function SignOut({leave}: {leave: () => void}) {
  const [busy, setBusy] = useState(false)
  const [left, setLeft] = useState<Refusal<unknown>[]>([])
  async function signOut() {
    setBusy(true)
    const refused = await settled()
    setBusy(false)
    if (refused.length === 0) leave()
    else setLeft(refused)
  }
  return (
    <>
      <button className="quiet" disabled={busy} onClick={() => void signOut()}>
        {busy ? say.sending : say.signOut}
      </button>
      {left.length > 0 && (
        <Dialog title={say.youAreStillSignedIn} close={() => setLeft([])}>
          <p>{say.couldNotBeSent(left.length)}</p>
          <Refused error={left[0]?.why} />
          <div className="buttons">
            <button className="main" onClick={() => setLeft([])}>
              {say.stay}
            </button>
            <button onClick={leave}>{say.signOutWithoutSending}</button>
          </div>
        </Dialog>
      )}
    </>
  )
}

/** Where one can go, and which pages belong there. */
const PLACES = [
  {to: '/', name: say.home, holds: /^\/(console\/(batches|runs)\/.*)?$/},
  {to: '/console/workflows', name: say.workflows, holds: /^\/console\/(workflows|editor)(\/|$)/},
  {to: '/console/assets', name: say.assets, holds: /^\/console\/assets?(\/|$)/},
  {to: '/console/review', name: say.review, holds: /^\/console\/review$/},
  {to: '/console/settings', name: say.settings, holds: /^\/console\/settings$/}
]

function Shell({leave}: {leave: () => void}) {
  const me = useQuery(ME)
  const place = useLocation().pathname
  usePlaces()
  if (me.isPending) return <Loading what={say.theConsole} />
  if (me.isError) return <Wrong error={me.error} what={say.console} retry={() => void me.refetch()} />
  spendIn(me.data.currency)
  return (
    <MeContext value={me.data}>
      <a className="skip" href="#content">
        {say.skipToTheContent}
      </a>
      <header className="top">
        <Link to="/" className="brand">
          <img src="/console/icon.svg" alt="" width="22" height="22" />
          {say.backlot}
        </Link>
        <nav aria-label={say.main}>
          {PLACES.map(one => (
            <Link key={one.to} to={one.to} className={one.holds.test(place) ? 'active' : ''} aria-current={place === one.to ? 'page' : one.holds.test(place) ? 'true' : undefined}>
              {one.name}
            </Link>
          ))}
        </nav>
        <span className="who" title={say.tenant(me.data.tenant)}>
          {me.data.user === me.data.role ? me.data.role : `${me.data.user} · ${me.data.role}`}
        </span>
        <SignOut leave={leave} />
      </header>
      <Connection />
      <KeysOf place={place} />
      <main id="content" tabIndex={-1}>
        <Suspense fallback={<Loading what={say.thePage} />}>
          {/* another address is another page: it is tried anew */}
          <Boundary key={place} what={say.page}>
            <Routes>
              <Route path="/" element={<Home />} />
              <Route path="/console/" element={<Navigate to="/" replace />} />
              <Route path="/console/batches/:id" element={<BatchPage />} />
              <Route path="/console/runs/:id" element={<ItemPage />} />
              <Route path="/console/assets" element={<Assets />} />
              {/* not below /console/assets, where the page's own parts are */}
              <Route path="/console/asset/:sha" element={<AssetPage />} />
              <Route path="/console/review" element={<Review />} />
              <Route path="/console/workflows" element={<Workflows />} />
              <Route path="/console/workflows/:name" element={<WorkflowPage />} />
              <Route path="/console/editor" element={<EditorPage />} />
              <Route path="/console/workflows/:name/edit" element={<EditorPage />} />
              <Route path="/console/workflows/:name/run" element={<NewRun />} />
              <Route path="/console/workflows/:name/app" element={<AppView />} />
              <Route path="/console/settings" element={<Settings />} />
              <Route
                path="*"
                element={
                  <Empty title={say.thereIsNothingHere} page>
                    <Link to="/">{say.goHome}</Link>
                  </Empty>
                }
              />
            </Routes>
          </Boundary>
        </Suspense>
      </main>
    </MeContext>
  )
}
