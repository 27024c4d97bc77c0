/** What the hosts say of themselves, in real Chromium: the demo's own, and made-up ones in every state. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FakeHosts, fakeHosts } from '../fakes/watched-hosts.ts'
import { demoPage } from './demo-page.ts'
import { axeViolations, openView } from './demo-portal.ts'
import { stubHosts } from './stub-hosts.ts'

const at = demoPage('--scenario', 'balanced')
const API = '**/ovirt-scheduler/api/v1'

const table = () => at.scheduler.getByRole('grid', { name: 'What the hosts say of themselves' })
const names = () =>
  table()
    .getByRole('button', { name: /^Details of/ })
    .evaluateAll(buttons => buttons.map(button => button.getAttribute('aria-label')?.slice('Details of '.length)))
const detailsOf = (host: string) => at.scheduler.getByRole('button', { name: `Details of ${host}`, exact: true })
const panel = () => at.scheduler.getByRole('complementary', { name: /^Host/ })
const map = () => panel().getByRole('listbox', { name: /^CPUs of/ })
const chosenCpu = () => map().locator('[aria-selected="true"]').getAttribute('data-cpu')
const isFocused = (host: string) => detailsOf(host).evaluate(node => node === node.ownerDocument.activeElement)
/** The frame's own address, which a reload of it keeps. */
const address = () => at.scheduler.locator('body').evaluate(body => body.ownerDocument.defaultView?.location.hash)

/** Opens the part anew: it asks again. */
async function openHosts(): Promise<void> {
  await openView(at.scheduler, 'Overview')
  await at.scheduler.getByRole('heading', { name: 'Self-check' }).waitFor()
  await openView(at.scheduler, 'Hosts')
}

describe('the hosts of the demo', () => {
  it('answer for themselves, each with its CPUs, memory and VMs', async () => {
    await openView(at.scheduler, 'Hosts')
    await at.scheduler.getByText(/^All \d+ hosts answer\.$/).waitFor()
    await detailsOf('host1').click()
    await panel().getByText('simulated host').waitFor()
    await map().waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await at.page.keyboard.press('Escape')
  })
})

describe('hosts that are not connected', () => {
  it('are no fault: the page says what would be here, and the line that connects them', async () => {
    const [host] = fakeHosts(1).list.hosts
    if (host === undefined) return expect.fail('no host was made up')
    const { id, name, cluster, status } = host
    const connection = { via: 'none', state: 'not-configured', sinceMs: 0, lost: 0 } as const
    const list = { hosts: [{ id, name, cluster: { ...cluster, name: 'Default' }, status, connection }] }
    await stubHosts(at.page, () => ({ list, detail: () => undefined }))
    await openHosts()
    await at.scheduler.getByRole('heading', { name: 'No host is connected' }).waitFor()
    await at.scheduler.getByText('hosts.connect: ["Default=vdsm"]').waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await at.page.unrouteAll()
  })
})

