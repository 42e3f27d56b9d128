import createClient from 'openapi-fetch'
import type {paths} from './generated/scenario.js'
import {assert, bad, bytes, good, headers, until, url} from './story.js'

const client = createClient<paths>({baseUrl: `${url}/scenario`, headers})

const made = good(await client.POST('/v1/workflows', {body: {name: 'Fox', description: 'A fox, once approved'}}))
const path = {workflowId: made.workflow.id}
good(await client.PUT('/v1/workflows/{workflowId}', {
  params: {path},
  body: {
    status: 'ready',
    inputs: [{name: 'prompt', type: 'string', required: {always: true}}],
    flow: [
      {id: 'draft', type: 'custom-model', modelId: 'model_fast', inputs: [{name: 'prompt', type: 'string', ref: {node: 'workflow', name: 'prompt'}}]},
      {id: 'gate', type: 'user-approval', dependsOn: ['draft']},
      {
        id: 'small',
        type: 'custom-model',
        modelId: 'image.resize',
        dependsOn: ['gate'],
        inputs: [{name: 'image', type: 'file', kind: 'image', ref: {node: 'draft'}}, {name: 'width', type: 'number', value: 64}]
      }
    ]
  }
}))
bad(await client.PUT('/v1/workflows/{workflowId}/run', {params: {path}, body: {prompt: ['a', 'fox']}}), 400)
const {job} = good(await client.PUT('/v1/workflows/{workflowId}/run', {params: {path}, body: {prompt: 'a red fox'}})) as {job: {jobId: string}}
const look = async () => good(await client.GET('/v1/jobs/{jobId}', {params: {path: {jobId: job.jobId}}})).job
await until(look, one => one.metadata.flow?.[0]?.status === 'success')
good(await client.PUT('/v1/workflows/{workflowId}/user-approval', {
  params: {path},
  body: {nodeId: 'gate', workflowJobId: job.jobId, action: 'approve'}
}))
const ended = await until(look, one => one.status === 'success' || one.status === 'failure')
assert.equal(ended.status, 'success', ended.metadata.error ?? '')
const asset = ended.metadata.assetIds?.[0] ?? ''
const found = good(await client.GET('/v1/assets/{assetId}', {params: {path: {assetId: asset}}}))
assert.ok((await bytes(found.asset.url)) > 100)
// the jobs of its nodes are listed as well
const list = good(await client.GET('/v1/jobs', {params: {query: {type: 'workflow', status: 'success', pageSize: 10}}}))
assert.equal(list.jobs[0]?.jobId, job.jobId)
good(await client.POST('/v1/jobs/{jobId}/action', {params: {path: {jobId: job.jobId}}, body: {action: 'cancel'}}))
