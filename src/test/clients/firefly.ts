import createClient from 'openapi-fetch'
import type {paths as Own} from './generated/backlot.js'
import type {paths} from './generated/firefly.js'
import {assert, bad, bytes, good, headers, site, until, url} from './story.js'

const own = createClient<Own>({baseUrl: url, headers})
const client = createClient<paths>({baseUrl: `${url}/firefly`, headers})

const source = `
name: shop
inputs: {photo: image, text: {type: text, default: ""}}
steps:
  small: {uses: image.resize, with: {image: "\${{ inputs.photo }}", width: 64}}
outputs: {small: "\${{ steps.small.image }}"}
`
const saved = good(await own.POST('/v1/workflows', {body: {source}}))
good(await own.POST('/v1/workflows/{name}/versions/{version}/publish', {params: {path: {name: saved.name, version: saved.version}}}))

const asset = (address: string) => [
  {node_id: 'photo', content: [{presignedUrl: address, storageType: 'AWS'}]},
  {node_id: 'text', content: 'Autumn sale'}
]
const accepted = good(await client.POST('/batch/execute', {
  body: {
    workflow: {workflowId: 'shop', inputs: [asset(`${site}/one.jpg`), asset('http://127.0.0.1:1/none.jpg')]},
    batchConfig: {concurrencyLimit: 2, priority: 'HIGH'}
  }
}))
const path = {batchId: accepted.batchId}
const status = await until(
  async () => good(await client.GET('/batch/{batchId}/status', {params: {path}})),
  one => one.status === 'completed'
)
assert.equal(status.assets.failed, 1)
assert.equal(status.executions.failedExecutionIds.length, 1)
const page = good(await client.GET('/batch/{batchId}/executions', {params: {path, query: {status: 'success'}}}))
assert.ok((await bytes(page.executions[0]?.outputs?.[0]?.presignedUrl)) > 100)
const list = good(await client.GET('/batches', {params: {query: {status: 'completed', limit: 5}}}))
assert.equal(list.batches[0]?.batchId, accepted.batchId)
const late = bad(await client.POST('/batch/{batchId}/cancel', {params: {path}}), 400)
assert.match(late.message ?? '', /already completed/)
