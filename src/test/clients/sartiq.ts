import createClient from 'openapi-fetch'
import type {paths} from './generated/sartiq.js'
import {assert, bad, bytes, good, headers, until, url} from './story.js'

const client = createClient<paths>({baseUrl: `${url}/sartiq`, headers})

const made = good(await client.POST('/api/v1/workflows/', {
  params: {query: {start: false}},
  body: {
    name: 'Fashion Image Pipeline',
    origin_instance: 'api-prod',
    steps: [
      {id: 'generate', task_type: 'GENERATION', config: {prompt: 'fashion model wearing elegant dress', width: 1024, height: 1024}},
      {
        id: 'refine',
        task_type: 'REFINE',
        config: {upscale_factor: 2},
        depends_on: ['generate'],
        input_mappings: [{from_step: 'generate', from_field: 'result_image_path', to_field: 'base_image_url'}]
      }
    ]
  }
}))
const path = {workflow_id: made.id}
assert.equal(made.status, 'PENDING')
good(await client.PATCH('/api/v1/workflows/{workflow_id}', {params: {path}, body: {description: 'in two steps'}}))
good(await client.POST('/api/v1/workflows/{workflow_id}/start', {params: {path}}))
const ended = await until(
  async () => good(await client.GET('/api/v1/workflows/{workflow_id}', {params: {path}})),
  one => one.status === 'COMPLETED' || one.status === 'FAILED'
)
assert.equal(ended.status, 'COMPLETED', JSON.stringify(ended.errors))
assert.equal(ended.progress, 100)
assert.ok((await bytes(String(ended.final_step_result?.['result_image_url']))) > 100)
bad(await client.POST('/api/v1/workflows/{workflow_id}/resume', {params: {path}}), 409)
const cleaned = good(await client.POST('/api/v1/workflows/{workflow_id}/cleanup', {params: {path}}))
assert.equal(cleaned.cleanup.tasks_processed, 2)
const list = good(await client.GET('/api/v1/workflows/', {params: {query: {origin_instance: 'api-prod', include_deleted: true}}}))
assert.equal(list.workflows[0]?.is_deleted, true)
