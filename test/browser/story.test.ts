/**
 * The whole story as an administrator lives it, in real Chromium against the demo: log in, see which VM should move and
 * why, edit the cluster's properties, see the recommendation change, apply it, watch the VM arrive.
 */
import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeViolations, logIn, openView, place } from './demo-portal.ts'
import { startDemo } from './start-demo.ts'

let demo: Awaited<ReturnType<typeof startDemo>>

beforeAll(async () => {
  demo = await startDemo('--start', '2026-03-02T09:00Z')
})

afterAll(async () => {
  await demo.stop()
})

async function openScheduling(page: Page, cluster: string): Promise<FrameLocator> {
  await page.getByRole('link', { name: 'Clusters' }).first().click()
  await page.getByRole('link', { name: cluster, exact: true }).click()
  await page.getByRole('link', { name: 'Scheduling', exact: true }).click()
  const frame = place(page, 'cluster-scheduling')
  await frame.getByRole('heading', { name: `Scheduling of ${cluster}` }).waitFor()
  return frame
}

describe('the story', () => {
  let page: Page

  it('shows after login which VM should move and why', async () => {
    page = await logIn(demo.browser, demo.origin)
    const scheduler = place(page, 'scheduler')
    await scheduler.getByRole('heading', { name: 'Scheduler', level: 1 }).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await openView(scheduler, 'Recommendations')
    await scheduler.getByRole('button', { name: 'Why move dns-01' }).click()
    await scheduler.getByRole('heading', { name: 'Move dns-01 from host3 to host4' }).waitFor()
    await scheduler
      .getByText(/host3 has \d+ MiB free, \d+ MiB less than the minimum of 500 MiB/)
      .last()
      .waitFor()
    await scheduler.getByRole('gridcell', { name: 'probe-01 is pinned to its host.' }).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await page.keyboard.press('Escape')
    await scheduler.getByRole('heading', { name: 'Move dns-01 from host3 to host4' }).waitFor({ state: 'detached' })
  })

  it('refuses a bad value at its field before anything is sent', async () => {
    const scheduling = await openScheduling(page, 'Default')
    const minimum = scheduling.getByRole('textbox', { name: 'Minimum free memory' })
    await minimum.fill('plenty')
    await scheduling.getByText('Enter a whole number from 0 to 9,999,999.').waitFor()
    expect(await scheduling.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await scheduling.getByRole('button', { name: 'Cancel' }).click()
    expect(await minimum.inputValue()).toBe('500')
    expect(await axeViolations(scheduling)).toEqual([])
  })

  it('saves properties through the engine, and the recommendation changes', async () => {
    const scheduling = place(page, 'cluster-scheduling')
    await scheduling.getByRole('textbox', { name: 'Minimum free memory' }).fill('2500')
    await scheduling.getByRole('switch', { name: 'Safe selection' }).click({ force: true })
    await scheduling.getByRole('grid', { name: 'What will change' }).waitFor()
    await scheduling.getByRole('button', { name: 'Save' }).click()
    await scheduling.getByText(/Saved\. The engine holds/).waitFor()
    // Rows never change under the pointer: what is new announces itself.
    await scheduling.getByText('1 new recommendation').waitFor()
    await scheduling.getByRole('button', { name: 'Show', exact: true }).click()
    await scheduling.getByRole('button', { name: /^Why move app-/ }).waitFor()
    expect(await scheduling.getByRole('button', { name: 'Why move dns-01' }).count()).toBe(0)
  })

  it('applies after one confirmation and follows the migration to its end', async () => {
    const scheduling = place(page, 'cluster-scheduling')
    const apply = scheduling.getByRole('button', { name: /^Apply: move app-\d+ to host\d+$/ })
    const [, vm = '', host = ''] = /move (\S+) to (\S+)/.exec((await apply.getAttribute('aria-label')) ?? '') ?? []
    await apply.click()
    await scheduling.getByRole('dialog').getByText(vm).first().waitFor()
    await scheduling.getByRole('button', { name: 'Move now' }).click()
    await scheduling.getByRole('progressbar', { name: `Progress of moving ${vm}` }).waitFor()
    await scheduling.getByText(`${vm} now runs on ${host}`).first().waitFor({ timeout: 90_000 })

    await page.getByRole('link', { name: 'Virtual Machines' }).first().click()
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: vm, exact: true }) })
    await row.getByText(host, { exact: true }).waitFor()
  })

  it('shows who may not edit what they lack, instead of hiding it', async () => {
    const readOnly = await logIn(demo.browser, demo.origin, 'readonly@internal', 'readonly')
    const scheduling = await openScheduling(readOnly, 'Default')
    await scheduling.getByText(/Read only: you need the permission “edit_cluster_configuration”/).waitFor()
    expect(await scheduling.getByRole('textbox', { name: 'Minimum free memory' }).isDisabled()).toBe(true)
    await readOnly.close()
  })

  it('says that the session has ended instead of failing again and again', async () => {
    await page.getByRole('link', { name: 'Scheduler' }).click()
    await place(page, 'scheduler').getByRole('heading', { name: 'Scheduler', level: 1 }).waitFor()
    await fetch(`${demo.origin}/sim/v1/faults`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ kind: 'expire-tokens' }),
    })
    await place(page, 'scheduler').getByText('Your session has ended').waitFor({ timeout: 90_000 })
  })
})
