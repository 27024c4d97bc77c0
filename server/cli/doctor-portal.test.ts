import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { portalFindings } from './doctor-portal.ts'

let folder = ''
const open: { close(): void }[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-plugins-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  for (const each of open.splice(0)) each.close()
})

/** What the doctor finds where the engine's web server answers so. */
async function found(status: number, body: string, plugins = '/nowhere', path = ''): Promise<string[]> {
  const server = createServer((_req, res) => res.writeHead(status).end(body))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  const { port } = server.address() as AddressInfo
  const told: string[] = []
  const settings = { 'engine.url': `http://127.0.0.1:${port}/ovirt-engine`, 'engine.caFile': '' }
  for await (const { state, what, fix = '' } of portalFindings(settings, plugins, path))
    told.push(`${state}: ${what} ${fix}`)
  return told
}

describe('what the doctor finds on the way from the portal', () => {
  const health = (state: string) => JSON.stringify({ state, engine: { state: 'ok' } })
  it.each([
    { why: 'ours, well', status: 200, body: health('ok'), says: /^ok: the engine's web server passes the REST API on/ },
    { why: 'ours, degraded', status: 503, body: health('degraded'), says: /^ok:/ },
    {
      why: 'the web server, which passes nothing on',
      status: 404,
      body: '<html>',
      says: /^warning: .*HTTP 404, and not from this service On the engine host: ovirt-scheduler setup/,
    },
    {
      why: 'the web server, before a service that is down',
      status: 503,
      body: '<html>',
      says: /^warning: .*does not answer/,
    },
    { why: 'something else in JSON', status: 200, body: 'null', says: /^warning: .*not from this service/ },
  ])('is told by what answers: $why', async ({ status, body, says }) => {
    const lines = await found(status, body)
    expect(lines).toEqual([expect.stringMatching(says)])
  })

  it('says of one of several engines what its host is to pass on, and nothing of this machine', async () => {
    expect(await found(404, '<html>', folder, '/engines/oslo')).toEqual([
      expect.stringMatching(
        /On that engine's host: pass \/ovirt-scheduler\/ on to \/engines\/oslo\/ovirt-scheduler\/ of/,
      ),
    ])
  })

  it('names the plugin where the engine looks for it, or that it is not there', async () => {
    expect((await found(200, health('ok'), folder))[1]).toMatch(
      /^warning: the portal's plugin is not in .* Run: ovirt-scheduler setup/,
    )
    writeFileSync(join(folder, 'ovirt-scheduler.json'), '{}')
    expect((await found(200, health('ok'), folder))[1]).toMatch(/^ok: the portal's plugin is in /)
  })
})
