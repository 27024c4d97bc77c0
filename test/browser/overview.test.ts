/** "Is my cluster all right?" in real Chromium against the demo: a busy cluster, one with several clusters, a reader who may do nothing. */
import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeViolations, logIn, openView, place } from './demo-portal.ts'
import { startDemo } from './start-demo.ts'

let demo: Awaited<ReturnType<typeof startDemo>>
let page: Page
let scheduler: FrameLocator

beforeAll(async () => {
  demo = await startDemo('--start', '2026-03-02T09:00Z', '--hosts', '40')
  page = await logIn(demo.browser, demo.origin)
  scheduler = place(page, 'scheduler')
})

afterAll(async () => {
  await demo.stop()
})

describe('the overview', () => {
  it('says how many clusters are within limits, why one is not, what to do, and who suffers', async () => {
    await scheduler
      .getByText(/^2 of 3 clusters are within limits; .* The hottest host is host\d+ at \d+.% memory/)
      .waitFor()
    await scheduler.getByRole('heading', { name: /^Why Default has \d+ of 100$/ }).waitFor()
    await scheduler
      .getByText(/^host\d+ has \d+ % of its memory in use\.$/)
      .first()
      .waitFor()
    await scheduler.getByText(/^Move \S+ from host\d+ to host\d+$/).waitFor()
    const vms = scheduler.getByRole('grid', { name: 'VMs of Default that stand worst' })
    await vms.getByRole('row').nth(5).waitFor()
    await scheduler.getByText('10 of 10 in order, none at fault').first().waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
  })

  it('has no more than three blocks above the fold', async () => {
    const tops = await scheduler
      .locator('.page-body .pf-v6-c-card')
      .evaluateAll(cards => cards.map(card => card.getBoundingClientRect().top))
    const fold = await scheduler.locator('body').evaluate(body => body.clientHeight)
    expect(tops.filter(top => top < fold).length).toBeLessThanOrEqual(3)
  })

  it('leads by keyboard to the details and back', async () => {
    const why = scheduler.getByRole('button', { name: /^Why move/ })
    await why.focus()
    await page.keyboard.press('Enter')
    await scheduler.getByRole('heading', { name: /^Move \S+ from host\d+ to host\d+$/, level: 2 }).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await page.keyboard.press('Escape')
    await expect.poll(() => why.evaluate(button => button === button.ownerDocument.activeElement)).toBe(true)
  })

  it('shows another cluster in its place', async () => {
    await scheduler.getByRole('button', { name: /^Lab/ }).click()
    await scheduler.getByRole('heading', { name: 'Hosts of Lab' }).waitFor()
    await scheduler.getByRole('heading', { name: /^Why Lab has \d+ of 100$/ }).waitFor()
    await scheduler.getByText(/^All \d+ VMs stand at 100 of 100/).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
  })

  it('leads to the other parts, and the focus goes along', async () => {
    await scheduler.getByRole('link', { name: 'History', exact: true }).last().click()
    const tab = scheduler
      .getByRole('navigation', { name: 'Parts of the scheduler' })
      .getByRole('link', { name: 'History' })
    await expect.poll(() => tab.evaluate(link => link === link.ownerDocument.activeElement)).toBe(true)
    await openView(scheduler, 'Overview')
    await scheduler.getByRole('heading', { name: 'Self-check' }).waitFor()
  })

  it('stays within a window of 1024 pixels', async () => {
    await page.setViewportSize({ width: 1024, height: 768 })
    await expect
      .poll(() => scheduler.locator('.page-body').evaluate(body => body.scrollWidth - body.clientWidth))
      .toBe(0)
    expect(await axeViolations(scheduler)).toEqual([])
  })

  it('tells a reader which permissions they lack, each with its fix', async () => {
    const readOnly = await logIn(demo.browser, demo.origin, 'readonly@internal', 'readonly')
    const theirs = place(readOnly, 'scheduler')
    const line = theirs.getByRole('listitem').filter({ hasText: 'You may not have moves carried out in Default.' })
    await line.getByText(/Ask an administrator for a role with “migrate_vm”/).waitFor()
    await theirs.getByText('3 at fault').first().waitFor()
    expect(await axeViolations(theirs)).toEqual([])
    await readOnly.close()
  })
})
