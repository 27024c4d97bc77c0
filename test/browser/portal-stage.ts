import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import type { Browser, Page } from 'playwright-core'
import { simulatorApp } from '../../server/simulator/rest/app.ts'
import { webadminRouter } from '../../server/simulator/webadmin/router.ts'
import { createWorld } from '../../server/simulator/world/create-world.ts'
import type { World } from '../../server/simulator/world/world.ts'
import { type FixturePlugin, writePlugin } from './fixture-plugin.ts'

export type PortalStage = Readonly<{
  page: Page
  world: World
  url: string
  /** Everything plugins recorded on this page so far: plugin name first. */
  records(): Promise<unknown[][]>
  /** Resolves with all records once one of them starts like this. */
  recorded(...start: unknown[]): Promise<unknown[][]>
  warnings: readonly string[]
  close(): Promise<void>
}>

export type StageOptions = Readonly<{
  bundleDir: string
  /** Without it the page asks for a password. Default: admin@internal is logged in. */
  loggedIn?: boolean
  /** Hash to open the portal at. */
  hash?: string
  scenario?: string
  hosts?: number
  vms?: number
  /** Before anything of the page runs. */
  prepare?: (page: Page) => Promise<unknown>
}>

/** A simulated engine with its portal and these plugins on a free port, and a page that is logged in. Time stands still. */
export async function stagePortal(
  browser: Browser,
  plugins: readonly FixturePlugin[],
  options: StageOptions,
): Promise<PortalStage> {
  const pluginDir = mkdtempSync(join(tmpdir(), 'portal-plugins-'))
  for (const plugin of plugins) writePlugin(pluginDir, plugin)
  const { scenario = 'balanced', hosts, vms } = options
  const size = { ...(hosts === undefined ? {} : { hosts }), ...(vms === undefined ? {} : { vms }) }
  const world = createWorld({ scenario, seed: 1, startMs: Date.UTC(2026, 7, 19, 12), ...size })
  const warnings: string[] = []
  const app = express()
  app.use(webadminRouter({ bundleDir: options.bundleDir, pluginDirs: [pluginDir], warn: text => warnings.push(text) }))
  app.use(simulatorApp(world))
  const server = createServer(app)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await options.prepare?.(page)
  if (options.loggedIn ?? true) {
    // Once: a page that forgets its session must not get it back.
    const token = await logIn(url)
    await page.addInitScript(value => {
      if (top !== window || sessionStorage.getItem('given') !== null) return
      sessionStorage.setItem('given', 'yes')
      sessionStorage.setItem('stand-in-portal.token', value)
    }, token)
  }
  await page.goto(`${url}/ovirt-engine/webadmin/${options.hash ?? ''}`)

  const records = () => page.evaluate<unknown[][]>('globalThis.records ?? []')
  return {
    page,
    world,
    url,
    records,
    async recorded(...start) {
      const wanted = JSON.stringify(start).slice(0, -1)
      await page.waitForFunction(
        `(globalThis.records ?? []).some(one => JSON.stringify(one).startsWith(${JSON.stringify(wanted)}))`,
      )
      return records()
    },
    warnings,
    async close() {
      await context.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      rmSync(pluginDir, { recursive: true, force: true })
    },
  }
}

async function logIn(url: string): Promise<string> {
  const reply = await fetch(`${url}/ovirt-engine/sso/oauth/token`, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'password',
      scope: 'ovirt-app-api',
      username: 'admin@internal',
      password: 'admin',
    }),
  })
  const { access_token: token } = (await reply.json()) as { access_token: string }
  return token
}
