import type {Flow, FlowStep, Value} from './flow'

export type Change = 'added' | 'removed' | 'changed' | 'same'
export type Line = {kind: 'added' | 'removed' | 'same'; text: string; before?: number; after?: number}

/** What a step says itself: what stands within a loop is said by the steps there. */
const own = ({body}: FlowStep) => {
  const {steps: _, ...rest} = body
  return JSON.stringify(sorted(rest))
}

/** Without the order of names, which means nothing. */
function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.keys(value).sort().map(name => [name, sorted(value[name]!)]))
}

/** Both versions in one graph, with what became of each step. */
export function compare(before: Flow, after: Flow): {flow: Flow; changes: ReadonlyMap<string, Change>} {
  const old = new Map(before.steps.map(step => [step.id, step]))
  const now = new Set(after.steps.map(step => step.id))
  const gone = before.steps.filter(step => !now.has(step.id))
  const changes = new Map<string, Change>(gone.map(step => [step.id, 'removed']))
  for (const step of after.steps) {
    const was = old.get(step.id)
    changes.set(step.id, !was ? 'added' : own(was) === own(step) ? 'same' : 'changed')
  }
  return {flow: {...after, steps: [...after.steps, ...gone]}, changes}
}

/** The fields of a step that are not the same, with both values as they are written. */
export function fields(before: FlowStep | undefined, after: FlowStep | undefined): {name: string; before?: string; after?: string}[] {
  const [old, now] = [flat(before?.body), flat(after?.body)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter(name => old.get(name) !== now.get(name))
    .map(name => ({name, ...(old.has(name) && {before: old.get(name)!}), ...(now.has(name) && {after: now.get(name)!})}))
}

function flat(body: Record<string, Value> | undefined): Map<string, string> {
  const found = new Map<string, string>()
  const visit = (value: Value, at: string) => {
    if (value && typeof value === 'object' && !Array.isArray(value)) {
      for (const [name, one] of Object.entries(value)) if (at || name !== 'steps') visit(one, at ? `${at}.${name}` : name)
    } else found.set(at, typeof value === 'string' ? value : JSON.stringify(value))
  }
  if (body) visit(body, '')
  return found
}

/** The longest common lines stay; all else was removed or added. */
export function lines(before: string, after: string): Line[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let from = 0
  while (from < old.length && from < now.length && old[from] === now[from]) from++
  let end = 0
  while (end < old.length - from && end < now.length - from && old[old.length - 1 - end] === now[now.length - 1 - end]) end++
  const [a, b] = [old.slice(from, old.length - end), now.slice(from, now.length - end)]
  const same = (text: string, at: number, shift: number): Line => ({kind: 'same', text, before: at + 1, after: at + 1 + shift})
  return [
    ...old.slice(0, from).map((text, at) => same(text, at, 0)),
    ...middle(a, b, from),
    ...old.slice(old.length - end).map((text, at) => same(text, old.length - end + at, now.length - old.length))
  ]
}

function middle(a: string[], b: string[], from: number): Line[] {
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
  const found: Line[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) found.push({kind: 'same', text: a[i]!, before: from + ++i, after: from + ++j})
    else if (i < a.length && (j === b.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) found.push({kind: 'removed', text: a[i]!, before: from + ++i})
    else found.push({kind: 'added', text: b[j]!, after: from + ++j})
  }
  return found
}
