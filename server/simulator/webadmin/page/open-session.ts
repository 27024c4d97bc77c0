import type { EngineRest } from './engine-rest.ts'
import { EngineRestError } from './engine-rest.ts'
import type { PluginDefinition } from './plugin-contract.ts'
import { at, flag, list, text } from './wire.ts'

export type Session = Readonly<{ token: string; userId: string; userName: string; isAdmin: boolean }>

/** Who the token belongs to. Throws for users who administer nothing: the portal is not for them. */
export async function openSession(token: string, rest: EngineRest, signal: AbortSignal): Promise<Session> {
  const root = await rest.get('', {}, signal)
  const userId = text(root, 'authenticated_user.id')
  // Only administrators of something are told the summary.
  const isAdmin = at(root, 'summary') !== undefined
  if (!isAdmin) throw new EngineRestError(403, 'This user is not permitted to use the Administration Portal')
  const user = await rest.get(`users/${userId}`, {}, signal)
  return { token, userId, userName: text(user, 'user_name'), isAdmin }
}

/** The plugins the server found, in load order: read anew by it for each load of the page. */
export async function readPluginDefinitions(token: string, signal: AbortSignal): Promise<readonly PluginDefinition[]> {
  const headers = { Accept: 'application/json', Authorization: `Bearer ${token}` }
  const reply = await fetch('plugin-definitions', { headers, credentials: 'omit', cache: 'no-store', signal })
  if (!reply.ok) throw new EngineRestError(reply.status, 'The list of plugins could not be read')
  return list(await reply.json(), 'pluginDefinitions').map(wire => ({
    name: text(wire, 'name'),
    url: text(wire, 'url'),
    config: configOf(at(wire, 'config')),
    lazyLoad: flag(wire, 'lazyLoad'),
    enabled: flag(wire, 'enabled'),
  }))
}

const configOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
