import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { HostsView } from './hosts-view.tsx'
import { anUnreadHost, aProblem, aWatchedHost, figures } from './watched-host-samples.ts'

beforeEach(() => {
  window.location.hash = '#page=scheduler&view=hosts'
})
afterEach(() => {
  vi.useRealTimers()
})

async function open(first: readonly WatchedHostView[], locale?: string) {
  let reply: FakeReply = { body: { hosts: first } }
  const service = fakeService({ 'GET /hosts': () => reply, 'GET /tuning': { body: { clusters: [] } } })
  await renderInPortal(<HostsView />, service, locale)
  return {
    service,
    user: userEvent.setup(),
    asked: () => service.calls.filter(({ call }) => call === 'GET /hosts').length,
    become(next: readonly WatchedHostView[]) {
      reply = { body: { hosts: next } }
    },
    fail(code = 'internal') {
      reply = { status: 500, body: { code, message: 'It broke.', fix: 'Report it.', requestId: 'r1' } }
    },
  }
}

const row = async (host: string) =>
  (await screen.findByRole('button', { name: `Details of ${host}` })).closest('tr') ?? document.body
const names = () =>
  screen.queryAllByRole('button', { name: /^Details of/ }).map(button => button.getAttribute('aria-label')?.slice(11))
const lost = anUnreadHost({ name: 'host7', state: 'waiting', problem: aProblem() })

