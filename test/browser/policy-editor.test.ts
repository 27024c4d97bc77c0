/** The units of a policy, from a locked one to a cluster with a copy of it: real Chromium, real service, simulated engine. */
import type { FrameLocator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { demoPage, openTab } from './demo-page.ts'
import { axeViolations, logIn, place } from './demo-portal.ts'

const at = demoPage('--scenario', 'memory-pressure')

async function openEditor(page: Page): Promise<FrameLocator> {
  await openTab(page, 'Clusters', 'Default')
  const tab = place(page, 'cluster-scheduling')
  await tab.getByRole('grid', { name: 'Weights of the policy' }).waitFor()
  return tab
}

const editor = (): FrameLocator => place(at.page, 'cluster-scheduling')
const factor = (tab: FrameLocator, unit: string) => tab.getByRole('spinbutton', { name: `Factor of ${unit}` })
const changed = (tab: FrameLocator, row: RegExp) =>
  tab.getByRole('grid', { name: 'What will change' }).getByRole('row', { name: row })

describe('the units of a policy', () => {
  it('are shown with who else has the policy, and what each unit does', async () => {
    const tab = await openEditor(at.page)
    await tab
      .getByText('3 clusters use this policy, and a change concerns them all: Default, Lab, Production.')
      .waitFor()
    await tab.getByRole('row', { name: /^PreferredHosts .* 74 %/ }).waitFor()
    expect(await axeViolations(tab)).toEqual([])
  })

  it('of a locked policy are copied by keyboard; the copy is chosen and the focus goes to it', async () => {
    const tab = editor()
    await tab.getByLabel('Scheduling policy').selectOption({ label: 'evenly_distributed' })
    await tab.getByText('The engine lets nobody change evenly_distributed: it is locked').waitFor()
    expect(await tab.getByRole('button', { name: 'Remove PreferredHosts' }).isDisabled()).toBe(true)
    await tab.getByRole('button', { name: 'Copy policy to edit' }).focus()
    await at.page.keyboard.press('Enter')
    const name = tab.getByLabel('Name of the copy')
    await name.fill('two words')
    await tab.getByText(/^Enter 1 to 40 letters/).waitFor()
    expect(await axeViolations(tab)).toEqual([])
    await name.fill('even_memory')
    await at.page.keyboard.press('Enter')
    await changed(tab, /^Policy memory_balanced even_memory$/).waitFor()
    await expect
      .poll(() => tab.getByLabel('Scheduling policy').evaluate(select => select === document.activeElement))
      .toBe(true)
    await tab.getByText('No cluster uses this policy.').waitFor()
  })

  it('take another factor by keyboard, and the effect is shown before anything is saved', async () => {
    const tab = editor()
    const cpu = factor(tab, 'OptimalForCpuEvenDistribution')
    await cpu.focus()
    for (let times = 0; times < 3; times++) await at.page.keyboard.press('ArrowUp')
    expect(await cpu.inputValue()).toBe('5')
    await factor(tab, 'OptimalForMemoryEvenDistribution').fill('400')
    await changed(tab, /^Weight OptimalForCpuEvenDistribution factor 2 factor 5$/).waitFor()
    await changed(tab, /^Weight OptimalForMemoryEvenDistribution factor 1 factor 400$/).waitFor()
    await tab.getByText('The engine’s own balancer', { exact: true }).waitFor()
    await tab.getByText(/^(For the one VM that is recommended|.*: host\d instead of host\d$)/).waitFor()
    expect(await axeViolations(tab)).toEqual([])
  })

  it('are saved together with the policy of the cluster', async () => {
    const tab = editor()
    await tab.getByRole('button', { name: 'Save' }).click()
    await tab.getByText('Saved. The engine holds the new values').waitFor()
    await tab.getByText('One cluster uses this policy: Default.').waitFor()
    await at.page.reload()
    const again = place(at.page, 'cluster-scheduling')
    await again.getByRole('grid', { name: 'Weights of the policy' }).waitFor()
    expect(await factor(again, 'OptimalForMemoryEvenDistribution').inputValue()).toBe('400')
  })

  it('that somebody else changed meanwhile are compared, not overwritten', async () => {
    const other = await logIn(at.demo.browser, at.demo.origin)
    const theirs = await openEditor(other)
    const mine = editor()
    await factor(mine, 'PreferredHosts').fill('10')
    await factor(theirs, 'PreferredHosts').fill('77')
    await theirs.getByRole('button', { name: 'Save' }).click()
    await theirs.getByText('Saved. The engine holds the new values').waitFor()
    await mine.getByText('Somebody else changed this policy meanwhile').waitFor()
    await changed(mine, /^Weight PreferredHosts factor 77 factor 10$/).waitFor()
    expect(await mine.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    expect(await axeViolations(mine)).toEqual([])
    await mine.getByRole('button', { name: 'Take the current values' }).click()
    expect(await factor(mine, 'PreferredHosts').inputValue()).toBe('77')
    await other.close()
  })

  it('that a policy may not have are refused at the unit', async () => {
    const tab = editor()
    await tab.getByRole('button', { name: /^Filters \(/ }).click()
    await tab.getByLabel('When Memory is asked').selectOption('first')
    const memory = tab.getByRole('row').filter({ has: at.page.getByLabel('When Memory is asked') })
    await memory.getByText('Only one filter can be first.').waitFor()
    expect(await tab.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await tab.getByRole('button', { name: 'Cancel' }).click()
  })

  it('are read only for who administers the cluster alone; the permission is named', async () => {
    const page = await logIn(at.demo.browser, at.demo.origin, 'operator@internal', 'operator')
    const tab = await openEditor(page)
    await tab.getByText(/needs the permission “edit_storage_pool_configuration” in the whole system/).waitFor()
    expect(await tab.getByRole('button', { name: 'Copy policy' }).isDisabled()).toBe(true)
    expect(await tab.getByLabel('Balancer', { exact: true }).isDisabled()).toBe(true)
    expect(await tab.getByLabel('Scheduling policy').isDisabled()).toBe(false)
    expect(await axeViolations(tab)).toEqual([])
    await page.close()
  })
})
