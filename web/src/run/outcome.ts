import {type Flow, object, read, type Value} from '../flow/flow'
import {runs as say} from '../words/runs'

export type Outcome = {name: string; says: string}

const STEP = /^\$\{\{\s*steps\.([\w-]+)\./

/** The words of one step's parameters that say what its picture is like: its size, its shape and its format, as far as the file says so itself. */
function likeness(given: Record<string, Value>): string[] {
  const {width, height, format} = given
  const plain = (value: Value | undefined) => (typeof value === 'number' ? value : undefined)
  const size = say.size(plain(width), plain(height))
  return [...(size ? [size] : []), ...(typeof format === 'string' && !format.includes('${{') ? [format.toUpperCase()] : [])]
}

/** One of a list by its name and its size, where it has both. */
function named({name, width, height}: Record<string, Value>): string[] {
  return typeof name === 'string' && typeof width === 'number' && typeof height === 'number' ? [say.namedSize(name, width, height)] : []
}

/** Whether an output of a loop is made by a step in it, and not one of what the loop was given. */
function isMadeAnew(loop: Record<string, Value>, bound: Value): boolean {
  const name = /\.([\w-]+)\s*\}\}$/.exec(String(bound))?.[1] ?? ''
  return String(object(loop['outputs'])[name] ?? '').includes('steps.')
}

/** What comes out under a name: what the step that makes it says of itself, or how many of a list. */
function saysOf(flow: Flow, bound: Value): string {
  const id = typeof bound === 'string' ? STEP.exec(bound)?.[1] : undefined
  const step = flow.steps.find(one => one.id === id)
  if (!step) return ''
  if (step.kind === 'loop') {
    const each = step.body['for-each']
    const many = Array.isArray(each) ? each.length : typeof each === 'number' ? each : undefined
    const sizes = isMadeAnew(step.body, bound) && Array.isArray(each) ? each.flatMap(one => named(object(one))) : []
    if (sizes.length > 0 && sizes.length === many) return say.these(many, sizes)
    return many === undefined ? say.severalOf(step.name) : say.soManyOf(many, step.name)
  }
  return [...likeness(object(step.body['with'])), say.madeAt(step.name)].join(', ')
}

/** What a workflow gives out for each item, by the names that its file has for it. */
export function outcomesOf(source: string): Outcome[] {
  const {flow} = read(source)
  return flow ? Object.entries(flow.outputs).map(([name, bound]) => ({name, says: saysOf(flow, bound)})) : []
}
