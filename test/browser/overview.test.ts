/** "Is my cluster all right?" in real Chromium against the demo: a busy cluster, one with several clusters, a reader who may do nothing. */
import { describe, expect, it } from 'vitest'
import { demoPage } from './demo-page.ts'
import { axeViolations, logIn, openView, place } from './demo-portal.ts'

const at = demoPage('--hosts', '40')

describe('the overview', () => {
  it('says how many clusters are within limits, why one is not, what to do, and who suffers', async () => {
    await at.scheduler
      .getByText(/^2 of 3 clusters are within limits; .* The hottest host is host\d+ at \d+.% memory/)
      .waitFor()
    await at.scheduler.getByRole('heading', { name: /^Why Default has \d+ of 100$/ }).waitFor()
    await at.scheduler
      .getByText(/^host\d+ has \d+ % of its memory in use\.$/)
      .first()
      .waitFor()
    await at.scheduler.getByText(/^Move \S+ from host\d+ to host\d+$/).waitFor()
    const vms = at.scheduler.getByRole('grid', { name: 'VMs of Default that stand worst' })
    await vms.getByRole('row').nth(5).waitFor()
    await at.scheduler.getByText('10 of 10 in order, none at fault').first().waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('has no more than three blocks above the fold', async () => {
    const tops = await at.scheduler
      .locator('.page-body .pf-v6-c-card')
      .evaluateAll(cards => cards.map(card => card.getBoundingClientRect().top))
    const fold = await at.scheduler.locator('body').evaluate(body => body.clientHeight)
    expect(tops.filter(top => top < fold).length).toBeLessThanOrEqual(3)
  })

  it('leads by keyboard to the details and back', async () => {
    const why = at.scheduler.getByRole('button', { name: /^Why move/ })
    await why.focus()
    await at.page.keyboard.press('Enter')
    await at.scheduler.getByRole('heading', { name: /^Move \S+ from host\d+ to host\d+$/, level: 2 }).waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await at.page.keyboard.press('Escape')
    await expect.poll(() => why.evaluate(button => button === button.ownerDocument.activeElement)).toBe(true)
  })

  it('leaves the details behind when the reader goes to another part', async () => {
    await at.scheduler.getByRole('button', { name: /^Why move/ }).click()
    const panel = at.scheduler.getByRole('complementary')
    await panel.waitFor()
    await openView(at.scheduler, 'Automation')
    await panel.waitFor({ state: 'detached' })
    await openView(at.scheduler, 'Overview')
  })

  it('shows another cluster in its place', async () => {
    await at.scheduler.getByRole('button', { name: /^Lab/ }).click()
    await at.scheduler.getByRole('heading', { name: 'Hosts of Lab' }).waitFor()
    await at.scheduler.getByRole('heading', { name: /^Why Lab has \d+ of 100$/ }).waitFor()
    await at.scheduler.getByText(/^All \d+ VMs stand at 100 of 100/).waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('leads to the other parts, and the focus goes along', async () => {
    await at.scheduler.getByRole('link', { name: 'History', exact: true }).last().click()
    const tab = at.scheduler
      .getByRole('navigation', { name: 'Parts of the scheduler' })
      .getByRole('link', { name: 'History' })
    await expect.poll(() => tab.evaluate(link => link === link.ownerDocument.activeElement)).toBe(true)
    await openView(at.scheduler, 'Overview')
    await at.scheduler.getByRole('heading', { name: 'Hosts of Lab' }).waitFor() // as it was left
    await at.scheduler.getByRole('heading', { name: 'Self-check' }).waitFor()
  })

  it('stays within a window of 1024 pixels', async () => {
    await at.page.setViewportSize({ width: 1024, height: 768 })
    await expect
      .poll(() => at.scheduler.locator('.page-body').evaluate(body => body.scrollWidth - body.clientWidth))
      .toBe(0)
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('tells a reader which permissions they lack, each with its fix', async () => {
    const readOnly = await logIn(at.demo.browser, at.demo.origin, 'readonly@internal', 'readonly')
    const theirs = place(readOnly, 'scheduler')
    const line = theirs.getByRole('listitem').filter({ hasText: 'You may not have moves carried out in Default.' })
    await line.getByText(/Ask an administrator for a role with “migrate_vm”/).waitFor()
    await theirs.getByText('3 at fault').first().waitFor()
    expect(await axeViolations(theirs)).toEqual([])
    await readOnly.close()
  })
})
