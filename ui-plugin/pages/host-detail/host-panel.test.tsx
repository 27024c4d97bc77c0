import { Drawer, DrawerContent } from '@patternfly/react-core'
import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { WatchedHostDetail } from '../../../shared/api/hosts.ts'
import { aGuestReading, aHostReading } from '../../../test/fakes/host-readings.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { anUnreadHost, aProblem, aWatchedHost, SAMPLE_MS } from '../hosts/watched-host-samples.ts'
import { HostPanel } from './host-panel.tsx'

const vm2 = aGuestReading({
  id: 'v2',
  name: 'vm2',
  vcpus: [{ index: 0, onCpuId: 1, pinnedTo: [1], delayNs: 0 }],
  cpuTune: { quotaUs: 50_000, periodUs: 100_000, shares: 512 },
  disks: [{ device: 'vdb', limits: { totalIops: 2000, writeBytesPerS: 50 * 1024 * 1024 } }],
})
const detail: WatchedHostDetail = {
  ...aWatchedHost({ software: 'vdsm 4.50' }),
  reading: aHostReading({ takenAtMs: SAMPLE_MS }),
  guests: { takenAtMs: SAMPLE_MS, readAtMs: SAMPLE_MS, guests: [aGuestReading(), vm2] },
}

async function open(first: FakeReply, locale?: string) {
  let reply = first
  const service = fakeService({ 'GET /hosts/host1': () => reply })
  const onClose = vi.fn()
  await renderInPortal(
    <Drawer isExpanded>
      <DrawerContent panelContent={<HostPanel hostId="host1" onClose={onClose} />}>list</DrawerContent>
    </Drawer>,
    service,
    locale,
  )
  return {
    service,
    onClose,
    user: userEvent.setup(),
    become(next: WatchedHostDetail) {
      reply = { body: next }
    },
  }
}

const gap = (text: string) => text.replace(/ (?=[%GM])/g, '\u202f')
const cpu = (name: RegExp) => screen.findByRole('option', { name })
const guestRow = (vm: string) => screen.getByRole('button', { name: `Details of ${vm}` }).closest('tr') ?? document.body

