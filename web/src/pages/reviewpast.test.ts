import {expect, it} from 'vitest'
import {versionsOf} from './reviewpast'

it('tells each version of one gate with what was said to it', () => {
  const here = {run: 'a', step: 'review'}
  const events = [
    {...here, event: 'gate_opened', round: 1, question: {candidates: ['one']}},
    {run: 'b', step: 'review', event: 'gate_voted', by: 'eve', decision: {verdict: 'reject'}},
    {...here, event: 'gate_voted', by: 'ada', decision: {verdict: 'regenerate', note: 'more fog'}},
    {...here, event: 'gate_opened', round: 2, question: {candidates: ['two']}}
  ]
  expect(versionsOf(events, here)).toEqual([
    {round: 1, candidates: ['one'], votes: [{by: 'ada', decision: 'regenerate', note: 'more fog'}]},
    {round: 2, candidates: ['two'], votes: []}
  ])
})
