/** A signed-in user of the engine, and JSON calls with their token. */
export type Caller = Readonly<{
  get<T>(path: string): Promise<T>
  /** Resolves with status and body, whatever the status is. */
  send<T>(method: 'POST' | 'PUT', path: string, body?: unknown): Promise<{ status: number; body: T }>
}>

export async function signIn(origin: string, name = 'admin@internal', password = 'admin'): Promise<string> {
  const reply = await fetch(`${origin}/ovirt-engine/sso/oauth/token`, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ grant_type: 'password', scope: 'ovirt-app-api', username: name, password }),
  })
  const { access_token: token } = (await reply.json()) as { access_token?: string }
  if (token === undefined) throw new Error(`${name} could not sign in: HTTP ${reply.status}`)
  return token
}

export function callerAt(base: string, token: string): Caller {
  const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json', 'Content-Type': 'application/json' }
  return {
    async get<T>(path: string) {
      const reply = await fetch(`${base}${path}`, { headers })
      if (!reply.ok) throw new Error(`GET ${path}: HTTP ${reply.status} ${await reply.text()}`)
      return (await reply.json()) as T
    },
    async send<T>(method: 'POST' | 'PUT', path: string, body?: unknown) {
      const reply = await fetch(`${base}${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: reply.status, body: (await reply.json()) as T }
    },
  }
}