describe('hosts that are connected', () => {
  const nowMs = Date.UTC(2026, 2, 2, 9)
  let hosts: FakeHosts = fakeHosts(45, { nowMs, cpus: 64 })
  beforeAll(async () => {
    await stubHosts(at.page, () => hosts)
    await openHosts()
  })

  it('are summed up, those in trouble first, with what to do about it', async () => {
    await at.scheduler.getByText('41 of 43 hosts answer; 2 do not; 2 more are not asked').waitFor()
    await at.scheduler.getByText('2 hosts are not read as they should be: host7, host27').waitFor()
    await at.scheduler.getByText('Code: host-unreachable').waitFor()
    expect((await names()).slice(0, 3)).toEqual(['host7', 'host27', 'host1'])
    expect(await names()).toHaveLength(20)
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('are found by cluster and connection, and sorted', async () => {
    await at.scheduler.getByRole('combobox', { name: 'Cluster' }).selectOption('Test')
    await expect.poll(names).toEqual(['host41', 'host42', 'host43', 'host44', 'host45'])
    await table().getByRole('button', { name: 'Host', exact: true }).click()
    await table().getByRole('button', { name: 'Host', exact: true }).click()
    expect((await names())[0]).toBe('host45')
    await at.scheduler.getByRole('combobox', { name: 'Connection' }).selectOption('Not asked')
    await at.scheduler.getByRole('heading', { name: 'No host matches' }).waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await at.scheduler.getByRole('button', { name: 'Clear filters' }).first().click()
    await at.scheduler.getByText('45 of 45 hosts').waitFor()
  })

  it('show one in the panel, wholly by keyboard, and give the focus back', async () => {
    await at.scheduler.getByRole('textbox', { name: 'Name of a host' }).fill('host3')
    await detailsOf('host3').focus()
    await at.page.keyboard.press('Enter')
    await panel().getByRole('heading', { name: 'Host host3', level: 2 }).waitFor()
    await map().waitFor()
    expect(await address()).toContain('host=h3')
    // One stop of the Tab key for all CPUs; arrows go on, also from row to row and into the next group.
    await map().getByRole('option').first().focus()
    await at.page.keyboard.press('ArrowRight')
    expect(await chosenCpu()).toBe('1')
    await at.page.keyboard.press('ArrowDown')
    expect(Number(await chosenCpu())).toBeGreaterThan(10)
    await at.page.keyboard.press('ArrowUp')
    expect(await chosenCpu()).toBe('1')
    await at.page.keyboard.press('End')
    expect(await chosenCpu()).toBe('63')
    await at.page.keyboard.press('Home')
    await panel().getByRole('heading', { name: 'CPU 0' }).waitFor()
    expect(await map().locator('[tabindex="0"]').count()).toBe(1)
    expect(await axeViolations(at.scheduler)).toEqual([])
    await at.page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
    expect(await isFocused('host3')).toBe(true)
    expect(await address()).not.toContain('host=')
  })

  it('tell of their VMs, light up the CPUs of one, and know rates once they were read twice', async () => {
    await detailsOf('host3').click()
    const vms = panel().getByRole('grid', { name: 'VMs' })
    await panel().getByRole('button', { name: 'Details of app-03' }).click()
    await panel().getByText('50 % of a CPU for each vCPU (50,000 of 100,000 µs)').waitFor()
    expect(await map().locator('.cpu-lit').count()).toBeGreaterThan(0)
    const delay = vms
      .getByRole('row', { name: /app-03/ })
      .getByRole('gridcell')
      .last()
    const text = () => delay.innerText()
    expect(await text()).toContain('–')
    hosts = fakeHosts(45, { nowMs: nowMs + 15_000, cpus: 64 })
    // Within one interval of the page, which nobody has to tell.
    await expect.poll(text, { timeout: 40_000 }).toMatch(/^2\s%$/)
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('reload with the address at the same host', async () => {
    await at.scheduler.locator('body').evaluate(body => body.ownerDocument.defaultView?.location.reload())
    await panel().getByRole('heading', { name: 'Host host3', level: 2 }).waitFor()
    await panel().getByRole('button', { name: 'Close the details of the host' }).click()
    await panel().waitFor({ state: 'detached' })
    expect(await isFocused('host3')).toBe(true)
  })

  it('that do not answer keep their last figures with their age, or say why there are none', async () => {
    await detailsOf('host7').click()
    await panel().getByText('The figures of this host are not new').waitFor()
    await map().waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await panel().getByRole('button', { name: 'Close the details of the host' }).click()
    await at.scheduler.getByRole('textbox', { name: 'Name of a host' }).fill('host27')
    await detailsOf('host27').click()
    await panel().getByText('Nothing was read of this host').waitFor()
    await panel().getByText('host27.example:54321 refused the connection.').waitFor()
    await panel().getByRole('button', { name: 'Close the details of the host' }).click()
    await at.scheduler.getByRole('button', { name: 'Clear filters' }).first().click()
  })
})

describe('what can go wrong', () => {
  afterEach(() => at.page.unrouteAll({ behavior: 'ignoreErrors' }))

  it('503: hosts keep their last figures, and the page says so', async () => {
    await stubHosts(at.page, () => fakeHosts(3))
    await openHosts()
    await table().waitFor()
    await at.page.route(`${API}/hosts`, route => route.fulfill({ status: 503, body: '<h1>503</h1>' }))
    const stale = at.scheduler.getByText('The hosts could not be asked for anew; these are the last known figures')
    await stale.waitFor({ timeout: 40_000 })
    expect(await names()).toEqual(['host1', 'host2', 'host3'])
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('503 at first: it can be tried again', async () => {
    await at.page.route(`${API}/hosts`, route => route.fulfill({ status: 503, body: '<h1>503</h1>' }))
    await openHosts()
    const again = at.scheduler.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    await stubHosts(at.page, () => fakeHosts(3))
    await again.click()
    await table().waitFor()
  })

  it('404: a host that the engine has no more', async () => {
    await stubHosts(at.page, () => ({ ...fakeHosts(3), detail: () => undefined }))
    await openHosts()
    await detailsOf('host2').click()
    await panel().getByText('The engine has no host h2. Look it up in the list.').waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await at.page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
  })
})
