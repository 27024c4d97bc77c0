/** Why a VM is where it is, why not elsewhere, why it did not move, and whether a host can be emptied: in real Chromium. */
import type { FrameLocator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { PageName } from '../../ui-plugin/portal/page-address.ts'
import { demoPage, openTab } from './demo-page.ts'
import { axeViolations, openView, place } from './demo-portal.ts'

const at = demoPage('--scenario', 'affinity-conflict')

const frame = (name: PageName): FrameLocator => place(at.page, name)

const openList = (name: string) => at.page.getByRole('link', { name }).first().click()

async function select(list: string, entity: string): Promise<void> {
  await openList(list)
  await at.page.getByRole('checkbox', { name: `Select ${entity}`, exact: true }).click()
}

describe('the tab of a VM', () => {
  it('says why it is here, with the verdict on each host', async () => {
    await openTab(at.page, 'Virtual Machines', 'app-01')
    const why = frame('vm-why')
    await why.getByRole('heading', { name: 'Scheduling of app-01', level: 1 }).waitFor()
    await why.getByText(/^Runs on host1, and would be placed there again\./).waitFor()
    await why.getByText('2 of 4 hosts can take it; refused by VmToHostsAffinityGroups (2).').waitFor()
    await why.getByRole('row', { name: /host1 runs here Best/ }).waitFor()
    await why.getByRole('row', { name: /host3 Refused VmToHostsAffinityGroups: Group licensed binds app-01/ }).waitFor()
    expect(await axeViolations(why)).toEqual([])
  })

  it('says why it did not move, gate by gate', async () => {
    const gates = frame('vm-why')
      .getByRole('list', { name: /^Gates/ })
      .getByRole('listitem')
    expect(await gates.count()).toBe(10)
    await gates.filter({ hasText: 'Balancer' }).getByText('Stopped here').waitFor()
    await gates
      .filter({ hasText: 'Balancer' })
      .getByText(/app-01 has 2048 MiB; dns-01 with 256 MiB is smaller\./)
      .waitFor()
  })

  it('says why not another host, and what would let it go there, by keyboard', async () => {
    const why = frame('vm-why')
    const toggle = why.getByRole('button', { name: 'Why not host3' })
    await toggle.focus()
    await at.page.keyboard.press('Enter')
    await why.getByRole('heading', { name: 'What stands against it' }).waitFor()
    await why.getByText('If the filter VmToHostsAffinityGroups were off.').waitFor()
    await why.getByText(/^\d+ keep it, 1 refuses it, \d+ lack a fact that only the engine knows\.$/).waitFor()
    expect(await axeViolations(why)).toEqual([])
    await at.page.keyboard.press('Enter')
    await why.getByRole('heading', { name: 'What stands against it' }).waitFor({ state: 'detached' })
    await why.getByRole('button', { name: 'Why not host2' }).click()
    await why.getByRole('grid', { name: 'Weights of host2' }).waitFor()
  })

  it('stays about its VM when the portal is loaded anew', async () => {
    await at.page.reload()
    await frame('vm-why').getByRole('heading', { name: 'Scheduling of app-01', level: 1 }).waitFor()
  })

  it('is opened by the button above the list, for one VM', async () => {
    await openList('Virtual Machines')
    expect(await at.page.getByRole('button', { name: 'Why', exact: true }).isDisabled()).toBe(true)
    await select('Virtual Machines', 'web-01')
    await at.page.getByRole('button', { name: 'Recommend placement', exact: true }).click()
    await frame('vm-why').getByRole('heading', { name: 'Scheduling of web-01', level: 1 }).waitFor()
    await openList('Virtual Machines')
    await at.page.getByRole('button', { name: 'Why', exact: true }).click()
    const why = frame('vm-why')
    await why.getByRole('heading', { name: 'Scheduling of web-01', level: 1 }).waitFor()
    await why.getByText(/^Runs on host1, but would now be placed nowhere\./).waitFor()
    expect(await axeViolations(why)).toEqual([])
  })
})

describe('the tab of a host', () => {
  it('says what runs there, and what would leave it', async () => {
    await openTab(at.page, 'Hosts', 'host1')
    const host = frame('host-why')
    await host.getByRole('heading', { name: 'Scheduling of host1', level: 1 }).waitFor()
    await host.getByText(/^Status up; \d+ VMs run here; 1 recommendation concerns it\.$/).waitFor()
    await host.getByRole('button', { name: 'Why move dns-01' }).waitFor()
    expect(await axeViolations(host)).toEqual([])
  })

  it('plans its evacuation and names what blocks it; nothing is applied', async () => {
    const host = frame('host-why')
    await host.getByRole('button', { name: 'Plan evacuation' }).click()
    await host.getByRole('heading', { name: /host1 cannot be emptied: \d+ VMs are blocked/ }).waitFor()
    await host.getByText(/Nobody has applied it, and nothing moves before that\./).waitFor()
    await host.getByRole('row', { name: /^web-01 The rule web-together keeps it with/ }).waitFor()
    await host.getByRole('button', { name: /^Apply: Empty hosts in Default/ }).waitFor()
    expect(await axeViolations(host)).toEqual([])
  })

  it('leads to the recommendation that the plan has become', async () => {
    const host = frame('host-why')
    await host.getByRole('button', { name: 'Show the plan' }).click()
    await host.getByRole('heading', { name: /^Empty hosts in Default: \d+ moves$/ }).waitFor()
    expect(await axeViolations(host)).toEqual([])
    await at.page.keyboard.press('Escape')
    await host.getByRole('button', { name: 'Show recommendations' }).click()
    const scheduler = frame('scheduler')
    await scheduler
      .getByRole('row', { name: /Empty hosts in Default: \d+ moves/ })
      .first()
      .waitFor()
    await openView(scheduler, 'Overview')
  })

  it('plans at once when the button above the list is pressed', async () => {
    await select('Hosts', 'host3')
    const button = at.page.getByRole('button', { name: 'Plan evacuation' })
    expect(await button.isDisabled()).toBe(true) // host1 is still selected, and one plan is for one host
    await at.page.getByRole('checkbox', { name: 'Select host1', exact: true }).click()
    await button.click()
    const host = frame('host-why')
    await host.getByRole('heading', { name: 'Scheduling of host3', level: 1 }).waitFor()
    await host.getByRole('heading', { name: /host3 can(not)? be emptied/ }).waitFor()
  })
})