describe('the details of a host', () => {
  it('take the focus, and Escape closes them', async () => {
    const { user, onClose } = await open({ body: detail })
    const title = await screen.findByRole('heading', { level: 2, name: 'Host host1' })
    expect(document.activeElement).toBe(title)
    await user.keyboard('{Escape}')
    expect(onClose).toHaveBeenCalledOnce()
  })

  it('have each section once, however often they are read', async () => {
    const { service, become } = await open({ body: detail })
    await cpu(/^CPU 0:/)
    const sections = () => screen.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)
    for (const readingAgeMs of [2000, 3000]) {
      become({ ...detail, readingAgeMs })
      await act(async () => service.tell({ type: 'hosts' }))
    }
    expect(sections()).toEqual([...new Set(sections())])
    expect(sections()).toContain('Policy')
  })

  it('tell each CPU in words, and by keyboard whose vCPUs are on it', async () => {
    const { user } = await open({ body: detail })
    const first = await cpu(/^CPU 0: 40.% in use, 1 vCPU runs here$/)
    await cpu(/^CPU 1: 40.% in use, 2 vCPUs run here$/)
    expect(within(screen.getByRole('grid', { name: 'Pinned vCPUs' })).getByText('vm2')).toBeDefined()
    act(() => first.focus())
    await user.keyboard('{ArrowRight}')
    const chosen = await cpu(/^CPU 1:/)
    expect([chosen.getAttribute('aria-selected'), chosen === document.activeElement]).toEqual(['true', true])
    const table = within(screen.getByRole('grid', { name: 'vCPUs on CPU 1' }))
    expect(table.getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
      'VMvCPUHere nowMay run on CPUs',
      'vm11runs hereevery CPU',
      'vm20runs here1',
    ])
    await user.click(screen.getByRole('button', { name: 'All pins' }))
    expect(screen.getByRole('grid', { name: 'Pinned vCPUs' })).toBeDefined()
  })

  it('light up the CPUs of the VM under the pointer', async () => {
    const { user } = await open({ body: detail })
    const [zero, one] = [await cpu(/^CPU 0:/), await cpu(/^CPU 1:/)]
    await user.hover(guestRow('vm2'))
    expect([zero, one].map(cell => cell.classList.contains('cpu-lit'))).toEqual([false, true])
    await user.unhover(guestRow('vm2'))
    expect(one.classList.contains('cpu-lit')).toBe(false)
  })

  it('show the memory in parts that add up, the swap, and what merging saves', async () => {
    await open({ body: detail })
    await screen.findByRole('img', {
      name: gap('Memory of host1: VMs 6 GiB, the host itself 34 GiB, caches 16 GiB, free 8 GiB'),
    })
    expect(screen.getByText('1 GiB of 4 GiB')).toBeDefined()
    expect(screen.getByText('Merges')).toBeDefined()
  })

  it('show each VM, and the rest of it on request', async () => {
    const { user } = await open({ body: detail })
    await screen.findByRole('grid', { name: 'VMs' })
    const row = within(guestRow('vm2'))
    expect(row.getByText('2 of 4')).toBeDefined()
    expect(row.getByText('35 %')).toBeDefined()
    expect(row.getByRole('img', { name: /^Balloon of vm2: has 3.GiB, guaranteed 1.GiB, at most 4.GiB/ })).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Details of vm2' }))
    for (const text of [
      '50 % of a CPU for each vCPU (50,000 of 100,000 µs)',
      '512',
      'vCPU 0 → CPU 1',
      'vdb: 2,000 operations/s, writes 50 MiB/s',
      /^1.GiB unused, 1\.5.GiB usable without swapping, as of \d+ \w+ ago$/,
    ]) {
      expect(screen.getByText(text)).toBeDefined()
    }
  })

  it('know how long a VM waits for a CPU once they were read twice', async () => {
    const { service, become } = await open({ body: detail })
    await screen.findByRole('grid', { name: 'VMs' })
    const waits = 'A rate needs two readings; the next comes within seconds.'
    expect(within(guestRow('vm2')).getByText(waits)).toBeDefined()
    const later = { ...vm2, vcpus: vm2.vcpus.map(vcpu => ({ ...vcpu, delayNs: 3_000_000_000 })) }
    become({
      ...detail,
      guests: { takenAtMs: SAMPLE_MS + 15_000, readAtMs: SAMPLE_MS + 15_000, guests: [aGuestReading(), later] },
    })
    await act(async () => service.tell({ type: 'hosts' }))
    await within(guestRow('vm2')).findByText('20 %')
    // vm1 has not waited since: that is known, and is 0.
    expect(within(guestRow('vm1')).getByText('0 %')).toBeDefined()
  })

  it('show what is not told as a dash with its reason, and never as 0', async () => {
    const bare = { id: 'v3', name: 'vm3', state: 'off' as const, vcpus: [], disks: [] }
    const reading = aHostReading({ cpus: [], numaNodes: [], memory: { totalKiB: 1024 } })
    const { ksm: _ksm, swap: _swap, use: _use, ...little } = reading
    await open({
      body: { ...detail, reading: little, guests: { takenAtMs: SAMPLE_MS, readAtMs: SAMPLE_MS, guests: [bare] } },
    })
    await screen.findByText('The host does not tell its CPUs over this connection.')
    expect(screen.getByText('The host does not tell about KSM over this connection.')).toBeDefined()
    expect(screen.getByRole('img', { name: gap('Memory of host1: not told 1 MiB') })).toBeDefined()
    const row = within(guestRow('vm3'))
    expect(row.getByText('This VM has no balloon that the host knows of.')).toBeDefined()
    expect(row.getAllByText('It does not run.')).toHaveLength(2)
    expect(row.queryByText(/\b0\b/)).toBeNull()
  })

  it('say why nothing was read, with the fix', async () => {
    await open({ body: anUnreadHost({ state: 'waiting', problem: aProblem() }) })
    await screen.findByText('Nothing was read of this host')
    expect(screen.getByText('connect ECONNREFUSED 192.0.2.7:54321')).toBeDefined()
    expect(screen.getByText('See that the host runs.')).toBeDefined()
  })

  it('keep old figures with the reason why they are old', async () => {
    await open({ body: { ...detail, ...aWatchedHost({ state: 'waiting', problem: aProblem() }) } })
    await screen.findByText('The figures of this host are not new')
    await cpu(/^CPU 0:/)
  })

  it('say that the engine has no such host', async () => {
    const body = { code: 'not-found', message: 'The engine has no host host1.', fix: 'Look it up.', requestId: 'r1' }
    await open({ status: 404, body })
    await screen.findByText('The engine has no host host1. Look it up.')
  })

  it('are there in German', async () => {
    await open({ body: detail }, 'de-DE')
    await screen.findByRole('option', { name: /^CPU 0: 40.% belegt, 1 vCPU läuft hier$/ })
  })
})
