/** Policy units as an administrator sees them, in real Chromium against the demo with plugins of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeViolations, logIn, openView, place } from './demo-portal.ts'
import { startDemo } from './start-demo.ts'

const plugins = mkdtempSync(join(tmpdir(), 'portal-units-'))
const write = (name: string, content: string) => writeFileSync(join(plugins, name), content)
const good = `
import { accept, defineUnit } from 'ovirt-scheduler/sdk'
export default defineUnit({ id: 'any_host', description: 'Keeps every host', parameters: {}, filter: () => accept })
`

let demo: Awaited<ReturnType<typeof startDemo>>
let page: Page
let scheduler: FrameLocator

beforeAll(async () => {
  write('any.ts', good)
  write('old.py', 'class old_unit(object):\n    def do_filter(self, hosts, vm, properties):\n        print(hosts)\n')
  demo = await startDemo('--plugins', plugins)
  page = await logIn(demo.browser, demo.origin)
  scheduler = place(page, 'scheduler')
})

afterAll(async () => {
  await demo.stop()
  rmSync(plugins, { recursive: true })
})

const row = (unit: string) => scheduler.getByRole('row', { name: new RegExp(unit) }).first()

describe('the card of policy units', () => {
  it('says where each comes from, how it is kept in, and that the engine knows it', async () => {
    await openView(scheduler, 'Policy units')
    await scheduler.getByRole('heading', { name: 'Policy units', exact: true }).waitFor()
    await scheduler.getByText('3 units, 2 from plugins; isolated by the kernel (bwrap).').waitFor()
    const anyHost = row('any_host')
    await anyHost.getByText('any.ts').waitFor()
    await anyHost.getByText('Isolated by kernel').waitFor()
    await row('old_unit').getByText('old.py').waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
  })

  it('tells of a broken edit by itself, and that the last good version runs', async () => {
    write('any.ts', 'export default {')
    await scheduler.getByText(/any\.ts is broken; its last good version runs/).waitFor()
    await row('any_host').waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
  })

  it('offers to load it again, and says at the row why that fails', async () => {
    await scheduler.getByRole('button', { name: 'Reload the plugin of any_host' }).click()
    await scheduler.getByText(/any\.ts cannot be loaded: SyntaxError/).waitFor()
    write('any.ts', good)
    await scheduler
      .getByText(/any\.ts is broken/)
      .first()
      .waitFor({ state: 'detached' })
    await scheduler.getByRole('button', { name: 'Reload the plugin of any_host' }).click()
    await scheduler.getByText('Reloaded').waitFor()
  })

  it('shows a unit that is put there now, which the engine has not seen yet', async () => {
    write('late.ts', good.replace('any_host', 'late_unit'))
    await row('late_unit').getByText('Not yet seen').waitFor()
  })
})
