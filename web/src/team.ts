import type {Key, Role} from './api'

/** From what looks to what may do everything. */
export const ROLES: Role[] = ['viewer', 'operator', 'editor', 'admin']

export interface Member {
  user: string
  /** The most that any of the keys may. */
  role: Role
  keys: Key[]
  /** When any of them was last used, since the server started. */
  seen?: string
}

/** Whoever has keys that have not ended, by name. */
export function byUser(keys: Key[], now = Date.now()): Member[] {
  const members = new Map<string, Member>()
  for (const key of keys) {
    if (key.expires_at && Date.parse(key.expires_at) <= now) continue
    const known = members.get(key.user) ?? {user: key.user, role: key.role, keys: []}
    known.keys.push(key)
    if (ROLES.indexOf(key.role) > ROLES.indexOf(known.role)) known.role = key.role
    if (key.used_at && (!known.seen || key.used_at > known.seen)) known.seen = key.used_at
    members.set(key.user, known)
  }
  return [...members.values()].sort((a, b) => a.user.localeCompare(b.user))
}
