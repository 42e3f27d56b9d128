import createClient from 'openapi-fetch'
import type {paths} from './generated/wiserows.js'
import {assert, bad, good, headers, until, url} from './story.js'

const client = createClient<paths>({baseUrl: `${url}/wiserows`, headers})

const type = good(await client.POST('/api/v1/entity-types', {
  body: {
    name: 'Products',
    fields: [{name: 'name', type: 'text', required: true}, {name: 'price', type: 'number'}, {name: 'description', type: 'text'}]
  }
})).data
const entity = async (name: string, price: number) =>
  good(await client.POST('/api/v1/entities', {body: {entityTypeId: type.id, fields: {name, price}}})).data.id
const ids = [await entity('Red shoe', 79), await entity('Sock', 4)]
const workflow = good(await client.POST('/api/v1/workflows', {
  body: {
    name: 'Product copy',
    entityTypeId: type.id,
    steps: [
      {type: 'ai_generate', config: {prompt: 'Write a description of {{name}}', targetField: 'description'}},
      {type: 'validate', config: {rules: [{field: 'price', rule: 'min', value: 10}]}},
      {type: 'publish', config: {target: 'shop'}}
    ]
  }
})).data
const started = good(await client.POST('/api/v1/workflows/{id}/run', {params: {path: {id: workflow.id}}, body: {entityIds: ids}})).data
const ended = await until(
  async () => good(await client.GET('/api/v1/workflows/{id}/runs/{runId}', {params: {path: {id: workflow.id, runId: started.jobId}}})).data,
  run => run.completedAt !== null
)
assert.deepEqual(ended.progress, {total: 2, completed: 1, failed: 1})
const job = good(await client.GET('/api/v1/jobs/{id}', {params: {path: {id: started.jobId}}})).data
assert.ok(job.logs.length >= 2)
const shoe = good(await client.GET('/api/v1/entities/{id}', {params: {path: {id: ids[0]!}}})).data
assert.match(String(shoe.fields['description']), /Red shoe/)
bad(await client.POST('/api/v1/jobs/{id}/cancel', {params: {path: {id: started.jobId}}}), 409)
