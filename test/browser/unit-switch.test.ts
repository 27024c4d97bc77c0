/** Disabling a policy unit and enabling it again, and what it was asked: in real Chromium, with an engine that really asks. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../scenarios/eventually.ts'
import { type Caller, callerAt, signIn } from '../scenarios/sign-in.ts'
import { demoPage } from './demo-page.ts'
import { axeViolations, logIn, openView, place } from './demo-portal.ts'

const plugins = mkdtempSync(join(tmpdir(), 'unit-switch-'))
writeFileSync(
  join(plugins, 'not-host1.ts'),
  `
import { accept, defineUnit, reject } from 'ovirt-scheduler/sdk'
export default defineUnit({
  id: 'not_host1',
  description: 'Keeps VMs off host1',
  parameters: {},
  filter: (_vm, host) => (host.name === 'host1' ? reject('host1 is reserved') : accept),
})
`,
)
afterAll(() => rmSync(plugins, { recursive: true }))

const at = demoPage('--scenario', 'balanced', '--plugins', plugins)

type Unit = Readonly<{ id: string; name: string; type: string; enabled: string }>
type Wire = Readonly<{ id: string; name: string; status: string; scheduling_policy: Readonly<{ id: string }> }>

let engine: Caller
let api: Caller
let vmId: string
async function signedIn(): Promise<void> {
  const token = await signIn(at.demo.origin)
  engine = callerAt(`${at.demo.origin}/ovirt-engine/api`, token)
  api = callerAt(`${at.demo.origin}/ovirt-scheduler/api/v1`, token)
}

/** As `systemctl restart ovirt-engine`: it discovers units, and every session ends, the portal's too. */
async function restartEngine(): Promise<void> {
  await callerAt(`${at.demo.origin}/sim/v1`, '').send('POST', '/engine', { restart: true })
  await signedIn()
  await at.page.close()
  at.page = await logIn(at.demo.browser, at.demo.origin)
  at.scheduler = place(at.page, 'scheduler')
  await openView(at.scheduler, 'Policy units')
}

beforeAll(async () => {
  await signedIn()
  const { cluster } = await engine.get<{ cluster: readonly Wire[] }>('/clusters')
  const policyId = cluster[0]?.scheduling_policy.id
  const unit = await theUnit()
  await engine.send('POST', `/schedulingpolicies/${policyId}/filters`, { scheduling_policy_unit: { id: unit?.id } })
  const { vm } = await engine.get<{ vm: readonly Wire[] }>('/vms')
  vmId = vm.find(({ status }) => status === 'up')?.id ?? ''
  await openView(at.scheduler, 'Policy units')
})

async function theUnit(): Promise<Unit | undefined> {
  const units = await engine.get<{ scheduling_policy_unit: readonly Unit[] }>('/schedulingpolicyunits')
  return units.scheduling_policy_unit.find(({ name }) => name === 'not_host1')
}

const row = () => at.scheduler.getByRole('row', { name: /not_host1/ }).first()
const button = (name: string) => at.scheduler.getByRole('button', { name, exact: true })
const dialog = () => at.scheduler.getByRole('dialog')
const keptBy = async () =>
  (await api.get<{ hosts: readonly { host: { name: string }; rejectedBy?: string }[] }>(`/vms/${vmId}/placement`)).hosts
    .filter(({ rejectedBy }) => rejectedBy === 'not_host1')
    .map(({ host }) => host.name)

