import {type Document, isMap, isScalar, isSeq, visit, YAMLMap} from 'yaml'
import {type FlowStep, object, open, type Path, read, type Value} from '../flow/flow'
import {editor as say} from '../words/editor'

/** What every edit is: the text before to the text after. Comments, order and quotes of all else stay. */
type Edit = (file: Document) => void

export function edit(source: string, change: Edit): string {
  const file = open(source)
  if (file.errors.length > 0) return source
  if (!isMap(file.contents)) file.contents = new YAMLMap() as never
  change(file)
  return file.toString({lineWidth: 0, flowCollectionPadding: false})
}

export type Place = readonly (string | number)[]

/** Sets what stands at a place, making what leads there; nothing takes it away, with the maps that it leaves empty. */
export function put(source: string, place: Place, value: Value | undefined): string {
  return edit(source, file => {
    if (value !== undefined) {
      file.setIn(place, node(file, value))
      return
    }
    file.deleteIn(place)
    for (let up = place.slice(0, -1); up.at(-1) === 'with' || up.at(-1) === 'select'; up = up.slice(0, -1)) {
      const left = file.getIn(up)
      if (isMap(left) && left.items.length === 0) file.deleteIn(up)
    }
  })
}

/** Short values on one line, as people write them. */
function node(file: Document, value: Value) {
  const made = file.createNode(value)
  if (isMap(made) || isSeq(made)) made.flow = JSON.stringify(value).length < 80
  return made
}

const NAME = /^[a-z][a-z0-9_]*$/
/** Why a name cannot be given, or nothing. */
export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (!NAME.test(name)) return say.nameIs
  if (name === 'inputs') return say.nameReserved
  return taken.includes(name) ? say.nameTaken : undefined
}

/** The name of a workflow that is made of what somebody types: `Shop watermark` becomes `shop-watermark`. */
export const slug = (typed: string) =>
  typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mn}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 63)
    .replace(/-$/, '')

/** The name of a step, an input or an output that is made of what somebody types: `Shop mark` becomes `shop_mark`. */
export const plain = (typed: string) => slug(typed).replaceAll('-', '_').replace(/^[^a-z]+/, '')

/** A name for a workflow that no other has: the wanted one, or with a number behind. */
export function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted
  for (let at = 2; taken.includes(name); at++) name = `${wanted}-${at}`
  return name
}

/** A name for what stands in a workflow that is free there. */
export function free(wanted: string, taken: readonly string[]): string {
  const first = plain(wanted) || 'step'
  let name = first
  for (let at = 2; taken.includes(name) || name === 'inputs'; at++) name = `${first}_${at}`
  return name
}

const stepsOf = (source: string) => read(source).flow?.steps ?? []
const under = (within: Path | undefined): Path => (within ? [...within, 'steps'] : ['steps'])

/** Adds a step at the end of the file, or of a loop, and tells its id. */
export function add(source: string, wanted: string, body: Record<string, Value>, within?: FlowStep): {source: string; id: string} {
  const taken = stepsOf(source)
    .filter(step => step.parent === within?.id)
    .map(step => step.name)
  const name = free(wanted, taken)
  const place = [...under(within?.path), name]
  const made = edit(source, file => {
    if (!isMap(file.getIn(under(within?.path)))) file.setIn(under(within?.path), new YAMLMap())
    const steps = file.getIn(under(within?.path))
    if (isMap(steps)) steps.flow = false
    const value = file.createNode(body)
    if (isMap(value)) value.flow = false
    file.setIn(place, value)
  })
  return {source: made, id: within ? `${within.id}.${name}` : name}
}

/** Steps that a name in this step's place means, and who can call it so: those beside it, and within those. */
const inScope = (step: FlowStep, other: FlowStep) => !step.parent || other.id.startsWith(step.parent + '.')

