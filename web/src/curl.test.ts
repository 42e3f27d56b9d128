import {expect, it} from 'vitest'
import {nameOf} from './curl'

it('a command is called by what it asks for, without the place that the page is', () => {
  expect(nameOf('/v1/batches/0a-1/items?limit=100', 'GET', '/console/batches/0a-1')).toBe('curl:batches/items')
  expect(nameOf('/v1/batches/0a-1', 'PATCH', '/console/batches/0a-1')).toBe('patch:batches')
  expect(nameOf('/v1/runs/0b-2/steps/shop/why', 'GET', '/console/runs/0b-2')).toBe('curl:runs/steps/shop/why')
  expect(nameOf('/v1/webhooks/0c-3/deliveries?limit=50', 'GET', '/console/settings')).toBe('curl:webhooks/0c-3/deliveries')
})
