/** Host policies in the portal, on the demo's own hosts: the mode set wholly by keyboard, and what comes of it. */
import { describe, expect, it } from 'vitest'
import { cutOff } from './cut-off.ts'
import { demoPage } from './demo-page.ts'
import { axeViolations, openView } from './demo-portal.ts'

const at = demoPage('--scenario', 'host-tuning')

const mode = () => at.scheduler.getByRole('combobox', { name: 'Mode of Default' })
const dialog = () => at.scheduler.getByRole('dialog')
const panel = () => at.scheduler.getByRole('complementary', { name: /^Host/ })
const decisions = () => panel().getByRole('grid', { name: 'Decisions' })
const focused = () =>
  at.scheduler.locator('body').evaluate(body => body.ownerDocument.activeElement?.textContent?.trim())
const press = async (...keys: readonly string[]) => {
  for (const key of keys) await at.page.keyboard.press(key)
}
/** The hosts take up a mode with their next figures, every few seconds in the demo. */
const within = { timeout: 40_000 }

describe('the mode of a cluster’s hosts', () => {
  it('is set to a dry run by keyboard', async () => {
    await openView(at.scheduler, 'Hosts')
    await at.scheduler.getByText('As configured: Observe.').waitFor()
    await mode().focus()
    await press('ArrowDown')
    await at.scheduler.getByText('The policy is asked; what it would change is shown').waitFor()
    await press('Tab', 'Tab', 'Tab')
    expect(await focused()).toBe('Save')
    await press('Enter')
    await at.scheduler.getByText(/^Set by admin@internal-authz/).waitFor()
    await at.scheduler.getByText('Dry run: 6 hosts').waitFor(within)
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('shows in the details of a host what would be changed and why', async () => {
    await at.scheduler.getByRole('button', { name: 'Details of host1', exact: true }).click()
    const why = decisions().getByRole('button', { name: /^Why: idle-\d+, Balloon/ })
    await why.first().waitFor(within)
    await decisions().getByText('Would change').first().waitFor()
    await why.first().focus()
    await press('Enter')
    await decisions()
      .getByText(/^balloon_target became [\d.]+$/)
      .waitFor()
    const steps = decisions().getByRole('grid', { name: 'What led to balloon_target' })
    await steps.getByText('decided').first().waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    expect(await at.scheduler.locator('.page-body').first().evaluate(cutOff)).toEqual([])
  })

  it('draws the memory of the host, and says the same in words', async () => {
    const chart = panel().getByRole('img', { name: 'Memory over time, and what was decided' })
    await chart.waitFor(within)
    expect(await chart.locator('path').count()).toBeGreaterThan(2)
    const words = panel().locator('p', { hasText: /Host memory available: from .* to .*, at most/ })
    expect(await words.textContent()).toMatch(/Balloons of all VMs: from .*\. \d+ decisions? in that time\.$/)
  })

  it('marks decisions of one round once, and tells them to who chooses the mark by keyboard', async () => {
    const marks = panel().getByRole('listbox', { name: 'Decisions in the chart' })
    await marks.focus()
    await press('Home')
    const chosen = marks.getByRole('option', { selected: true })
    const [, count] = /^(\d+) decisions, /.exec((await chosen.getAttribute('aria-label')) ?? '') ?? []
    expect(Number(count)).toBeGreaterThan(1)
    expect(await chosen.textContent()).toBe(count)
    const told = panel().getByText(/^(idle|db)-\d+: Balloon .* → .*, Would change$/)
    await told.first().waitFor()
    expect(await told.count()).toBeGreaterThan(1)
    expect(await axeViolations(at.scheduler)).toEqual([])
    await press('Escape')
    await panel().waitFor({ state: 'detached' })
  })

  it('is enforced once the dialog is confirmed, and gives the focus back when it is not', async () => {
    await mode().focus()
    await press('ArrowDown', 'Tab', 'Tab', 'Tab', 'Enter')
    await dialog()
      .getByText(/^6 hosts answer now\. On them, the policies change balloons/)
      .waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(focused).toBe('Save')
    await press('Enter')
    await dialog().getByRole('checkbox', { name: 'Take over from MOM' }).focus()
    await press('Space', 'Tab')
    expect(await focused()).toBe('Enforce')
    await press('Enter')
    await dialog().waitFor({ state: 'detached' })
    await at.scheduler.getByText(/Taken over from MOM\.$/).waitFor()
    await at.scheduler.getByText('Enforce: 6 hosts').waitFor(within)
  })

  it('goes back to what is configured', async () => {
    await at.scheduler.getByRole('button', { name: 'Back to the configuration file' }).click()
    await at.scheduler.getByText('As configured: Observe.').waitFor()
    expect(await focused()).toBe('Save')
  })
})
