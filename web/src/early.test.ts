import {QueryClient} from '@tanstack/react-query'
import {expect, it, vi} from 'vitest'
import {firstAsked} from './early'

const answer = () => Promise.resolve(new Response('{}', {headers: {'Content-Type': 'application/json'}}))

const PATIENCE_MS = 30_000

it.each(['/', '/console/batches/0a-1', '/console/runs/0a-2', '/console/settings'])('what is asked early at %s is what the page asks for itself', {timeout: PATIENCE_MS}, async path => {
  vi.resetModules()
  vi.stubGlobal('location', {origin: 'http://here'})
  vi.stubGlobal('window', {})
  vi.stubGlobal('sessionStorage', {getItem: () => 'a key'})
  const asked = vi.fn((_: Request) => answer())
  vi.stubGlobal('fetch', asked)
  const {lookAhead} = await import('./ahead')
  const {tabs} = await import('./api')
  lookAhead(new QueryClient(), path)
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(firstAsked(path).length), PATIENCE_MS)
  tabs.close()
  expect(asked.mock.calls.map(([request]) => request.url)).toEqual(firstAsked(path).map(one => `http://here${one}`))
})

it.each([
  ['/', ['batches', 'latest']],
  ['/console/batches/0a-1', ['batch', '0a-1']],
  ['/console/runs/0a-2', ['run', '0a-2']]
])('whoever waits for what %s begins with has it then', {timeout: PATIENCE_MS}, async (path, data) => {
  vi.resetModules()
  vi.stubGlobal('location', {origin: 'http://here'})
  vi.stubGlobal('window', {})
  vi.stubGlobal('sessionStorage', {getItem: () => 'a key'})
  vi.stubGlobal('fetch', () => answer())
  const {lookAhead} = await import('./ahead')
  const {tabs} = await import('./api')
  const queries = new QueryClient()
  await lookAhead(queries, path)
  tabs.close()
  expect([queries.getQueryData(['me']), queries.getQueryData(data)]).toEqual([{}, {}])
})

it('what comes early but after the page answers nothing later', {timeout: PATIENCE_MS}, async () => {
  vi.resetModules()
  const here = {origin: 'http://here', pathname: '/console/batches/0a-1'}
  const page: {backlotEarly?: unknown} = {}
  vi.stubGlobal('location', here)
  vi.stubGlobal('window', page)
  vi.stubGlobal('sessionStorage', {getItem: () => 'a key'})
  const asked = vi.fn((_: Request | string) => answer())
  vi.stubGlobal('fetch', asked)
  const {lookAhead, takenEarly} = await import('./ahead')
  const {client, tabs} = await import('./api')
  lookAhead(new QueryClient(), here.pathname)
  takenEarly()
  await vi.waitFor(() => expect(page.backlotEarly).toBeNull(), PATIENCE_MS)
  const own = asked.mock.calls.length

  await import('./early')
  expect(asked).toHaveBeenCalledTimes(own)
  await client.GET('/v1/batches/{id}', {params: {path: {id: '0a-1'}}})
  expect(asked).toHaveBeenCalledTimes(own + 1)
  tabs.close()
})
