/** Many recommendations: sorted, filtered, several at once, put aside and woken, in real Chromium against the demo. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeOpenPlans } from '../fakes/open-plans.ts'
import { axeViolations, logIn, openView, place } from './demo-portal.ts'
import { DEMO_SEED, startDemo } from './start-demo.ts'

const PLANS = 45
let demo: Awaited<ReturnType<typeof startDemo>>
let page: Page
let scheduler: FrameLocator
const data = mkdtempSync(join(tmpdir(), 'recommendations-'))

beforeAll(async () => {
  await writeOpenPlans(data, { count: PLANS, seed: DEMO_SEED })
  demo = await startDemo('--start', '2026-03-02T09:00Z', '--speed', '10', '--data', data)
  page = await logIn(demo.browser, demo.origin)
  scheduler = place(page, 'scheduler')
  await openView(scheduler, 'Recommendations')
  await rows.first().waitFor()
})

afterAll(async () => {
  await demo.stop()
  rmSync(data, { recursive: true })
})

const table = {
  getByRole: (...asked: Parameters<FrameLocator['getByRole']>) => grid().getByRole(...asked),
  getByText: (text: RegExp) => grid().getByText(text),
}
const grid = () => scheduler.getByRole('grid', { name: 'Recommendations', exact: true })
const rows = {
  first: () => grid().locator('tbody > tr').first(),
  count: () => grid().locator('tbody > tr').count(),
}
const header = (name: string) => table.getByRole('columnheader', { name })
const choose = (what: string, label: string) => scheduler.getByRole('combobox', { name: what }).selectOption({ label })
const clear = () => scheduler.getByRole('search').getByRole('button', { name: 'Clear filters' }).click()

describe('the table of recommendations', () => {
  it('has a page of many rows, and no flaw that axe finds', async () => {
    expect(await rows.count()).toBe(20)
    await scheduler.getByText(/^\d+ of \d+ shown$/).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await scheduler.getByRole('button', { name: 'Last page' }).click()
    expect(await rows.count()).toBeLessThan(20)
  })

  it('is sorted by a press on a column, which says so', async () => {
    await choose('Kind', 'Plans')
    await scheduler.getByText(`${PLANS} of ${PLANS + 1} shown`).waitFor()
    await header('Effect, or why').getByRole('button').click()
    await rows.first().getByText('Score 60 → 69 of 100').waitFor()
    expect(await header('Effect, or why').getAttribute('aria-sort')).toBe('descending')
    await header('Effect, or why').getByRole('button').click()
    await rows.first().getByText('Score 60 → 61 of 100').waitFor()
    await header('Cost').getByRole('button').click()
    await rows.first().getByText('about 20 s').waitFor()
    await header('Priority').getByRole('button').click()
    await rows.first().getByText('High').waitFor()
  })

  it('is filtered by a name anywhere in a plan, and says when nothing matches', async () => {
    await scheduler.getByRole('textbox', { name: 'Name of a VM, host or cluster' }).fill('WEB-007')
    await scheduler.getByText(/^1 of \d+ shown$/).waitFor()
    await scheduler.getByRole('textbox', { name: 'Name of a VM, host or cluster' }).fill('nowhere')
    await scheduler.getByRole('heading', { name: 'No recommendation matches the filters' }).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await clear()
    await scheduler.getByText(/^(\d+) of \1 shown$/).waitFor()
  })

  it('applies two at once: one starts, one is refused with the reason', async () => {
    await header('Priority').getByRole('button').click()
    await header('VM, host or cluster').getByRole('button').click()
    await choose('Priority', 'Limit broken')
    const move = table.getByRole('checkbox', { name: /^Select: Move / }).first()
    await move.waitFor()
    await clear()
    await header('Priority').getByRole('button').click()
    await move.check()
    await table
      .getByRole('checkbox', { name: /^Select: Even out Default/ })
      .first()
      .check()
    await scheduler.getByText('2 selected').waitFor()
    await scheduler.getByRole('button', { name: 'Apply selected' }).click()
    const dialog = scheduler.getByRole('dialog', { name: 'Apply 2 recommendations?' })
    await dialog.getByText(/one after another/).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await dialog.getByRole('button', { name: 'Start 2 moves' }).click()
    await dialog.getByText('1 done, 1 refused').waitFor()
    await dialog.getByText('Started', { exact: true }).waitFor()
    expect(await dialog.getByRole('listitem').filter({ hasText: 'Refused' }).innerText()).toMatch(
      /Default[\s\S]*Refused\s+\S+/,
    )
    expect(await axeViolations(scheduler)).toEqual([])
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await scheduler.getByText(/ now runs on /).waitFor()
  })

  it('puts one aside and wakes it, by keyboard alone', async () => {
    await choose('Kind', 'Plans')
    const snooze = table.getByRole('button', { name: 'Snooze: Even out Default: 1 move' }).first()
    await snooze.focus()
    await page.keyboard.press('Enter')
    const dialog = scheduler.getByRole('dialog', { name: /^Snooze “Even out Default/ })
    await dialog.getByRole('radio', { name: 'For 1 hour' }).focus()
    await page.keyboard.press('ArrowDown')
    expect(await dialog.getByRole('radio', { name: 'Until tomorrow morning' }).isChecked()).toBe(true)
    expect(await axeViolations(scheduler)).toEqual([])
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    const wake = table.getByRole('button', { name: 'Wake: Even out Default: 1 move' })
    await wake.waitFor()
    await table.getByText(/^until .+8:00/).waitFor()
    const focused = () => scheduler.locator(':focus').innerText()
    expect(await focused()).toBe('Wake')
    expect(await axeViolations(scheduler)).toEqual([])

    await choose('State', 'Snoozed (1)')
    expect(await rows.count()).toBe(1)
    await wake.focus()
    await page.keyboard.press('Enter')
    await table.getByRole('button', { name: 'Snooze: Even out Default: 1 move' }).waitFor()
    expect(await focused()).toBe('Snooze')
    await scheduler.getByRole('button', { name: 'Clear', exact: true }).click()
    await scheduler.getByRole('heading', { name: 'Nothing is snoozed' }).waitFor()
  })

  it('is in the history with who did it', async () => {
    await openView(scheduler, 'History')
    for (const said of [/Snoozed until .+: Even out Default: 1 move/, /Woken: Even out Default: 1 move/]) {
      await scheduler.getByRole('row', { name: said }).first().waitFor()
    }
  })
})
