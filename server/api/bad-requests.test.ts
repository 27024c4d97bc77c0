import { afterEach, describe, expect, it } from 'vitest'
import { type ApiServer, type Call, startApi } from '../../test/fakes/api-server.ts'
import { aCluster } from '../../test/fakes/builders.ts'
import { fakeApplier, fakeClusterPolicies } from '../../test/fakes/services.ts'
import { currentTrace } from '../telemetry/trace.ts'

let api: ApiServer
afterEach(() => api.close())

const policy = `/clusters/${aCluster().id}/policy`
const typed = { 'Content-Type': 'application/json' }

describe('bad requests', () => {
  const cases: { why: string; method: string; path: string; call?: Call; status: number; body: object }[] = [
    {
      why: 'an unknown path',
      method: 'GET',
      path: '/nothing/here',
      status: 404,
      body: { code: 'not-found', message: 'There is nothing at /nothing/here.' },
    },
    { why: 'the bare base', method: 'GET', path: '/', status: 404, body: { code: 'not-found' } },
    {
      why: 'an unknown parameter',
      method: 'GET',
      path: '/runs?page=2',
      status: 400,
      body: { code: 'invalid-request', fields: [{ problem: expect.stringContaining('page') }] },
    },
    {
      why: 'a bad parameter',
      method: 'GET',
      path: '/recommendations?limit=0',
      status: 400,
      body: { fields: [{ path: 'limit' }] },
    },
    {
      why: 'a parameter given twice',
      method: 'GET',
      path: '/runs?state=done&state=failed',
      status: 400,
      body: { fields: [{ path: 'state' }] },
    },
    {
      why: 'a path that is no UTF-8',
      method: 'GET',
      path: '/runs/%ff',
      status: 400,
      body: { code: 'invalid-request' },
    },
    {
      why: 'truncated JSON',
      method: 'PUT',
      path: policy,
      call: { body: '{"version":', headers: typed },
      status: 400,
      body: { code: 'invalid-request', message: 'The body is not valid JSON.' },
    },
    {
      why: 'JSON that is no object',
      method: 'PUT',
      path: policy,
      call: { body: '"x"', headers: typed },
      status: 400,
      body: { code: 'invalid-request' },
    },
    {
      why: 'a body of another kind',
      method: 'PUT',
      path: policy,
      call: { body: 'version=v1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      status: 400,
      body: { message: expect.stringContaining('application/json') },
    },
    {
      why: 'no body where one is needed',
      method: 'PUT',
      path: policy,
      status: 400,
      body: { fields: [{ path: 'version' }, { path: 'properties' }] },
    },
    {
      why: 'a wrong type deep inside',
      method: 'PUT',
      path: policy,
      call: { json: { version: 'v1', properties: { safe_selection: false } } },
      status: 400,
      body: { fields: [{ path: 'properties.safe_selection' }] },
    },
    {
      why: 'a member nobody knows',
      method: 'POST',
      path: '/recommendations/rec1/dismiss',
      call: { json: { why: 'x' } },
      status: 400,
      body: { code: 'invalid-request' },
    },
    {
      why: 'a charset nobody can read',
      method: 'PUT',
      path: policy,
      call: { body: '{}', headers: { 'Content-Type': 'application/json; charset=x-none' } },
      status: 400,
      body: { code: 'invalid-request' },
    },
    {
      why: 'a body that is too large',
      method: 'PUT',
      path: policy,
      call: { json: { version: 'x'.repeat(300_000) } },
      status: 413,
      body: { code: 'body-too-large', message: 'The body is larger than 262144 bytes.' },
    },
  ]
  for (const { why, method, path, call, status, body } of cases)
    it(`answers ${status} to ${why}, with the way out and the request's id`, async () => {
      api = await startApi()
      const reply = await api.call(method, path, call)
      expect(reply).toMatchObject({ status, body })
      expect(reply.body).toMatchObject({
        fix: expect.stringMatching(/\.$/),
        requestId: reply.headers.get('x-request-id'),
      })
    })

  const methods = [
    { method: 'DELETE', path: '/clusters', allow: 'GET' },
    { method: 'POST', path: policy, allow: 'GET, PUT' },
    { method: 'GET', path: '/recommendations/rec1/apply', allow: 'POST' },
    { method: 'OPTIONS', path: '/health', allow: 'GET' },
  ]
  for (const { method, path, allow } of methods)
    it(`answers 405 to ${method} ${path.replace(aCluster().id, 'c')}, allowing ${allow}`, async () => {
      api = await startApi()
      const reply = await api.call(method, path)
      expect(reply).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } })
      expect(reply.headers.get('allow')).toBe(allow)
    })

  it('reads no body of somebody it does not know', async () => {
    api = await startApi()
    const reply = await api.call('PUT', policy, { token: '', json: { version: 'x'.repeat(300_000) } })
    expect(reply.status).toBe(401)
  })

  it('tells a defect without detail and logs it whole, under one id', async () => {
    api = await startApi({ applier: fakeApplier([], new TypeError('secret is undefined')) })
    const reply = await api.call('POST', '/recommendations/rec1/apply', { headers: { 'X-Request-Id': 'portal-7' } })
    expect(reply).toMatchObject({ status: 500, body: { code: 'internal', requestId: 'portal-7' } })
    expect(reply.text).not.toContain('secret')
    expect(reply.headers.get('x-request-id')).toBe('portal-7')
    const logged = api.lines.filter(({ level }) => level === 'error')
    expect(logged).toMatchObject([{ fields: { requestId: 'portal-7', error: { message: 'secret is undefined' } } }])
  })

  it('is answered in the trace that the caller names, and otherwise in one of its own', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
    const seen: (string | undefined)[] = []
    api = await startApi({
      clusterPolicies: {
        ...fakeClusterPolicies(),
        // After the body has been read, which is where a context is lost most easily.
        async save() {
          seen.push(currentTrace()?.traceId)
          throw new TypeError('no')
        },
      },
    })
    const json = { version: 'v', properties: {} }
    const told = await api.call('PUT', policy, { json, headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } })
    expect(told).toMatchObject({ status: 500, body: { code: 'internal', requestId: traceId, traceId } })
    expect(told.headers.get('traceparent')).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`))
    const own = await api.call('PUT', policy, { json, headers: { traceparent: `00-${traceId}-nothing-01` } })
    const { traceId: ownId } = own.body as { traceId: string }
    expect(ownId).not.toBe(traceId)
    expect(own.headers.get('traceparent')).toContain(ownId)
    expect(seen).toEqual([traceId, ownId])
  })

  it('limits each known caller apart, and strangers by address', async () => {
    api = await startApi({ requestsPerMinute: 3 })
    const statuses = async (token: string) => (await api.call('GET', '/session', { token })).status
    // The first request of a token counts for its address: nobody knows it yet.
    expect(await statuses('admin')).toBe(200)
    for (const expected of [200, 200, 200, 429]) expect(await statuses('admin')).toBe(expected)
    for (const expected of [401, 401, 429]) expect(await statuses(`guess-${expected}`)).toBe(expected)
    const told = await api.call('GET', '/session', { token: 'guess' })
    expect(told).toMatchObject({ body: { code: 'too-many-requests' } })
    expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('reply headers', () => {
  it('keeps replies out of caches, frames and pages, and leaves the host-wide ones to the web server', async () => {
    api = await startApi()
    const { headers } = await api.call('GET', '/health')
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'content-type': 'application/json; charset=utf-8',
    })
    for (const absent of ['strict-transport-security', 'x-powered-by', 'etag']) expect(headers.get(absent)).toBeNull()
  })

  it('answers whole to a client that has kept something: nobody can have kept a reply', async () => {
    api = await startApi()
    expect(await api.call('GET', '/health', { headers: { 'If-None-Match': '*' } })).toMatchObject({ status: 200 })
  })

  it('compresses what is long', async () => {
    api = await startApi()
    const { headers } = await api.call('GET', '/openapi.json')
    expect(headers.get('content-encoding')).toMatch(/gzip|br|deflate|zstd/)
  })
})
