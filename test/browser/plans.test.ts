/** A plan from the wish to its end, as an administrator makes it, in real Chromium against the demo. */
import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeViolations, logIn, openView, place } from './demo-portal.ts'
import { startDemo } from './start-demo.ts'

let demo: Awaited<ReturnType<typeof startDemo>>
let page: Page
let scheduler: FrameLocator

beforeAll(async () => {
  demo = await startDemo('--start', '2026-03-02T09:00Z', '--speed', '10')
  page = await logIn(demo.browser, demo.origin)
  scheduler = place(page, 'scheduler')
  await openView(scheduler, 'Recommendations')
})

afterAll(async () => {
  await demo.stop()
})

const plan = (name: RegExp) => scheduler.getByRole('row', { name }).first()

describe('a plan', () => {
  it('is made on demand and opens beside the list, with hosts, steps and checks', async () => {
    await scheduler.getByRole('button', { name: 'Plan moves in Default' }).click()
    await scheduler.getByRole('dialog').getByRole('radio', { name: 'Even out' }).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await scheduler.getByRole('dialog').getByRole('button', { name: 'Plan', exact: true }).click()

    await scheduler.getByRole('heading', { name: /^Even out Default: \d+ moves$/ }).waitFor()
    await scheduler.getByRole('grid', { name: 'Hosts before and after' }).waitFor()
    await scheduler.getByRole('grid', { name: /^Steps in order/ }).waitFor()
    await scheduler.getByText(/^Held against \d+ filters at each step/).waitFor()
    await plan(/Even out Default/)
      .getByText(/^Score \d+ → \d+ of 100$/)
      .waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
  })

  it('waits while all moves are stopped, which anybody can see', async () => {
    await page.keyboard.press('Escape')
    await scheduler.getByRole('button', { name: 'Stop all moves' }).click()
    await scheduler.getByLabel('Reason (optional)').fill('The storage is being repaired')
    await scheduler.getByRole('dialog').getByRole('button', { name: 'Stop all moves' }).click()
    await scheduler.getByText(/“The storage is being repaired”/).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await scheduler.getByRole('button', { name: 'Resume moves' }).click()
    await scheduler.getByText('All moves are stopped').waitFor({ state: 'detached' })
  })

  it('is applied after one confirmation and followed step by step to its end', async () => {
    await scheduler.getByRole('button', { name: /^Apply: Even out Default/ }).click()
    await scheduler
      .getByRole('dialog')
      .getByText(/are checked again one by one/)
      .waitFor()
    await scheduler.getByRole('button', { name: /^Start \d+ moves$/ }).click()
    await scheduler
      .getByRole('progressbar', { name: /^Progress of \d+ moves in Default/ })
      .first()
      .waitFor()
    await scheduler.getByRole('button', { name: /^Steps of \d+ moves in Default/ }).click()
    await scheduler
      .getByRole('progressbar', { name: /^Progress of moving/ })
      .first()
      .waitFor()
    await scheduler.getByText(/All \d+ moves in Default are made/).waitFor({ timeout: 110_000 })
    expect(await axeViolations(scheduler)).toEqual([])
  })

  it('can be taken back by another plan, which nobody has applied yet', async () => {
    await scheduler.getByRole('button', { name: /^Undo \d+ moves in Default/ }).click()
    await scheduler.getByText(/A plan back is among the recommendations/).waitFor()
    await scheduler.getByRole('button', { name: 'Show the plan' }).click()
    await scheduler.getByRole('heading', { name: /^Put VMs back in Default/ }).waitFor()
    await plan(/Put VMs back in Default/).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
  })
})
