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