/** Gives a step another name, everywhere where it is called by it. */
export function rename(source: string, step: FlowStep, name: string): string {
  const all = stepsOf(source)
  return edit(source, file => {
    for (const other of all) if (inScope(step, other)) renameIn(file, other, step.name, name)
    if (!step.parent) replaceIn(file.get('outputs', true), step.name, name)
    const beside = file.getIn(step.path.slice(0, -1))
    if (!isMap(beside)) return
    for (const pair of beside.items) {
      if (isScalar(pair.key) && pair.key.value === step.name) pair.key.value = name
    }
  })
}

function renameIn(file: Document, step: FlowStep, old: string, name: string) {
  const needs = file.getIn([...step.path, 'needs'], true)
  if (isScalar(needs) && needs.value === old) needs.value = name
  if (isSeq(needs)) for (const one of needs.items) if (isScalar(one) && one.value === old) one.value = name
  const again = file.getIn([...step.path, 'gate', 'regenerate'], true)
  if (isScalar(again) && again.value === old) again.value = name
  replaceIn(file.getIn(step.path, true), old, name)
}

function replaceIn(root: unknown, old: string, name: string) {
  if (!root) return
  const called = new RegExp(`\\b(steps|notes|each)\\.${old}\\b`, 'g')
  visit(root as never, {
    Scalar: (key, scalar) => {
      if (key !== 'key' && typeof scalar.value === 'string' && called.test(scalar.value)) scalar.value = scalar.value.replace(called, `$1.${name}`)
    }
  })
}

/** Takes a step away, and out of what others need. What reads it is left for the check to tell. */
export function remove(source: string, step: FlowStep): string {
  let now = source
  for (const other of stepsOf(source)) {
    if (other.parent === step.parent && other.needs.includes(step.name)) now = needing(now, other, other.needs.filter(one => one !== step.name))
  }
  return edit(now, file => {
    file.deleteIn(step.path)
    const left = file.getIn(step.path.slice(0, -1))
    if (isMap(left)) left.flow = false
  })
}

/** Sets what a step waits for beside what its values read. */
export function needing(source: string, step: FlowStep, needs: readonly string[]): string {
  return put(source, [...step.path, 'needs'], needs.length === 0 ? undefined : needs.length === 1 ? needs[0] : [...needs])
}

/** Draws a line between two steps that stand beside each other; other pairs cannot wait for each other. */
export function connect(source: string, from: string, to: string): string {
  const steps = stepsOf(source)
  const [one, two] = [from, to].map(id => steps.find(step => step.id === id))
  if (!one || !two || one === two || one.parent !== two.parent || two.needs.includes(one.name)) return source
  return needing(source, two, [...two.needs, one.name])
}

export function cut(source: string, from: string, to: string): string {
  const steps = stepsOf(source)
  const [one, two] = [from, to].map(id => steps.find(step => step.id === id))
  return one && two ? needing(source, two, two.needs.filter(name => name !== one.name)) : source
}

/** Gives an input or an output another name; an input also where it is read. */
export function renameEntry(source: string, of: 'inputs' | 'outputs', old: string, name: string): string {
  return edit(source, file => {
    const entries = file.get(of)
    if (!isMap(entries)) return
    for (const pair of entries.items) if (isScalar(pair.key) && pair.key.value === old) pair.key.value = name
    if (of === 'outputs') return
    const called = new RegExp(`\\binputs\\.${old}\\b`, 'g')
    visit(file, {
      Scalar: (key, scalar) => {
        if (key !== 'key' && typeof scalar.value === 'string') scalar.value = scalar.value.replace(called, `inputs.${name}`)
      }
    })
  })
}

export type Problem = {line: number; column: number; field: string; message: string}

/** Mistakes of one step: of itself, and not of the steps within it. */
export function problemsOf(problems: readonly Problem[], step: FlowStep): Problem[] {
  const here = step.path.join('.')
  return problems.filter(one => (one.field === here || one.field.startsWith(here + '.')) && !one.field.startsWith(here + '.steps.'))
}

/** Mistakes at a field or within it. */
export function problemsAt(problems: readonly Problem[], place: Place): Problem[] {
  const here = place.map(part => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('').slice(1)
  return problems.filter(one => one.field === here || one.field.startsWith(here + '.') || one.field.startsWith(here + '['))
}

export const withOf = (step: FlowStep) => object(step.body['with'])
