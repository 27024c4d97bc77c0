/** What was done, by whom, and what came of it: in real Chromium against a demo that has a past of ten thousand entries. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writePast } from '../fakes/past.ts'
import { axeViolations, logIn, openView, place } from './demo-portal.ts'
import { startDemo } from './start-demo.ts'

let demo: Awaited<ReturnType<typeof startDemo>>
let page: Page
let scheduler: FrameLocator
const data = mkdtempSync(join(tmpdir(), 'history-'))

beforeAll(async () => {
  await writePast(data, 10_000)
  demo = await startDemo('--start', '2026-03-02T09:00Z', '--scenario', 'balanced', '--data', data)
  page = await logIn(demo.browser, demo.origin)
  scheduler = place(page, 'scheduler')
  await openView(scheduler, 'History')
})

afterAll(async () => {
  await demo.stop()
  rmSync(data, { recursive: true })
})

const table = (name: string) => scheduler.getByRole('grid', { name, exact: true })
const rowsOf = (name: string) => table(name).locator('tbody > tr:visible')

describe('the history', () => {
  it('shows runs, what they delivered and who did what, without a flaw that axe finds', async () => {
    for (const name of ['Recent moves', 'Promise and delivery', 'What was done']) await table(name).waitFor()
    await scheduler.getByRole('img', { name: 'Promise and delivery of 7 runs' }).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
  })

  it('has no flaw in the dark either, and its picture follows', async () => {
    const colour = () =>
      scheduler
        .locator('.delivery-chart tspan')
        .first()
        .evaluate(node => getComputedStyle(node).fill)
    const light = await colour()
    await page.emulateMedia({ colorScheme: 'dark' })
    await scheduler.locator('html.pf-v6-theme-dark').waitFor()
    expect(await colour()).not.toBe(light)
    expect(await axeViolations(scheduler)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  })

  it('opens a run to all that it promised, by keyboard', async () => {
    const toggle = scheduler.getByRole('button', { name: /^All figures of the run that ended/ }).nth(2)
    await toggle.focus()
    await page.keyboard.press('Enter')
    const figures = scheduler.getByRole('grid', { name: /^All figures of the run that ended/ })
    await figures.getByText('75 %').waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await page.keyboard.press('Enter')
    await figures.waitFor({ state: 'detached' })
    expect(await toggle.evaluate(node => node === node.ownerDocument.activeElement)).toBe(true)
  })

  it('finds what is typed among all ten thousand entries, and shows a page of them', async () => {
    expect(await rowsOf('What was done').count()).toBe(20)
    await scheduler.getByLabel('Search by name or word').fill('web-9999')
    await table('What was done').getByText('web-9999').waitFor()
    expect(await rowsOf('What was done').count()).toBe(1)
    await scheduler.getByText('Nothing matches these filters.').first().waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await scheduler.getByRole('button', { name: 'Clear filters' }).click()
    await table('What was done').getByText('web-9999').waitFor({ state: 'detached' })
  })

  it('looks back as far as is wanted', async () => {
    await scheduler.getByRole('button', { name: 'Last hour' }).click()
    await expect.poll(() => rowsOf('Recent moves').count()).toBe(2)
    await expect.poll(() => rowsOf('What was done').count()).toBe(20)
    await scheduler.getByRole('button', { name: 'All', exact: true }).click()
    await expect.poll(() => rowsOf('Recent moves').count()).toBe(10)
  })

  it('loads all ten thousand and stays usable', async () => {
    await scheduler.getByRole('button', { name: 'Show older ones' }).click()
    await scheduler.getByText('Only the newest 2,500 were looked through.').waitFor()
    await scheduler.getByRole('button', { name: 'Show older ones' }).click()
    await scheduler.getByText('Only the newest 10,000 were looked through.').waitFor()
    const pages = scheduler.getByRole('navigation', { name: 'Pages of: What was done' })
    await pages.getByRole('button', { name: 'Last page' }).click()
    await table('What was done')
      .getByText(/web-99\d\d/)
      .first()
      .waitFor()
    expect(await rowsOf('What was done').count()).toBe(20)
    expect(await axeViolations(scheduler)).toEqual([])
  })

  it('shows the chosen kinds and exports them as a table', async () => {
    const kinds = scheduler.getByRole('button', { name: /^Kind:/ })
    await kinds.click()
    await scheduler.getByLabel('Recommendations dismissed').waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await scheduler.getByLabel('Recommendations dismissed').click()
    await page.keyboard.press('Escape')
    await expect.poll(() => rowsOf('What was done').count()).toBe(1)

    await scheduler.getByRole('button', { name: 'Export: What was done' }).click()
    await scheduler.getByRole('menuitem', { name: 'As CSV' }).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      scheduler.getByRole('menuitem', { name: 'As CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^ovirt-scheduler-audit-\d{4}-\d\d-\d\d\.csv$/)
    expect(readFileSync(await download.path(), 'utf8').split('\r\n')).toHaveLength(3)
    await scheduler.getByText(/1 row was saved as ovirt-scheduler-audit/).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
  })

  it('says by itself what has just been done', async () => {
    await scheduler.getByRole('button', { name: /^Kind:/ }).click()
    await scheduler.getByLabel('Recommendations dismissed').click()
    await page.keyboard.press('Escape')
    await scheduler.getByRole('button', { name: 'Stop all moves' }).click()
    await scheduler.getByRole('dialog').getByRole('button', { name: 'Stop all moves' }).click()
    await scheduler.getByText('1 new entry').waitFor()
    await scheduler.locator('.row-news').getByRole('button', { name: 'Show' }).click()
    await rowsOf('What was done').first().getByText('Stopped all moves').waitFor()
  })

  it('has room at 1024 pixels', async () => {
    await page.setViewportSize({ width: 1024, height: 768 })
    const width = await scheduler
      .locator('.page-body')
      .first()
      .evaluate(node => node.scrollWidth - node.clientWidth)
    expect(width).toBeLessThanOrEqual(0)
    expect(await axeViolations(scheduler)).toEqual([])
  })
})
