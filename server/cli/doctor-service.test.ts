import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { NOON_MS } from '../../test/fakes/builders.ts'
import { serviceFindings } from './doctor-service.ts'

const open: { close(): void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})

/** What the doctor finds of a service that answers so. */
async function found(status: number, body: unknown, storeUrl = ''): Promise<string[]> {
  const server = createServer((_req, res) => res.writeHead(status).end(JSON.stringify(body)))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  const { port } = server.address() as AddressInfo
  const store = { 'store.file': '/var/lib/store.db', 'store.url': storeUrl }
  const settings = { 'rest.address': '127.0.0.1', 'rest.port': port, ...store }
  const told: string[] = []
  for await (const { state, what, fix = '' } of serviceFindings(settings)) told.push(`${state}: ${what} ${fix}`)
  return told
}

describe('what the doctor finds of the running service', () => {
  const well = { state: 'ok', store: { writable: true }, xmlrpc: {} }

  it('is since when the engine has discovered it', async () => {
    expect(await found(200, { ...well, xmlrpc: { discoveredAtMs: NOON_MS } })).toEqual([
      expect.stringMatching(/^ok: REST API answers at http:.*says it is well/),
      'ok: the engine last asked for the policy units at 2026-08-19T12:00:00.000Z ',
    ])
  })

  it.each([
    { why: 'well, and never asked', status: 200, body: well, says: /^ok: REST API answers/ },
    { why: 'degraded', status: 503, body: { ...well, state: 'degraded' }, says: /^warning: .*degraded/ },
    {
      why: 'without a store',
      status: 503,
      body: { state: 'degraded', store: { writable: false } },
      says: /^failed: .*cannot write its store Free or mount the disk of \/var\/lib\/store.db/,
    },
    {
      why: 'without its database',
      status: 503,
      body: { state: 'degraded', store: { writable: false } },
      storeUrl: 'postgres://u@db/site',
      says: /^failed: .*cannot write its store See that PostgreSQL runs/,
    },
    { why: 'another program', status: 404, body: 'Not found', says: /^warning: .*degraded/ },
  ])('is one line where it is $why', async ({ status, body, storeUrl, says }) => {
    const lines = await found(status, body, storeUrl)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(says)
  })
})
