import type {Gate} from '../api'
import {gateId} from '../gate'
import {holds, said} from '../ranges'

type Marked = Pick<Gate, 'run' | 'batch' | 'item' | 'step' | 'round'>

/** So many ranges of items stand in an address; marks beyond them are forgotten by a refresh, and that is said. */
export const RANGES_MAX = 100
/** As much of a batch's id as tells it from others on one sheet. */
const TAIL = 8

/** What the marks of items have in common: the step, its version if it is not the first, and the batch. */
const groupOf = ({step, round, batch}: Marked) => `${step}${round > 1 ? `~${round}` : ''}@${batch.slice(-TAIL)}`

/** What is marked, for the address: `review@1a2b3c4d:1-20,25`, and such groups of several steps or batches with `;` between. */
export function written(marked: readonly Marked[]): {text: string; left: number} {
  const groups = new Map<string, number[]>()
  for (const one of marked) groups.set(groupOf(one), [...(groups.get(groupOf(one)) ?? []), one.item])
  let room = RANGES_MAX
  let left = 0
  const parts: string[] = []
  for (const [group, items] of groups) {
    const ranges = said(items)
    const kept = ranges.slice(0, room)
    room -= kept.length
    if (kept.length > 0) parts.push(`${group}:${kept.join(',')}`)
    const isKept = holds(kept.join(','))
    left += items.filter(item => !isKept(item)).length
  }
  return {text: parts.join(';'), left}
}

/** Those of the open gates that an address marks, by id. */
export function marksOf(text: string | undefined, open: readonly Gate[]): ReadonlySet<string> {
  const groups = new Map(
    (text ?? '').split(';').flatMap(part => {
      const at = part.lastIndexOf(':')
      return at > 0 ? [[part.slice(0, at), holds(part.slice(at + 1))] as const] : []
    })
  )
  return new Set(open.filter(gate => !gate.question.select && groups.get(groupOf(gate))?.(gate.item)).map(gateId))
}
