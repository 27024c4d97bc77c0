import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { simulatorApp } from '../rest/app.ts'
import { createWorld } from '../world/create-world.ts'
import { webadminRouter } from './router.ts'

const dir = mkdtempSync(join(tmpdir(), 'webadmin-router-'))
const bundleDir = join(dir, 'bundle')
const pluginDir = join(dir, 'plugins')
const BASE = '/ovirt-engine/webadmin'
let server: Server
let origin: string

beforeAll(async () => {
  mkdirSync(bundleDir)
  writeFileSync(join(bundleDir, 'index.html'), '<title>Portal</title>')
  mkdirSync(join(pluginDir, 'acme-resources/sub'), { recursive: true })
  const descriptor = { name: 'acme', url: 'plugin/acme/plugin.html', resourcePath: 'acme-resources', config: { a: 1 } }
  writeFileSync(join(pluginDir, 'acme.json'), JSON.stringify(descriptor))
  writeFileSync(join(pluginDir, 'bare.json'), JSON.stringify({ name: 'bare', url: 'x' }))
  for (const file of ['plugin.html', 'plugin.js', 'odd.xyzzy', 'a..b.js', 'sub/page.html']) {
    writeFileSync(join(pluginDir, 'acme-resources', file), file)
  }
  const app = express()
  app.use(webadminRouter({ bundleDir, pluginDirs: [pluginDir] }))
  app.use(simulatorApp(createWorld({ scenario: 'balanced', seed: 1, startMs: 0 })))
  server = createServer(app)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  rmSync(dir, { recursive: true, force: true })
})

/** The path goes out as written: fetch would resolve `..` before sending. */
function rawStatus(path: string, method = 'GET'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${origin}/`, { path, method }, reply => resolve(reply.resume().statusCode))
      .on('error', reject)
      .end()
  })
}

describe('plugin files', () => {
  const paths = [
    { path: '/plugin/acme/plugin.html', status: 200 },
    { path: '/plugin/acme/sub/page.html', status: 200 },
    { path: '/plugin/acme/plugin.html?v=1', status: 200 },
    { path: '/plugin/acme/', status: 404 },
    { path: '/plugin/acme', status: 404 },
    { path: '/plugin/acme/sub', status: 404 },
    { path: '/plugin/acme/sub/', status: 404 },
    { path: '/plugin/acme/missing.html', status: 404 },
    { path: '/plugin/acme/a..b.js', status: 404 },
    { path: '/plugin/acme/sub/../plugin.html', status: 404 },
    { path: '/plugin/acme/%2e%2e/acme.json', status: 404 },
    { path: '/plugin/acme//plugin.html', status: 404 },
    { path: '/plugin/acme/./plugin.html', status: 404 },
    { path: `/plugin/acme/${'x'.repeat(513)}`, status: 404 },
    { path: '/plugin/bare/plugin.html', status: 404 },
    { path: '/plugin/nobody/plugin.html', status: 404 },
  ]
  for (const { path, status } of paths) {
    it(`answers ${status} to ${path.slice(0, 60)}`, async () => {
      assert.equal(await rawStatus(BASE + path), status)
    })
  }

  it('takes GET and HEAD only', async () => {
    assert.equal(await rawStatus(`${BASE}/plugin/acme/plugin.html`, 'HEAD'), 200)
    assert.equal(await rawStatus(`${BASE}/plugin/acme/plugin.html`, 'POST'), 405)
  })

  it('go out with the portal’s headers, typed by extension, and are revalidated by a weak tag', async () => {
    const reply = await fetch(`${origin}${BASE}/plugin/acme/plugin.js`)
    const header = (name: string) => reply.headers.get(name)
    assert.equal(header('x-frame-options'), 'SAMEORIGIN')
    assert.equal(header('x-content-type-options'), 'nosniff')
    assert.equal(header('cache-control'), 'no-cache')
    assert.equal(header('pragma'), 'no-cache')
    assert.ok(Date.parse(header('expires') ?? '') < Date.now())
    assert.match(header('content-type') ?? '', /javascript/)
    assert.equal(header('content-security-policy'), null)
    const etag = header('etag') ?? ''
    assert.match(etag, /^W\//)
    // `no-cache` in a request would ask for the file itself, so the mode must not add it.
    const again = await fetch(reply.url, { headers: { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' } })
    assert.equal(again.status, 304)
    const odd = await fetch(`${origin}${BASE}/plugin/acme/odd.xyzzy`)
    assert.equal(odd.headers.get('content-type'), 'application/octet-stream')
  })
})

describe('the page', () => {
  it('is served with and without its old name; without the slash it redirects', async () => {
    for (const path of ['/', '/WebAdmin.html', '/?locale=ja_JP']) {
      assert.match(await (await fetch(origin + BASE + path)).text(), /Portal/)
    }
    const reply = await fetch(origin + BASE, { redirect: 'manual' })
    assert.deepEqual([reply.status, reply.headers.get('location')], [302, `${BASE}/`])
  })
})

describe('the list of plugins', () => {
  const list = (token: string) =>
    fetch(`${origin}${BASE}/plugin-definitions`, { headers: { Authorization: `Bearer ${token}` } })

  it('is for those who are logged in, and is read anew each time', async () => {
    assert.equal((await list('made-up')).status, 401)
    assert.equal((await fetch(`${origin}${BASE}/plugin-definitions`)).status, 401)

    const login = await fetch(`${origin}/ovirt-engine/sso/oauth/token`, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'password',
        scope: 'ovirt-app-api',
        username: 'admin@internal',
        password: 'admin',
      }),
    })
    const { access_token: token } = (await login.json()) as { access_token: string }
    const [acme] = ((await (await list(token)).json()) as { pluginDefinitions: unknown[] }).pluginDefinitions
    assert.deepEqual(acme, {
      name: 'acme',
      url: 'plugin/acme/plugin.html',
      config: { a: 1 },
      lazyLoad: true,
      enabled: true,
    })

    writeFileSync(join(pluginDir, 'new.json'), JSON.stringify({ name: 'new', url: 'x' }))
    const { pluginDefinitions } = (await (await list(token)).json()) as { pluginDefinitions: { name: string }[] }
    assert.deepEqual(
      pluginDefinitions.map(({ name }) => name),
      ['acme', 'bare', 'new'],
    )
  })
})