describe('a filter that rejects too much', () => {
  it('shows that it was not asked, then what it decided for which VM', async () => {
    await row().getByText('Default').waitFor()
    const details = button('Details of not_host1')
    await details.focus()
    await at.page.keyboard.press('Enter')
    await at.scheduler.getByText(/^Not asked yet since the service started at /).waitFor()
    expect(await keptBy()).toEqual(['host1'])
    await engine.send('POST', `/vms/${vmId}/migrate`, {})
    const verdicts = at.scheduler.getByRole('grid', { name: 'Recent verdicts of not_host1' })
    await verdicts
      .getByRole('row', { name: /Explanation .*Kept \d+ of \d+ hosts\. host1: host1 is reserved/ })
      .waitFor()
    // What came after the first rows waits to be shown.
    const asked = verdicts.getByRole('row', { name: /Engine .*Kept/ })
    const more = at.scheduler.getByRole('button', { name: /new, show$/ })
    await asked.first().or(more).waitFor()
    if (await more.isVisible()) await more.click()
    await asked.first().waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('says before it is disabled which rule goes in which cluster, by keyboard', async () => {
    await button('Disable not_host1').focus()
    await at.page.keyboard.press('Enter')
    await dialog().getByText('Its rule will no longer hold in Default').waitFor()
    await dialog()
      .getByText(/It asks for units only when it starts; then it does not find this one/)
      .waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await at.page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    expect(await button('Disable not_host1').evaluate(node => node === node.ownerDocument.activeElement)).toBe(true)
  })

  it('holds no more once it is disabled, and is not offered to the engine', async () => {
    await button('Disable not_host1').click()
    await dialog().getByRole('textbox', { name: 'Reason, for those who ask later' }).fill('host1 is free again')
    await dialog().getByRole('button', { name: 'Disable' }).click()
    await row().getByText('Disabled', { exact: true }).waitFor()
    await row()
      .getByText(/^by admin@internal.*: host1 is free again$/)
      .waitFor()
    expect(await button('Enable not_host1').evaluate(node => node === node.ownerDocument.activeElement)).toBe(true)
    expect(await axeViolations(at.scheduler)).toEqual([])
    expect(await keptBy()).toEqual([])
    // Its verdicts stay; a refusal to answer is none.
    const before = await api.get<{ verdicts: readonly unknown[] }>('/policy-units/not_host1/verdicts')
    expect((await engine.send('POST', `/vms/${vmId}/migrate`, {})).status).toBeLessThan(500)
    const after = await api.get<{ verdicts: readonly unknown[] }>('/policy-units/not_host1/verdicts')
    expect(after.verdicts).toHaveLength(before.verdicts.length)
  })

  it('is disabled by the engine at its next start, and stays in the policy', async () => {
    await restartEngine()
    await eventually('disabled in the engine', async () => (await theUnit())?.enabled === 'false')
    await row().getByText('Disabled', { exact: true }).nth(1).waitFor()
    await row().getByText('Default').waitFor()
  })

  it('comes back when it is enabled and the engine is started anew', async () => {
    await button('Enable not_host1').click()
    await dialog()
      .getByText(/restart ovirt-engine afterwards\. It comes back in the policies that have it\.$/)
      .waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await dialog().getByRole('button', { name: 'Enable' }).click()
    await row().getByText('Active').waitFor()
    expect(await keptBy()).toEqual(['host1'])
    await restartEngine()
    await row().getByText('Seen').waitFor()
  })

  it('stands in the history with who did what, and why', async () => {
    await openView(at.scheduler, 'History')
    await at.scheduler
      .getByText(/Policy unit not_host1 was disabled/)
      .first()
      .waitFor()
    await at.scheduler
      .getByText(/host1 is free again/)
      .first()
      .waitFor()
    await at.scheduler
      .getByText(/Policy unit not_host1 was enabled/)
      .first()
      .waitFor()
  })
})

describe('who may only read', () => {
  it('sees the verdicts, and which permission disabling needs', async () => {
    const page = await logIn(at.demo.browser, at.demo.origin, 'readonly@internal', 'readonly')
    const scheduler = place(page, 'scheduler')
    await openView(scheduler, 'Policy units')
    const disable = scheduler.getByRole('button', { name: 'Disable not_host1' })
    await disable.waitFor()
    expect(await disable.getAttribute('aria-disabled')).toBe('true')
    await scheduler
      .getByText('Needs the permission “edit_cluster_configuration” in the whole system.')
      .first()
      .waitFor()
    await disable.focus()
    await page.keyboard.press('Enter')
    expect(await scheduler.getByRole('dialog').count()).toBe(0)
    await scheduler.getByRole('button', { name: 'Details of not_host1' }).click()
    await scheduler.getByRole('grid', { name: 'Recent verdicts of not_host1' }).waitFor()
    expect(await axeViolations(scheduler)).toEqual([])
    await page.close()
  })
})
