import createClient from 'openapi-fetch'
import type {components, paths} from './generated/backlot'
import {connection} from './connection'
import {Tabs} from './tabs'
import {shell as say} from './words/shell'

type Schemas = components['schemas']
export type Asset = Schemas['Asset']
export type Batch = Schemas['Batch']
export type Run = Schemas['Run']
export type Step = Schemas['Step']
export type Gate = Schemas['Gate']
export type Workflow = Schemas['Workflow']
export type Key = Schemas['Key']
export type Limit = Schemas['ResourceLimit']
export type TenantLimits = Schemas['TenantLimits']
export type NewTenantLimits = Schemas['NewTenantLimits']
export type Me = Schemas['Me']
export type Role = Schemas['Role']
export type BatchSteps = Schemas['BatchSteps']
export type DryRun = Schemas['DryRun']
export type Failure = Schemas['Failure']
export type FailureGroup = Schemas['FailureGroup']
export type Webhook = Schemas['Webhook']
export type Delivery = Schemas['Delivery']

/** The key lives in the tabs alone and is sent as a header: no cookie, so no other site can use it. */
const STORED = 'backlot.key'
export const key = {
  get: () => sessionStorage.getItem(STORED) ?? undefined,
  set: (value: string) => sessionStorage.setItem(STORED, value),
  forget: () => sessionStorage.removeItem(STORED)
}
export const tabs = new Tabs(key)

export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly errors: {field: string; message: string}[] = []
  ) {
    super(detail)
  }
}

let signedOut: (why: string) => void = () => {}
export const onSignedOut = (listener: (why: string) => void) => {
  signedOut = listener
}

const TURNS_MAX = 5

/** As long as the server wants us to wait, and ten seconds at most. */
const wanted = (answer: Response) => new Promise(resume => setTimeout(resume, Math.min(Number(answer.headers.get('Retry-After')) || 1, 10) * 1000))

/** What was asked for before the page was here, once; only with the key that it was asked with. */
function early(request: Request, key: string | undefined): Promise<Response | undefined> | undefined {
  const asked = window.backlotEarly
  if (!asked || asked.key !== key || request.method !== 'GET') return undefined
  const path = request.url.slice(location.origin.length)
  const found = asked.answers.get(path)
  asked.answers.delete(path)
  return found
}

/** `fetch` with the key, which tells the page whether the server can be reached, and waits where it asks for that. */
export async function send(request: Request, turn = 1): Promise<Response> {
  const sent = key.get()
  if (sent) request.headers.set('Authorization', `Bearer ${sent}`)
  let answer: Response | undefined
  try {
    const asked = early(request, sent)
    answer = (asked && (await asked)) ?? (await fetch(request.method === 'GET' ? request.clone() : request))
  } catch (failure) {
    if (!request.signal.aborted) connection.lost()
    throw failure
  }
  connection.reached()
  if (answer.status === 429 && request.method === 'GET' && turn < TURNS_MAX) {
    await wanted(answer)
    request.signal.throwIfAborted()
    return send(request, turn + 1)
  }
  if (answer.status === 401 && sent && sent === key.get()) signedOut(say.keyOpensNothing)
  return answer
}

export const client = createClient<paths>({baseUrl: location.origin, fetch: request => send(request)})

/** The data of an answer, or its problem thrown. */
export async function good<T>(answer: Promise<{data?: T; error?: unknown; response: Response}>): Promise<T> {
  const {data, error, response} = await answer
  if (response.ok) return data as T
  const said = (error ?? {}) as Partial<Schemas['Problem']>
  throw new Problem(response.status, said.detail ?? say.serverAnswered(response.status), said.errors ?? [])
}

export async function bytes(path: string, signal?: AbortSignal): Promise<Blob> {
  const answer = await send(new Request(path, {signal: signal ?? null}))
  if (!answer.ok) throw new Problem(answer.status, say.serverAnswered(answer.status))
  return answer.blob()
}

/** One file, once: where the server asks to wait, it is sent again under the same key. */
export async function upload(file: File | Blob, name: string): Promise<Schemas['Asset']> {
  const headers = {'Content-Type': 'application/octet-stream', 'Idempotency-Key': crypto.randomUUID()}
  const request = () => new Request(`/v1/assets?name=${encodeURIComponent(name)}`, {method: 'POST', body: file, headers})
  let answer = await send(request())
  for (let turn = 2; [429, 503].includes(answer.status) && turn <= TURNS_MAX; turn++) {
    await wanted(answer)
    answer = await send(request())
  }
  const said = await answer.json()
  if (!answer.ok) throw new Problem(answer.status, said.detail ?? say.uploadFailed, said.errors ?? [])
  return said
}

/** Whether the server can draw a picture; where it does not say, nobody is kept from it. */
export async function isReadable(path: string): Promise<boolean> {
  try {
    const answer = await send(new Request(path))
    // the body is of no use here, but a connection is free once it has come
    await answer.arrayBuffer()
    return answer.status !== 204
  } catch {
    return true
  }
}

/** Once for each click, however often the request is sent. */
export const once = () => ({header: {'Idempotency-Key': crypto.randomUUID()}})

const RANK: Role[] = ['viewer', 'operator', 'editor', 'admin']
export const allows = (me: Me | undefined, least: Role) => !!me && RANK.indexOf(me.role) >= RANK.indexOf(least)
