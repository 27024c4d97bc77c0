/** The first ten minutes of an administrator with an untouched cluster, as one walk in real Chromium against the demo. */
import { describe, expect, it } from 'vitest'
import { demoPage, openTab } from './demo-page.ts'
import { openView, place } from './demo-portal.ts'

const at = demoPage('--speed', '10')

describe('the first ten minutes', () => {
  it('read the health of a cluster that nobody has configured', async () => {
    await at.scheduler.getByRole('heading', { name: /^Why Default has \d+ of 100$/ }).waitFor()
    await at.scheduler
      .getByText(/^Move dns-01 from host3 to host4$/)
      .first()
      .waitFor()
  })

  it('look at the first recommendation before it is applied, and see it arrive', async () => {
    await openView(at.scheduler, 'Recommendations')
    await at.scheduler.getByRole('button', { name: 'Why move dns-01' }).click()
    await at.scheduler.getByRole('heading', { name: 'Move dns-01 from host3 to host4' }).waitFor()
    await at.scheduler.getByText(/The VM keeps running and pauses for about \d+ ms at the end/).waitFor()
    await at.page.keyboard.press('Escape')
    await at.scheduler.getByRole('button', { name: 'Apply: move dns-01 to host4' }).click()
    await at.scheduler.getByRole('button', { name: 'Move now' }).click()
    await at.scheduler.getByText('dns-01 now runs on host4').first().waitFor({ timeout: 90_000 })
  })

  it('ask why a VM is where it is, and why it did not move', async () => {
    await openTab(at.page, 'Virtual Machines', 'app-01')
    const why = place(at.page, 'vm-why')
    await why.getByRole('heading', { name: 'Scheduling of app-01', level: 1 }).waitFor()
    await why.getByText(/^Runs on host\d+/).waitFor()
    const gates = why.getByRole('list', { name: /^Gates/ }).getByRole('listitem')
    await expect.poll(() => gates.count()).toBe(10)
  })

  it('edit the policy, and see what it would change before it is saved', async () => {
    await openTab(at.page, 'Clusters', 'Default')
    const policy = place(at.page, 'cluster-scheduling')
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
    await at.page.getByRole('link', { name: 'Scheduler', exact: true }).click()
    await openView(at.scheduler, 'Automation')
    await at.scheduler.getByRole('radio', { name: 'Automatic' }).click()
    await at.scheduler.getByRole('radio', { name: /^Only in these hours/ }).click()
    await at.scheduler.getByRole('button', { name: /^Saturday: the whole day/ }).click()
    await at.scheduler.getByRole('button', { name: 'Save' }).click()
    await at.scheduler.getByText('Saved. It holds from now on.').waitFor()
    await at.scheduler.getByText(/^Set by admin@internal/).waitFor()
  })

  it('find what the move had promised, and what has come of it two minutes after', async () => {
    await openView(at.scheduler, 'History')
    await at.scheduler.getByRole('img', { name: 'Promise and delivery of 1 run' }).waitFor({ timeout: 60_000 })
    const runs = at.scheduler.getByRole('grid', { name: 'Promise and delivery', exact: true })
    await runs
      .getByText(/^\d+.% of the promise$/)
      .first()
      .waitFor({ timeout: 200_000 })
  }, 220_000)

  // Whether it can go back depends on the memory that host3 has by then; either is an answer.
  it('find in the history what was done, and ask for it back', async () => {
    await openView(at.scheduler, 'History')
    const audit = at.scheduler.getByRole('grid', { name: 'What was done' })
    await audit.getByText(/^Set what is done automatically in/).waitFor()
    await audit
      .getByText(/moved from host3 to host4/)
      .first()
      .waitFor()
    await at.scheduler.getByRole('button', { name: /^Undo/ }).first().click()
    await at.scheduler.getByText(/There is nothing to move back|A plan back is among the recommendations/).waitFor()
  })
})
