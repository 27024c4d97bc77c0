/** A bare HTTP(S) server in the engine's place: it logs in like the engine's SSO and answers what a test tells it to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export const LOGIN = { username: 'admin@internal', password: 'correct horse' } as const

export type Asked = Readonly<{
  method: string
  /** Below /ovirt-engine, without the query. */
  path: string
  query: Readonly<Record<string, string>>
  headers: IncomingMessage['headers']
  body: string
}>

/** Answers a request; returning nothing leaves the reply to whoever holds `res`. */
export type Answer = (asked: Asked, res: ServerResponse) => void

export type EngineServer = Readonly<{
  baseUrl: string
  asked: readonly Asked[]
  /** Requests below /api, in order. */
  calls(): readonly Asked[]
  logins(): number
  /** The tokens that are good now; take one out to let it expire. */
  tokens: Set<string>
  close(): Promise<void>
}>

export type EngineServerOptions = Readonly<{
  /** Answers below /api; only asked with a good token. */
  api: Answer
  sso?: Answer
  tls?: Readonly<{ cert: string; key: string }>
}>

export async function startEngineServer({ api, sso, tls }: EngineServerOptions): Promise<EngineServer> {
  const asked: Asked[] = []
  const tokens = new Set<string>()
  let logins = 0

  const logIn: Answer = ({ body, headers }, res) => {
    const form = new URLSearchParams(body)
    const isGood = form.get('username') === LOGIN.username && form.get('password') === LOGIN.password
    if (!isGood || headers.accept !== 'application/json') {
      const error = `Cannot authenticate user '${form.get('username')}': the user name or password is incorrect`
      return json(res, { error_code: 'access_denied', error }, 400)
    }
    logins += 1
    const token = `token-${logins}`
    tokens.add(token)
    json(res, { access_token: token, scope: 'ovirt-app-api', exp: '9223372036854775807', token_type: 'bearer' })
  }

  const login = sso ?? logIn
  const answer = (request: Asked, res: ServerResponse): void => {
    if (request.path === '/sso/oauth/token') {
      login(request, res)
    } else if (request.path === '/services/sso-logout') {
      tokens.delete(new URLSearchParams(request.body).get('token') ?? '')
      json(res, {})
    } else if (tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? '')) {
      api(request, res)
    } else {
      res.writeHead(401, { 'Content-Type': 'text/html', 'WWW-Authenticate': 'Basic realm="RESTAPI"' })
      res.end('<html><body>Unauthorized</body></html>')
    }
  }

  const listener = (req: IncomingMessage, res: ServerResponse) => {
    let body = ''
    req.setEncoding('utf8')
    req.on('data', (text: string) => {
      body += text
    })
    req.on('end', () => {
      const url = new URL(req.url ?? '', 'http://engine')
      const query = Object.fromEntries(url.searchParams)
      const path = url.pathname.replace('/ovirt-engine', '')
      const request = { method: req.method ?? '', path, query, headers: req.headers, body }
      asked.push(request)
      answer(request, res)
    })
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/ovirt-engine`,
    asked,
    calls: () => asked.filter(({ path }) => path === '/api' || path.startsWith('/api/')),
    logins: () => logins,
    tokens,
    close: () => closed(server),
  }
}

export function json(res: ServerResponse, value: unknown, status = 200): void {
  res.writeHead(status, { 'Content-Type': 'application/json' })
  res.end(JSON.stringify(value))
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close(error => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
}
