import type { Request } from 'express'

const TIMEOUT_MS = 5_000

/**
 * Whether the request carries a token that the engine knows. The page is served from the engine's own origin, so the SSO
 * service is asked at the very address this request came to.
 */
export async function isLoggedIn(req: Request): Promise<boolean> {
  const token = /^Bearer (\S+)$/i.exec(req.get('authorization') ?? '')?.[1]
  const { localAddress, localPort } = req.socket
  if (token === undefined || localAddress === undefined || localPort === undefined) return false
  const host = localAddress.includes(':') ? `[${localAddress}]` : localAddress
  const reply = await fetch(`http://${host}:${localPort}/ovirt-engine/sso/oauth/token-info`, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ token, scope: 'ovirt-ext=token-info:validate' }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  await reply.body?.cancel()
  return reply.ok
}
