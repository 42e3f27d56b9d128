import {expect, it} from 'vitest'
import type {Gate} from '../api'
import {gateId} from '../gate'
import {marksOf, RANGES_MAX, written} from './reviewmarks'

const gate = (item: number, more: Partial<Gate> = {}): Gate => ({
  run: `run-${item}`,
  batch: '019f0000-0000-7000-8000-00001a2b3c4d',
  item,
  name: `poster-${item}`,
  step: 'review',
  round: 1,
  question: {title: 'Good?', candidates: [], assignees: [], approvals: 1},
  opened_at: '2026-11-27T00:00:00Z',
  ...more
})

it('marks are written as ranges of items and read again', () => {
  const open = [1, 2, 3, 5, 9].map(item => gate(item))
  const marked = open.filter(one => one.item !== 5)
  expect(written(marked)).toEqual({text: 'review@1a2b3c4d:1-3,9', left: 0})
  expect([...marksOf('review@1a2b3c4d:1-3,9', open)]).toEqual(marked.map(gateId))
})

it('a new version of a picture is not marked because the one before was', () => {
  const {text} = written([gate(1)])
  expect(marksOf(text, [gate(1, {round: 2})]).size).toBe(0)
  expect(marksOf(written([gate(1, {round: 2})]).text, [gate(1, {round: 2})]).size).toBe(1)
})

it('two batches with the same numbers are told apart, and those where some are kept are never marked', () => {
  const other = gate(1, {run: 'other', batch: '019f0000-0000-7000-8000-0000ffffffff'})
  const {text} = written([other])
  expect([...marksOf(text, [gate(1), other])]).toEqual([gateId(other)])
  const pick = gate(1, {question: {...gate(1).question, select: {min: 1}}})
  expect(marksOf(written([pick]).text, [pick]).size).toBe(0)
})

it('only so many ranges stand in an address, and how many marks do not is told', () => {
  const marked = Array.from({length: RANGES_MAX + 7}, (_, at) => gate(at * 2 + 1))
  const {text, left} = written(marked)
  expect(left).toBe(7)
  expect(marksOf(text, marked).size).toBe(RANGES_MAX)
})
