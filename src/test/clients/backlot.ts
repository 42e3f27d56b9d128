import createClient from 'openapi-fetch'
import type {paths} from './generated/backlot.js'
import {assert, bad, good, headers, until, url} from './story.js'

const client = createClient<paths>({baseUrl: url, headers})

const source = `
name: greet
inputs: {word: {type: text, max: 10}}
steps:
  look: {uses: check, with: {that: ["inputs.word != 'bad'"]}}
  review: {needs: look, gate: {title: Good?}}
  say: {uses: transform, needs: review, with: {value: "Hello, \${{ inputs.word }}"}}
outputs: {said: "\${{ steps.say.value }}"}
`
const saved = good(await client.POST('/v1/workflows', {body: {source}}))
good(await client.POST('/v1/workflows/{name}/versions/{version}/publish', {params: {path: {name: saved.name, version: saved.version}}}))

const items = [{inputs: {word: 'hello'}}, {inputs: {word: 'bad'}}]
const dry = good(await client.POST('/v1/batches/dry-run', {body: {workflow: 'greet', items}}))
assert.equal(dry.items, 2)
const batch = good(await client.POST('/v1/batches', {body: {workflow: 'greet', name: 'words', items}}))
const path = {id: batch.id}

const gates = await until(
  async () => good(await client.GET('/v1/gates', {params: {query: {batch: batch.id}}})),
  page => page.items.length === 1
)
const gate = gates.items[0]!
good(await client.POST('/v1/runs/{id}/steps/{step}/decision', {
  params: {path: {id: gate.run, step: gate.step}},
  body: {decision: 'approve', note: 'fine'}
}))
const ended = await until(
  async () => good(await client.GET('/v1/batches/{id}', {params: {path}})),
  one => one.counts.succeeded + one.counts.failed === 2
)
assert.equal(ended.counts.succeeded, 1)
const failed = good(await client.GET('/v1/batches/{id}/items', {params: {path, query: {status: 'failed'}}}))
assert.match(failed.items[0]?.failure?.message ?? '', /bad/)
const table = good(await client.GET('/v1/batches/{id}/items.csv', {params: {path}, parseAs: 'text'}))
assert.match(String(table), /^item,name,run,status/)
const again = good(await client.POST('/v1/batches/{id}/redrive', {params: {path}, body: {select: 'failed'}}))
await until(
  async () => good(await client.GET('/v1/batches/{id}', {params: {path: {id: again.id}}})),
  one => one.status === 'failed'
)
const problem = bad(await client.GET('/v1/batches', {params: {query: {limit: 0}}}), 400)
assert.match(problem.errors?.[0]?.field ?? '', /limit/)
