import type {components} from '../generated/backlot'
import {before, type Flow, type FlowStep, object, type Value} from '../flow/flow'
import {type Schema, type Source, typeOf} from './field'

export type StepType = components['schemas']['StepType']
export type Catalogue = ReadonlyMap<string, StepType>

const GATE: Record<string, Schema> = {
  approved: {type: 'boolean'},
  decision: {type: 'string', 'x-backlot-type': 'text'},
  note: {type: 'string', 'x-backlot-type': 'text'},
  first: {},
  selected: {type: 'array'}
}

/** What a step puts out, by name. */
export function outputsOf(step: FlowStep, catalogue: Catalogue): Record<string, Schema> {
  if (step.kind === 'gate') return GATE
  if (step.kind === 'loop') {
    const own = Object.keys(object(step.body['outputs'])).map(name => [name, {type: 'array'}] as const)
    return {...Object.fromEntries(own), succeeded: {type: 'integer'}, failed: {type: 'integer'}}
  }
  return object(catalogue.get(String(step.body['uses']))?.outputs['properties']) as Record<string, Schema>
}

/** The type of an input as the file says it: `image`, `[image]` or `{type: image}`. */
export function inputType(said: Value | undefined): string {
  const type = said !== null && typeof said === 'object' && !Array.isArray(said) ? said['type'] : said
  return Array.isArray(type) ? 'array' : String(type ?? 'json')
}

/** All that a value of this step may be bound to; for the outputs of the file every step counts. */
export function sourcesOf(flow: Flow, step: FlowStep | undefined, catalogue: Catalogue): Source[] {
  const steps = step ? before(flow, step) : flow.steps.filter(one => !one.parent)
  const loops = step ? flow.steps.filter(one => one.kind === 'loop' && step.id.startsWith(one.id + '.')) : []
  const notes = flow.steps.filter(one => one.again && one.again === step?.name)
  return [
    ...Object.entries(flow.inputs).map(([name, said]) => ({expression: `inputs.${name}`, type: inputType(said)})),
    ...steps.flatMap(one =>
      Object.entries(outputsOf(one, catalogue)).map(([name, schema]) => ({
        expression: `steps.${one.name}.${name}`,
        type: schema.type === 'array' ? 'array' : typeOf(schema)
      }))
    ),
    ...loops.flatMap(one => [
      {expression: `each.${one.name}.item`, type: 'json'},
      {expression: `each.${one.name}.index`, type: 'integer'}
    ]),
    ...notes.map(one => ({expression: `notes.${one.name}`, type: 'text'})),
    {expression: 'run.name', type: 'text'},
    {expression: 'run.number', type: 'integer'}
  ]
}
