import { describe, expect, it } from 'vitest'
import { aSimulatedEngine, type Call } from '../../../test/fakes/simulated-engine.ts'

const TOKEN = '/ovirt-engine/sso/oauth/token'
const form = (fields: Record<string, string>, accept = 'application/json'): Call => ({
  method: 'POST',
  token: undefined,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: accept },
  body: new URLSearchParams(fields).toString(),
})
const password = { grant_type: 'password', scope: 'ovirt-app-api', username: 'admin@internal', password: 'admin' }
const basic = (user: string) => ({ Authorization: `Basic ${Buffer.from(user).toString('base64')}` })

describe('the password grant', () => {
  it('gives a token without an absolute limit', async () => {
    const engine = await aSimulatedEngine()
    const { status, json } = await engine.call(TOKEN, form(password))
    expect(status).toBe(200)
    expect(json).toMatchObject({ exp: '9223372036854775807', token_type: 'bearer' })
    expect(String(json.access_token)).toMatch(/^[\w-]{86}$/)
    expect(String(json.scope)).toMatch(/^ovirt-app-api /)
  })

  const refused = [
    { why: 'a wrong password', fields: { ...password, password: 'no' }, code: 'access_denied' },
    { why: 'an unknown user', fields: { ...password, username: 'who@internal' }, code: 'access_denied' },
    { why: 'a name without a profile', fields: { ...password, username: 'admin' }, code: 'access_denied' },
    { why: 'another grant', fields: { ...password, grant_type: 'code' }, code: 'unsupported_grant_type' },
  ]
  for (const { why, fields, code } of refused) {
    it(`refuses ${why} with 400 and the code where the API scope puts it`, async () => {
      const engine = await aSimulatedEngine()
      const { status, json } = await engine.call(TOKEN, form(fields))
      expect(status).toBe(400)
      expect(json.error_code).toBe(code)
      expect(json.error).toBeTypeOf('string')
    })
  }
  it('puts the code elsewhere for other scopes', async () => {
    const engine = await aSimulatedEngine()
    const { status, json } = await engine.call(TOKEN, form({ ...password, scope: 'openid', password: 'no' }))
    expect(status).toBe(400)
    expect(json).toMatchObject({ error: 'access_denied', error_description: expect.any(String) })
  })
  it('wants exactly one media type accepted', async () => {
    const engine = await aSimulatedEngine()
    expect((await engine.call(TOKEN, form(password, '*/*'))).status).toBe(400)
  })
})

describe('a session', () => {
  it('ends with a logout, and a stale token gets the HTML challenge', async () => {
    const engine = await aSimulatedEngine()
    const out = await engine.call(
      '/ovirt-engine/services/sso-logout',
      form({ scope: 'ovirt-app-api', token: engine.token }),
    )
    expect([out.status, out.text]).toEqual([200, '{}'])
    const { status, headers, text } = await engine.call('')
    expect(status).toBe(401)
    expect(headers.get('www-authenticate')).toBe('Basic realm="RESTAPI"')
    expect(headers.get('content-type')).toContain('text/html')
    expect(text).toContain('<html>')
  })

  it('ends after idling, and use prolongs it', async () => {
    let now = 0
    const engine = await aSimulatedEngine({ sessionIdleMs: 60_000, wallClock: () => now })
    now = 59_999
    expect((await engine.call('')).status).toBe(200)
    now += 59_999
    expect((await engine.call('')).status).toBe(200)
    now += 60_000
    expect((await engine.call('')).status).toBe(401)
  })

  it('can be checked without prolonging it', async () => {
    let now = 0
    const engine = await aSimulatedEngine({ sessionIdleMs: 60_000, wallClock: () => now })
    const check = () =>
      engine.call(`${TOKEN}-info`, form({ token: engine.token, scope: 'ovirt-ext=token-info:validate' }))
    now = 50_000
    expect(await check()).toMatchObject({ status: 200, text: '{}' })
    now = 60_000
    expect(await check()).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
  })

  it('of Basic credentials lasts one request and leaves two events', async () => {
    const engine = await aSimulatedEngine()
    const before = engine.world.state.events.length
    const { status, headers } = await engine.call('', { token: undefined, headers: basic('admin@internal:admin') })
    expect([status, headers.get('set-cookie')]).toEqual([200, null])
    await expect.poll(() => engine.world.state.events.slice(before).map(event => event.code)).toEqual([30, 31])
  })

  it('of Basic credentials is kept on request, until a request no longer asks for it', async () => {
    const engine = await aSimulatedEngine()
    const prefer = { Prefer: 'persistent-auth' }
    const first = await engine.call('', { token: undefined, headers: { ...basic('admin@internal:admin'), ...prefer } })
    const cookie = /JSESSIONID=[^;]+/.exec(first.headers.get('set-cookie') ?? '')?.[0] ?? ''
    expect(first.headers.get('set-cookie')).toMatch(/Path=\/ovirt-engine\/api; HttpOnly/)
    const statusWith = async (headers: Record<string, string>) =>
      (await engine.call('', { token: undefined, headers: { Cookie: cookie, ...headers } })).status
    expect(await statusWith(prefer)).toBe(200)
    expect(await statusWith({})).toBe(200)
    await expect.poll(() => statusWith(prefer)).toBe(401)
  })

  const refused = [
    {},
    basic('admin@internal:no'),
    basic('admin'),
    { Authorization: 'Bearer x' },
    { Authorization: 'x' },
  ]
  for (const headers of refused) {
    it(`is not to be had with ${JSON.stringify(headers)}`, async () => {
      const engine = await aSimulatedEngine()
      expect((await engine.call('/hosts', { token: undefined, headers })).status).toBe(401)
    })
  }
})

describe('services that need no login', () => {
  it('say that the engine is well', async () => {
    const engine = await aSimulatedEngine()
    const health = await engine.call('/ovirt-engine/services/health', { token: undefined })
    expect(health).toMatchObject({ status: 200, text: 'DB Up!Welcome to Health Status!' })
    const sso = await engine.call('/ovirt-engine/sso/status', { token: undefined })
    expect(sso.json).toMatchObject({ status: 'active', version: '0' })
  })

  const path = '/ovirt-engine/services/pki-resource'
  const certificates = [
    { query: 'resource=ca-certificate&format=X509-PEM-CA', status: 200, type: 'application/x-x509-ca-cert' },
    { query: 'resource=engine-certificate&format=X509-PEM', status: 200, type: 'application/x-x509-cert' },
    { query: 'resource=private-key&format=X509-PEM', status: 400, type: null },
    { query: 'resource=ca-certificate&format=DER', status: 400, type: null },
  ]
  for (const { query, status, type } of certificates) {
    it(`answer ${status} to ${query}`, async () => {
      const engine = await aSimulatedEngine({ certificatePem: 'PEM' })
      const reply = await engine.call(`${path}?${query}`, { token: undefined })
      expect(reply.status).toBe(status)
      if (type !== null) expect(reply.headers.get('content-type')).toBe(type)
    })
  }
})
