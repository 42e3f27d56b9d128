import {expect, test} from 'vitest'
import type {Key} from './api'
import {byUser} from './team'

const key = (name: string, user: string, more: Partial<Key> = {}): Key => ({
  id: name,
  tenant: 'default',
  name,
  user,
  role: 'viewer',
  created_by: 'admin',
  created_at: '2026-11-01T00:00:00Z',
  ...more
})

test('a member has the most that any key may, and was seen when the latest was used', () => {
  const members = byUser([
    key('laptop', 'studio', {used_at: '2026-11-20T10:00:00Z'}),
    key('import', 'studio', {role: 'editor', used_at: '2026-11-19T10:00:00Z'}),
    key('wall', 'lobby')
  ])
  expect(members.map(one => [one.user, one.role, one.keys.length, one.seen])).toEqual([
    ['lobby', 'viewer', 1, undefined],
    ['studio', 'editor', 2, '2026-11-20T10:00:00Z']
  ])
})

test('whose keys have all ended is no member', () => {
  expect(byUser([key('old', 'guest', {expires_at: '2026-11-01T00:00:00Z'})], Date.parse('2026-11-02T00:00:00Z'))).toEqual([])
})
