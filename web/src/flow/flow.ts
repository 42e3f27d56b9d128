import {type Document, isMap, isScalar, parseDocument} from 'yaml'
import {workflows as say} from '../words/workflows'

/** Where a step stands in the file: `['steps', 'sizes', 'steps', 'small']`. */
export type Path = readonly string[]
export type Kind = 'step' | 'loop' | 'gate' | 'workflow'
export type Value = null | boolean | number | string | Value[] | {[name: string]: Value}
export type FlowStep = {
  /** Its ids from the outermost loop to itself, `sizes.small`. */
  id: string
  name: string
  path: Path
  kind: Kind
  /** What it uses, or asks, or goes over. */
  says: string
  parent?: string
  needs: string[]
  /** Steps that its values read, beside those that it needs. */
  reads: string[]
  again?: string
  when?: string
  body: Record<string, Value>
}
export type Flow = {
  name: string
  description: string
  inputs: Record<string, Value>
  outputs: Record<string, Value>
  steps: FlowStep[]
}
export type Read = {flow: Flow; errors: []} | {flow?: undefined; errors: {line: number; message: string}[]}

export const object = (value: unknown): Record<string, Value> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, Value>) : {}
const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : value ? [text(value)] : [])

/** Every text within a value, at any depth. */
function* texts(value: Value): Generator<string> {
  if (typeof value === 'string') yield value
  else if (value && typeof value === 'object') for (const one of Object.values(value)) yield* texts(one)
}

/** Ids of steps that a value names in its expressions. */
export function mentions(value: Value): string[] {
  const found = new Set<string>()
  for (const one of texts(value)) for (const match of one.matchAll(/\bsteps\.([a-z][a-z0-9_]*)/g)) found.add(match[1]!)
  return [...found]
}

function kindOf(body: Record<string, Value>): Kind {
  if ('for-each' in body) return 'loop'
  if ('gate' in body) return 'gate'
  return 'workflow' in body ? 'workflow' : 'step'
}

function saysOf(kind: Kind, body: Record<string, Value>): string {
  if (kind === 'loop') return `for each of ${text(body['for-each']) || JSON.stringify(body['for-each'])}`
  if (kind === 'gate') return text(object(body['gate'])['title']) || say.asksAPerson
  return text(kind === 'workflow' ? body['workflow'] : body['uses'])
}

function* collect(steps: Record<string, Value>, path: Path, parent?: string): Generator<FlowStep> {
  for (const [name, value] of Object.entries(steps)) {
    const body = object(value)
    const kind = kindOf(body)
    const id = parent ? `${parent}.${name}` : name
    const here = [...path, name]
    const again = text(object(body['gate'])['regenerate'])
    const {needs, ...rest} = body
    yield {
      id,
      name,
      path: here,
      kind,
      says: saysOf(kind, body),
      ...(parent && {parent}),
      needs: names(needs),
      reads: mentions(rest),
      ...(again && {again}),
      ...(body['when'] !== undefined && {when: text(body['when'])}),
      body
    }
    if (kind === 'loop') yield* collect(object(body['steps']), [...here, 'steps'], id)
  }
}

export function open(source: string): Document {
  return parseDocument(source, {prettyErrors: false})
}

/** What a file says, or why it cannot be read. */
export function read(source: string): Read {
  const file = open(source)
  if (file.errors.length > 0) {
    const lineOf = (at: number) => source.slice(0, at).split('\n').length
    return {errors: file.errors.map(one => ({line: lineOf(one.pos[0]), message: one.message}))}
  }
  if (file.contents !== null && !isMap(file.contents) && !(isScalar(file.contents) && file.contents.value === null)) {
    return {errors: [{line: 1, message: say.expectedNames}]}
  }
  const said = object(file.toJS({maxAliasCount: 100}))
  return {
    errors: [],
    flow: {
      name: text(said['name']),
      description: text(said['description']),
      inputs: object(said['inputs']),
      outputs: object(said['outputs']),
      steps: [...collect(object(said['steps']), ['steps'])]
    }
  }
}

export type Edge = {from: string; to: string; kind: 'needs' | 'reads' | 'again'}

/** What waits for what, among steps that stand beside each other; a name from further out counts for the loop around it. */
export function edges(flow: Flow): Edge[] {
  const known = new Map(flow.steps.map(step => [step.id, step]))
  const found = new Map<string, Edge>()
  const put = (edge: Edge) => {
    if (edge.from !== edge.to && !found.has(`${edge.from} ${edge.to}`)) found.set(`${edge.from} ${edge.to}`, edge)
  }
  for (const step of flow.steps) {
    const resolve = (name: string) => place(known, step, name)
    for (const name of step.needs) {
      const pair = resolve(name)
      if (pair) put({...pair, kind: 'needs'})
    }
    for (const name of step.reads) {
      const pair = resolve(name)
      // a loop's own steps are within it, not before it
      if (pair && !pair.from.startsWith(pair.to + '.')) put({...pair, kind: 'reads'})
    }
  }
  for (const step of flow.steps) {
    const pair = step.again && place(known, step, step.again)
    if (pair) found.set(`again ${step.id}`, {from: step.id, to: pair.from, kind: 'again'})
  }
  return [...found.values()]
}

function place(known: Map<string, FlowStep>, step: FlowStep, name: string): {from: string; to: string} | undefined {
  for (let at: FlowStep | undefined = step; at; at = at.parent ? known.get(at.parent) : undefined) {
    const from = at.parent ? `${at.parent}.${name}` : name
    if (known.has(from)) return from === at.id ? undefined : {from, to: at.id}
  }
  return undefined
}

/** All that a step may read: it comes before it, or nothing says that it comes after. */
export function before(flow: Flow, step: FlowStep): FlowStep[] {
  const after = new Map<string, string[]>()
  for (const edge of edges(flow)) if (edge.kind !== 'again') after.set(edge.from, [...(after.get(edge.from) ?? []), edge.to])
  const later = new Set<string>([step.id])
  for (const id of later) for (const next of after.get(id) ?? []) later.add(next)
  const around = (one: FlowStep) => step.id.startsWith(one.id + '.')
  const reachable = (one: FlowStep) => !one.parent || step.id.startsWith(one.parent + '.')
  return flow.steps.filter(one => !later.has(one.id) && !around(one) && reachable(one))
}

/** All that comes before a step among those beside it, the nearest first. */
export function ancestors(flow: Flow, id: string): string[] {
  const lines = edges(flow).filter(edge => edge.kind !== 'again')
  const found = new Set<string>([id])
  for (const at of found) for (const line of lines) if (line.to === at) found.add(line.from)
  return [...found].slice(1)
}

/** The step that a new one goes behind, if none is chosen: the last that nothing follows. */
export function lastOf(flow: Flow, parent?: string): FlowStep | undefined {
  const followed = new Set(edges(flow).flatMap(edge => (edge.kind === 'again' ? [] : [edge.from])))
  return flow.steps.filter(step => step.parent === parent && !followed.has(step.id)).at(-1)
}
