import { describe, expect, it } from 'vitest'
import { fakeService } from '../../test/fakes/portal-page.tsx'
import type { ApiFailure } from './api-failure.ts'
import { createClient } from './client.ts'

const { signal } = new AbortController()

function aClient(routes: Parameters<typeof fakeService>[0]) {
  const service = fakeService(routes)
  let endings = 0
  let tokens = 0
  const client = createClient({
    token: () => `token${++tokens}`,
    onSessionEnd: () => endings++,
    fetch: service.fetch,
  })
  return { client, service, endings: () => endings }
}

const failureOf = (call: Promise<unknown>): Promise<ApiFailure> =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (failure: ApiFailure) => failure,
  )

describe('a call of our service', () => {
  it('carries the token of the moment, and never the cookies', async () => {
    const { client, service } = aClient({ 'GET /runs?limit=5': { body: { runs: [] } } })
    await client.listRuns(5, signal)
    await client.listRuns(5, signal)
    expect(service.calls.map(({ headers }) => headers.get('Authorization'))).toEqual(['Bearer token1', 'Bearer token2'])
    expect(service.calls.map(({ credentials }) => credentials)).toEqual(['omit', 'omit'])
  })

  it('encodes ids into the path and sends JSON', async () => {
    const { client, service } = aClient({ 'POST /recommendations/a%2Fb/dismiss': { body: {} } })
    await client.dismissRecommendation('a/b', 'not now', signal)
    expect(service.calls[0]).toMatchObject({ body: { reason: 'not now' } })
    expect(service.calls[0]?.headers.get('Content-Type')).toBe('application/json')
  })

  const error = { code: 'engine-refused', message: 'No.', fix: 'Read it.', requestId: 'r1' }
  const failures = [
    {
      why: 'an error of ours becomes a failure with code, fix, fields and request id',
      reply: { status: 422, body: { ...error, fields: [{ path: 'properties.x', problem: 'bad' }] } },
      expected: {
        code: 'engine-refused',
        message: 'No.',
        fix: 'Read it.',
        requestId: 'r1',
        fields: [{ path: 'properties.x', problem: 'bad' }],
      },
    },
    {
      why: 'an error of some proxy becomes "does not answer"',
      reply: { status: 502, body: { oops: true } },
      expected: { code: 'service-unreachable' },
    },
    {
      why: 'a bare 401 is an ended session',
      reply: { status: 401, body: null },
      expected: { code: 'unauthenticated' },
    },
  ]
  for (const { why, reply, expected } of failures) {
    it(why, async () => {
      const { client } = aClient({ 'GET /clusters': reply })
      expect(await failureOf(client.listClusters(signal))).toMatchObject(expected)
    })
  }

  it('says that the service does not answer when a page comes instead of JSON', async () => {
    expect(await failureOf(aClient({}).client.listClusters(signal))).toMatchObject({ code: 'service-unreachable' })
  })

  it('tells of the end of the session, and of nothing else', async () => {
    const { client, endings } = aClient({
      'GET /clusters': { status: 401, body: { ...error, code: 'unauthenticated' } },
      'GET /clusters/x': { status: 403, body: { ...error, code: 'forbidden' } },
    })
    await failureOf(client.getCluster('x', signal))
    expect(endings()).toBe(0)
    await failureOf(client.listClusters(signal))
    expect(endings()).toBe(1)
  })

  it('fails with the reason of the caller who gave up', async () => {
    const { client } = aClient({ 'GET /clusters': { body: {} } })
    const gone = AbortSignal.abort(new Error('the page has gone'))
    expect(await failureOf(client.listClusters(gone))).toMatchObject({ message: 'the page has gone' })
  })
})
