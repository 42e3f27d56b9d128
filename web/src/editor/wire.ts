import {ancestors, type Flow, type FlowStep, lastOf, object, type Value} from '../flow/flow'
import {connect, put, withOf} from './edit'
import {fits, MEDIA, type Schema, type Source, typeOf} from './field'
import {type Catalogue, inputType, outputsOf} from './sources'

const parametersOf = (step: FlowStep, catalogue: Catalogue) => {
  const said = object(catalogue.get(String(step.body['uses']))?.parameters)
  return {properties: object(said['properties']) as Record<string, Schema>, required: (said['required'] ?? []) as string[]}
}

/** The type of a value, where that of a list says what it lists. */
export const exactly = (schema: Schema): string => (schema.type === 'array' && !schema['x-backlot-type'] ? `[${typeOf(schema.items ?? {})}]` : typeOf(schema))
export const listed = (type: string) => type.match(/^\[(.*)]$/)?.[1]
export const isMedia = (type: string) => MEDIA.includes(listed(type) ?? type)
export const bound = (expression: string) => '${{ ' + expression + ' }}'
const nameOf = (one: Source) => one.expression.split('.').at(-1)!

export const inputOffers = (flow: Flow): Source[] =>
  Object.entries(flow.inputs).map(([name, said]) => {
    const items = Array.isArray(said) ? inputType(said[0]) : undefined
    return {expression: `inputs.${name}`, type: items ? `[${items}]` : inputType(said)}
  })

/** What a step gives to those behind it. A gate gives on what it shows. */
export function offersOf(flow: Flow, step: FlowStep, catalogue: Catalogue): Source[] {
  if (step.kind !== 'gate') return Object.entries(outputsOf(step, catalogue)).map(([name, schema]) => ({expression: `steps.${step.name}.${name}`, type: exactly(schema)}))
  const shown = JSON.stringify(object(step.body['gate'])['show'] ?? '').replace(/\$\{\{\s*(\S+)\s*}}/g, (_, read) => bound(read))
  const behind = ancestors(flow, step.id).flatMap(id => flow.steps.filter(one => one.id === id && one.kind !== 'gate'))
  return [...behind.flatMap(one => offersOf(flow, one, catalogue)), ...inputOffers(flow)].filter(one => shown.includes(bound(one.expression)))
}

/** Whether a parameter may be given anew: nothing is there, or what comes from further up than what is offered. */
function isOpen(value: Value | undefined, further: readonly string[]): boolean {
  if (value === undefined) return true
  const read = typeof value === 'string' ? /^\$\{\{\s*(inputs|steps)\.([a-z][a-z0-9_]*)(\.\w+)?\s*}}$/.exec(value) : null
  return !!read && (read[1] === 'inputs' || further.includes(read[2]!))
}

type Fit = {name: string; value: Value; rank: number}

/** How an offer goes into a parameter, if it does: files wherever they fit, other values where something is needed. */
function into(name: string, schema: Schema, offer: Source, required: boolean, now: Value | undefined, further: readonly string[]): Fit | undefined {
  const wanted = exactly(schema)
  const one = listed(wanted)
  const media = isMedia(offer.type)
  const same = nameOf(offer) === name
  if (!media && !required && !(same && offer.type === 'text')) return undefined
  const rank = (media ? 8 : 0) + (same ? 4 : 0) + (required ? 2 : 0) + (now === undefined ? 1 : 0)
  const whole = fits(wanted, offer.type) || (one !== undefined && listed(offer.type) !== undefined && fits(one, listed(offer.type)!))
  if (whole && isOpen(now, further)) return {name, value: bound(offer.expression), rank}
  if (!one || !media || !fits(one, offer.type)) return undefined
  const list = Array.isArray(now) ? now : []
  const isFull = list.includes(bound(offer.expression)) || (now !== undefined && !Array.isArray(now) && !isOpen(now, further))
  return isFull ? undefined : {name, value: [...list, bound(offer.expression)], rank}
}

/** Gives a step what is offered, in the parameter that takes it best. */
function bind(source: string, step: FlowStep, offers: readonly Source[], catalogue: Catalogue, further: readonly string[], needed?: 'needed'): string | undefined {
  const {properties, required} = parametersOf(step, catalogue)
  const given = withOf(step)
  const found = Object.entries(properties)
    .filter(([name]) => !needed || required.includes(name))
    .flatMap(([name, schema]) => offers.map(offer => into(name, schema, offer, required.includes(name), given[name], further)))
    .filter(one => one !== undefined)
  // the first of the best, in the order of the parameters
  const best = found.reduce<Fit | undefined>((so, one) => (so && so.rank >= one.rank ? so : one), undefined)
  return best && put(source, [...step.path, 'with', best.name], best.value)
}

/** Gives what the one step makes to the other, where that takes it. */
function pass(source: string, flow: Flow, one: FlowStep, two: FlowStep, catalogue: Catalogue, needed?: 'needed'): string | undefined {
  const before = ancestors(flow, one.id)
  // a line back would make a circle, which the check tells
  if (one.parent !== two.parent || before.includes(two.id)) return undefined
  const further = before.flatMap(id => flow.steps.filter(step => step.id === id).map(step => step.name))
  return bind(source, two, offersOf(flow, one, catalogue), catalogue, further, needed)
}

/** Joins two steps: what the one makes goes where the other takes it; otherwise the other waits for the one. */
export function wire(source: string, flow: Flow, from: string, to: string, catalogue: Catalogue): string {
  const [one, two] = [from, to].map(id => flow.steps.find(step => step.id === id))
  if (!one || !two || one === two) return source
  const passed = pass(source, flow, one, two, catalogue)
  // what a gate shows is made before it: its decision is to be waited for, too
  return passed === undefined || one.kind === 'gate' ? connect(passed ?? source, from, to) : passed
}

/** Gives a new step the input that it takes, where the file has one. */
export function feed(source: string, flow: Flow, step: FlowStep, catalogue: Catalogue): string {
  return bind(source, step, inputOffers(flow), catalogue, [], 'needed') ?? source
}

/** The step that a new one within the same loop, or at the top, goes behind. */
export function behind(flow: Flow, chosen: FlowStep | undefined, loop: FlowStep | undefined): FlowStep | undefined {
  return chosen && chosen !== loop ? chosen : lastOf(flow, loop?.id)
}

/** Joins a new step to the one that it goes behind, or else to an input of the file; for a gate, or a chosen step, it waits at least. */
export function follow(source: string, flow: Flow, added: FlowStep, anchor: FlowStep | undefined, chosen: boolean, catalogue: Catalogue): string {
  const passed = anchor && pass(source, flow, anchor, added, catalogue, 'needed')
  const fed = passed ?? feed(source, flow, added, catalogue)
  return anchor && (anchor.kind === 'gate' || (chosen && fed === source)) ? connect(fed, anchor.id, added.id) : fed
}
