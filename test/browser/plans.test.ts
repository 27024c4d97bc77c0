/** A plan from the wish to its end, as an administrator makes it, in real Chromium against the demo. */
import { beforeAll, describe, expect, it } from 'vitest'
import { demoPage } from './demo-page.ts'
import { axeViolations, openView } from './demo-portal.ts'

const at = demoPage('--speed', '10')

beforeAll(() => openView(at.scheduler, 'Recommendations'))

const plan = (name: RegExp) => at.scheduler.getByRole('row', { name }).first()

describe('a plan', () => {
  it('is made on demand and opens beside the list, with hosts, steps and checks', async () => {
    await at.scheduler.getByRole('button', { name: 'Plan moves in Default' }).click()
    await at.scheduler.getByRole('dialog').getByRole('radio', { name: 'Even out' }).waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await at.scheduler.getByRole('dialog').getByRole('button', { name: 'Plan', exact: true }).click()

    await at.scheduler.getByRole('heading', { name: /^Even out Default: \d+ moves$/ }).waitFor()
    await at.scheduler.getByRole('grid', { name: 'Hosts before and after' }).waitFor()
    await at.scheduler.getByRole('grid', { name: /^Steps in order/ }).waitFor()
    await at.scheduler.getByText(/^Held against \d+ filters at each step/).waitFor()
    await plan(/Even out Default/)
      .getByText(/^Score \d+ → \d+ of 100$/)
      .waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('waits while all moves are stopped, which anybody can see', async () => {
    await at.page.keyboard.press('Escape')
    await at.scheduler.getByRole('button', { name: 'Stop all moves' }).click()
    await at.scheduler.getByLabel('Reason (optional)').fill('The storage is being repaired')
    await at.scheduler.getByRole('dialog').getByRole('button', { name: 'Stop all moves' }).click()
    await at.scheduler.getByText(/“The storage is being repaired”/).waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await at.scheduler.getByRole('button', { name: 'Resume moves' }).click()
    await at.scheduler.getByText('All moves are stopped').waitFor({ state: 'detached' })
  })

  it('is applied after one confirmation and followed step by step to its end', async () => {
    await at.scheduler.getByRole('button', { name: /^Apply: Even out Default/ }).click()
    await at.scheduler
      .getByRole('dialog')
      .getByText(/are checked again one by one/)
      .waitFor()
    await at.scheduler.getByRole('button', { name: /^Start \d+ moves$/ }).click()
    await at.scheduler
      .getByRole('progressbar', { name: /^Progress of \d+ moves in Default/ })
      .first()
      .waitFor()
    await at.scheduler.getByRole('button', { name: /^Steps of \d+ moves in Default/ }).click()
    await at.scheduler
      .getByRole('progressbar', { name: /^Progress of moving/ })
      .first()
      .waitFor()
    await at.scheduler.getByText(/All \d+ moves in Default are made/).waitFor({ timeout: 110_000 })
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('can be taken back by another plan, which nobody has applied yet', async () => {
    await at.scheduler.getByRole('button', { name: /^Undo \d+ moves in Default/ }).click()
    await at.scheduler.getByText(/A plan back is among the recommendations/).waitFor()
    await at.scheduler.getByRole('button', { name: 'Show the plan' }).click()
    await at.scheduler.getByRole('heading', { name: /^Put VMs back in Default/ }).waitFor()
    await plan(/Put VMs back in Default/).waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
  })
})
