import {ancestors, before, type Flow, type FlowStep, lastOf, mentions, object, read, type Value} from '../flow/flow'
import {connect, free, needing, type Place, put} from './edit'
import type {Source} from './field'
import type {Catalogue} from './sources'
import {bound, inputOffers, isMedia, offersOf} from './wire'
import {editor as say} from '../words/editor'

/** What is no mistake, and seldom meant; with what would mend it, where that is known. */
export type Notice = {place: Place; message: string; mend?: {says: string; change: (source: string) => string}}

/** The files that a step gives; what a loop gathers is taken for files. */
const filesOf = (flow: Flow, step: FlowStep, catalogue: Catalogue): Source[] =>
  step.kind === 'gate' ? [] : offersOf(flow, step, catalogue).filter(one => isMedia(one.type) || (step.kind === 'loop' && one.type === '[json]'))

const nameOf = (one: Source) => one.expression.split('.').at(-1)!
const called = (of: readonly Source[]) => of.map(one => (one.expression.startsWith('inputs.') ? `the input ${nameOf(one)}` : `${nameOf(one)} of ${one.expression.split('.')[1]}`)).join(', ')

/** The file that a workflow most likely makes: of the last step that nothing follows, or else of the last that has any. */
function made(flow: Flow, catalogue: Catalogue): Source | undefined {
  const tops = flow.steps.filter(step => !step.parent)
  return [lastOf(flow), ...tops.reverse()].flatMap(step => (step ? filesOf(flow, step, catalogue) : [])).at(0)
}

function nothingOut(flow: Flow, catalogue: Catalogue): Notice[] {
  if (flow.steps.length === 0 || Object.keys(flow.outputs).length > 0) return []
  const found = made(flow, catalogue)
  return [
    {
      place: ['outputs'],
      message: say.nothingGivenOut,
      ...(found && {mend: {says: say.giveOut(called([found])), change: (source: string) => put(source, ['outputs', free(nameOf(found), [])], bound(found.expression))}})
    }
  ]
}

/** The pictures of the nearest step before a gate, within its loop or around it; else those that were given. */
function lookedAt(flow: Flow, gate: FlowStep, catalogue: Catalogue): Source[] {
  const readable = before(flow, gate)
  const near = ancestors(flow, gate.id).flatMap(id => readable.filter(step => step.id === id))
  const files = [...near, ...readable.reverse()].map(step => filesOf(flow, step, catalogue)).find(one => one.length > 0)
  return files ?? inputOffers(flow).filter(one => isMedia(one.type))
}

const shown = (sources: readonly Source[]): Value => (sources.length === 1 ? bound(sources[0]!.expression) : sources.map(one => bound(one.expression)))

function nothingShown(flow: Flow, catalogue: Catalogue): Notice[] {
  const blind = flow.steps.filter(step => step.kind === 'gate' && object(step.body['gate'])['show'] === undefined)
  return blind.map(step => {
    const found = lookedAt(flow, step, catalogue)
    const place = [...step.path, 'gate', 'show']
    return {
      place,
      message: say.nothingShown(step.name),
      ...(found.length > 0 && {mend: {says: say.showThese(called(found)), change: (source: string) => put(source, place, shown(found))}})
    }
  })
}

export const noticesOf = (flow: Flow, catalogue: Catalogue): Notice[] => [...nothingShown(flow, catalogue), ...nothingOut(flow, catalogue)]

/** A new gate stands behind a step and shows what that made; to read it is to wait for it. */
export function stand(source: string, added: FlowStep, anchor: FlowStep | undefined, catalogue: Catalogue): string {
  const behind = anchor ? connect(source, anchor.id, added.id) : source
  const flow = read(behind).flow
  const gate = flow?.steps.find(step => step.id === added.id)
  const found = flow && gate ? lookedAt(flow, gate, catalogue) : []
  if (!gate || found.length === 0) return behind
  const done = put(behind, [...gate.path, 'gate', 'show'], shown(found))
  return anchor && mentions(shown(found)).includes(anchor.name) ? needing(done, gate, []) : done
}
