import { createHash, timingSafeEqual } from 'node:crypto'
import type { SimState, SimUser } from '../world/state.ts'

/** The user who logs in as `name@profile` (split at the last `@`) with that password. */
export function findUser(state: SimState, username: string, password: string): SimUser | undefined {
  const at = username.lastIndexOf('@')
  if (at < 0) return undefined
  const login = username.slice(0, at)
  const profile = username.slice(at + 1)
  for (const user of state.users.values())
    if (user.login === login && user.profile === profile && equal(user.password, password)) return user
  return undefined
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