describe('the hosts', () => {
  it('are summed up in one sentence that tells silence from what is meant so', async () => {
    await open([
      aWatchedHost(),
      aWatchedHost({ name: 'host2' }),
      lost,
      anUnreadHost({ name: 'host8', state: 'not-dialled', status: 'maintenance', because: 'x' }),
      anUnreadHost({ name: 'host9', state: 'not-configured', via: 'none' }),
    ])
    await screen.findByText(
      '2 of 3 hosts answer; 1 does not; 1 more is not asked, as it is off or in maintenance; 1 more is not to be connected.',
    )
    expect(within(await row('host8')).getByText('The engine says that it is in maintenance.')).toBeDefined()
    expect(within(await row('host9')).getByText('hosts.connect names no connection for its cluster.')).toBeDefined()
  })

  it('show what each says; what one does not tell is a dash that says why, and never 0', async () => {
    const { cpuPercent: _cpu, swapUsedKiB: _swap, ksmSavedKiB: _ksm, ...few } = figures
    await open([aWatchedHost(), aWatchedHost({ name: 'host2', figures: few })])
    const told = within(await row('host1'))
    for (const text of ['40 %', '63 %', '40 GiB of 64 GiB', '1 GiB', '512 MiB', '3', 'Answers']) {
      expect(told.getByText(text)).toBeDefined()
    }
    const second = within(await row('host2'))
    expect(second.getByText('The CPUs’ use needs two readings, or the host does not tell it.')).toBeDefined()
    expect(second.getAllByText('The host does not tell this over this connection.')).toHaveLength(2)
    expect(second.queryByText(/^0/)).toBeNull()
  })

  it('say once for all that share a trouble what happened and what to do', async () => {
    await open([lost, anUnreadHost({ name: 'host8', state: 'waiting', problem: aProblem() }), aWatchedHost()])
    await screen.findByText('2 hosts are not read as they should be: host7, host8')
    expect(screen.getByText('See that the host runs.')).toBeDefined()
    expect(screen.getByText('Code: host-unreachable')).toBeDefined()
    // Trouble comes first.
    expect(names()).toEqual(['host7', 'host8', 'host1'])
  })

  it('mark figures that are followed by no newer ones', async () => {
    await open([aWatchedHost({ state: 'waiting', problem: aProblem() })])
    expect(within(await row('host1')).getByText('These are the last figures from before the trouble.')).toBeDefined()
  })

  it('are found by name and connection, and all again', async () => {
    const { user } = await open([lost, aWatchedHost(), aWatchedHost({ name: 'host12' })])
    await row('host1')
    await user.type(screen.getByRole('textbox', { name: 'Name of a host' }), '12')
    expect(names()).toEqual(['host12'])
    await user.selectOptions(screen.getByRole('combobox', { name: 'Connection' }), 'Does not answer')
    expect(screen.getByText('No host matches')).toBeDefined()
    await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? document.body)
    expect(names()).toHaveLength(3)
    await user.selectOptions(screen.getByRole('combobox', { name: 'Connection' }), 'Does not answer')
    expect(names()).toEqual(['host7'])
  })

  it('stay where they are when their figures change; a button sorts them anew', async () => {
    const busy = (cpuPercent: number) => ({ figures: { ...figures, cpuPercent } })
    const [a, b] = [aWatchedHost({ name: 'a', ...busy(90) }), aWatchedHost({ name: 'b', ...busy(10) })]
    const { user, service, become } = await open([a, b])
    await row('a')
    await user.click(screen.getByRole('button', { name: 'CPU' }))
    expect(names()).toEqual(['a', 'b'])
    become([aWatchedHost({ name: 'c' }), { ...a, ...busy(5) }, b])
    await act(async () => service.tell({ type: 'hosts' }))
    await screen.findByText(/^1 more host\. Figures are new, the order is that of/)
    expect(names()).toEqual(['a', 'b'])
    expect(within(await row('a')).getByText('5 %')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Sort anew' }))
    expect(names()).toEqual(['c', 'b', 'a'])
    become([b])
    await act(async () => service.tell({ type: 'hosts' }))
    await screen.findByText(/^2 are no longer in the engine\./)
    expect(names()).toEqual(['c', 'b', 'a'])
  })

  it('are asked for anew each interval while the page is seen, and not while it is hidden', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    const { asked } = await open([aWatchedHost()])
    await row('host1')
    expect(asked()).toBe(1)
    await act(async () => vi.advanceTimersByTime(15_000))
    await waitFor(() => expect(asked()).toBe(2))
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    await act(async () => vi.advanceTimersByTime(60_000))
    expect(asked()).toBe(2)
    visibility.mockReturnValue('visible')
    await act(async () => document.dispatchEvent(new Event('visibilitychange')))
    await waitFor(() => expect(asked()).toBe(3))
    visibility.mockRestore()
  })

  it('keep their last figures when the service fails, and say so; a first failure can be tried again', async () => {
    const { service, fail } = await open([aWatchedHost()])
    await row('host1')
    fail()
    await act(async () => service.tell({ type: 'hosts' }))
    await screen.findByText('The hosts could not be asked for anew; these are the last known figures')
    await row('host1')
  })

  it('open their details by the address, and take the focus back when those are closed', async () => {
    const { user } = await open([aWatchedHost()])
    await user.click(await screen.findByRole('button', { name: 'Details of host1' }))
    await waitFor(() => expect(window.location.hash).toBe('#page=scheduler&view=hosts&host=host1'))
    ;(document.activeElement as HTMLElement).blur()
    window.location.hash = '#page=scheduler&view=hosts'
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Details of host1'))
  })
})

describe('hosts without a connection', () => {
  const off = (name: string, cluster = 'Prod') =>
    anUnreadHost({ name, state: 'not-configured', via: 'none', cluster: { id: cluster, name: cluster } })

  it('are no fault: it is said how to connect them', async () => {
    await open([off('host1'), off('host2', 'Test')])
    await screen.findByText('No host is connected')
    expect(
      screen.getByText(/^That is as configured: 2 hosts of Prod, Test are known from the engine only\./),
    ).toBeDefined()
    expect(screen.getByText('hosts.connect: ["Prod=vdsm"]')).toBeDefined()
    expect(names()).toEqual([])
  })

  it('write an example that the configuration can hold, whatever the cluster is named', async () => {
    await open([off('host1', 'a="b"')])
    await screen.findByText('hosts.connect: ["*=vdsm"]')
  })

  it('are something else than no hosts', async () => {
    await open([])
    await screen.findByText('The engine has no hosts yet')
  })

  it('are told in German', async () => {
    await open([off('host1')], 'de-DE')
    await screen.findByText('Kein Host ist verbunden')
  })
})
