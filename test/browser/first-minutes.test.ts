/** The first ten minutes of an administrator with an untouched cluster, as one walk in real Chromium against the demo. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logIn, openView, place } from './demo-portal.ts'
import { startDemo } from './start-demo.ts'

let demo: Awaited<ReturnType<typeof startDemo>>
let page: Page

beforeAll(async () => {
  demo = await startDemo('--start', '2026-03-02T09:00Z', '--speed', '10')
  page = await logIn(demo.browser, demo.origin)
})

afterAll(async () => {
  await demo.stop()
})

const scheduler = () => place(page, 'scheduler')

async function openTab(list: string, entity: string): Promise<void> {
  await page.getByRole('link', { name: list }).first().click()
  await page.getByRole('link', { name: entity, exact: true }).first().click()
  await page.getByRole('link', { name: 'Scheduling', exact: true }).click()
}

describe('the first ten minutes', () => {
  it('read the health of a cluster that nobody has configured', async () => {
    await scheduler()
      .getByRole('heading', { name: /^Why Default has \d+ of 100$/ })
      .waitFor()
    await scheduler()
      .getByText(/^Move dns-01 from host3 to host4$/)
      .first()
      .waitFor()
  })

  it('look at the first recommendation before it is applied, and see it arrive', async () => {
    await openView(scheduler(), 'Recommendations')
    await scheduler().getByRole('button', { name: 'Why move dns-01' }).click()
    await scheduler().getByRole('heading', { name: 'Move dns-01 from host3 to host4' }).waitFor()
    await scheduler()
      .getByText(/The VM keeps running and pauses for about \d+ ms at the end/)
      .waitFor()
    await page.keyboard.press('Escape')
    await scheduler().getByRole('button', { name: 'Apply: move dns-01 to host4' }).click()
    await scheduler().getByRole('button', { name: 'Move now' }).click()
    await scheduler().getByText('dns-01 now runs on host4').first().waitFor({ timeout: 90_000 })
  })

  it('ask why a VM is where it is, and why it did not move', async () => {
    await openTab('Virtual Machines', 'app-01')
    const why = place(page, 'vm-why')
    await why.getByRole('heading', { name: 'Scheduling of app-01', level: 1 }).waitFor()
    await why.getByText(/^Runs on host\d+/).waitFor()
    const gates = why.getByRole('list', { name: /^Gates/ }).getByRole('listitem')
    await expect.poll(() => gates.count()).toBe(10)
  })

  it('edit the policy, and see what it would change before it is saved', async () => {
    await openTab('Clusters', 'Default')
    const policy = place(page, 'cluster-scheduling')
    await policy.getByRole('textbox', { name: 'Minimum free memory' }).fill('2500')
    await policy.getByRole('heading', { name: 'Effect on the recommendations' }).waitFor()
    const effect = policy.locator('.policy-effect')
    await effect.getByText('With these values').waitFor()
    await effect
      .getByText(/^Move \S+ from host\d+ to host\d+$/)
      .last()
      .waitFor()
    await policy.getByRole('button', { name: 'Cancel' }).click()
    await effect.waitFor({ state: 'detached' })
  })

  it('set hours of the week and automatic mode', async () => {
    await page.getByRole('link', { name: 'Scheduler', exact: true }).click()
    await openView(scheduler(), 'Automation')
    await scheduler().getByRole('radio', { name: 'Automatic' }).click()
    await scheduler()
      .getByRole('radio', { name: /^Only in these hours/ })
      .click()
    await scheduler()
      .getByRole('button', { name: /^Saturday: the whole day/ })
      .click()
    await scheduler().getByRole('button', { name: 'Save' }).click()
    await scheduler().getByText('Saved. It holds from now on.').waitFor()
    await scheduler()
      .getByText(/^Set by admin@internal/)
      .waitFor()
  })

  // Whether it can go back depends on the memory that host3 has by then; either is an answer.
  it('find in the history what was done, and ask for it back', async () => {
    await openView(scheduler(), 'History')
    const audit = scheduler().getByRole('grid', { name: 'What was done' })
    await audit.getByText(/^Set what is done automatically in/).waitFor()
    await audit
      .getByText(/moved from host3 to host4/)
      .first()
      .waitFor()
    await scheduler().getByRole('button', { name: /^Undo/ }).first().click()
    await scheduler()
      .getByText(/There is nothing to move back|A plan back is among the recommendations/)
      .waitFor()
  })
})
