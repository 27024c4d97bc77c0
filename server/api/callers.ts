/** Who is calling: tokens are the engine's, and so is the answer. Remembered briefly, never the token itself. */
import { createHash } from 'node:crypto'
import type { Named } from '../../shared/plan/named.ts'
import { createExpiringCache } from './expiring-cache.ts'
import type { AuthPort, Grant } from './ports.ts'

export type Caller = Readonly<{ user: Named; administrator: boolean; tokenHash: string }>

/** `act` needs the engine's word of the last seconds; `read` may rely on an older one while the engine is silent. */
export type Purpose = 'read' | 'act'

export type Callers = Readonly<{
  /** undefined: the engine does not know the token. Throws when the engine cannot be asked. */
  identify(token: string, purpose: Purpose): Promise<Caller | undefined>
  /** Throws when the engine cannot be asked. */
  grantsOf(caller: Caller, purpose: Purpose): Promise<readonly Grant[]>
  /** The key under which a token that was recently good is counted; undefined for any other. */
  knownHash(token: string): string | undefined
}>

const ENGINE_DEADLINE_MS = 10_000
const MAX_REMEMBERED = 1000
const IDENTITY_FRESH_MS = 30_000
const GRANTS_FRESH_MS = 15_000
// While the engine does not answer, its last word keeps the portal's pages readable, so that they can say what is wrong.
const READ_GRACE_MS = 300_000

export function createCallers(auth: AuthPort, now: () => number): Callers {
  const limits = { graceMs: READ_GRACE_MS, maxEntries: MAX_REMEMBERED, now }
  const identities = createExpiringCache<Caller>({ ...limits, freshMs: IDENTITY_FRESH_MS })
  const grants = createExpiringCache<readonly Grant[]>({ ...limits, freshMs: GRANTS_FRESH_MS })
  // A lookup may serve several requests, so it has a deadline of its own and ends with none of them.
  const deadline = () => AbortSignal.timeout(ENGINE_DEADLINE_MS)

  return {
    identify(token, purpose) {
      const tokenHash = hashOf(token)
      const ask = async () => {
        const known = await auth.whoIs(token, deadline())
        if (known === undefined) return undefined
        const { id, name, administrator } = known
        return { user: { id, name }, administrator, tokenHash }
      }
      return identities.get(tokenHash, ask, purpose === 'read')
    },
    async grantsOf({ user }, purpose) {
      return (await grants.get(user.id, () => auth.permits(user.id, deadline()), purpose === 'read')) ?? []
    },
    knownHash(token) {
      const tokenHash = hashOf(token)
      return identities.has(tokenHash) ? tokenHash : undefined
    },
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')
