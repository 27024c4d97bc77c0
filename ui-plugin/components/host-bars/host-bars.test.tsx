import { cleanup, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { HostBars } from './host-bars.tsx'
import { byLoad, densityFor, type HostLoad, levelOf } from './host-load.ts'

const aLoad = (over: Partial<HostLoad> = {}): HostLoad => ({
  id: over.name ?? 'host1',
  name: 'host1',
  status: 'up',
  memoryPercent: 50,
  memoryFreeMiB: 32_768,
  cpuPercent: 20,
  vcpusPerCpu: 2.25,
  activeVms: 3,
  migratingVms: 0,
  memoryLimitPercent: 99,
  ...over,
})

const without = (load: HostLoad, ...names: (keyof HostLoad)[]): HostLoad =>
  Object.fromEntries(Object.entries(load).filter(([name]) => !names.some(gone => gone === name))) as HostLoad

describe('levelOf', () => {
  const cases = [
    { load: aLoad(), level: 'ok' },
    { load: aLoad({ memoryPercent: 99.5 }), level: 'over' },
    { load: aLoad({ memoryPercent: 99 }), level: 'high' },
    { load: aLoad({ cpuPercent: 80 }), level: 'high' },
    { load: aLoad({ cpuPercent: 81, cpuLimitPercent: 80 }), level: 'over' },
    { load: aLoad({ cpuPercent: 80, cpuLimitPercent: 80 }), level: 'high' },
    { load: aLoad({ memoryPercent: 79.9 }), level: 'ok' },
    { load: without(aLoad({ memoryPercent: 79 }), 'cpuPercent'), level: 'ok' },
    { load: without(aLoad(), 'memoryPercent', 'cpuPercent'), level: 'unknown' },
    { load: without(aLoad({ memoryPercent: 99.9 }), 'memoryLimitPercent'), level: 'high' },
    { load: aLoad({ status: 'maintenance', memoryPercent: 99.9 }), level: 'off' },
  ]
  for (const { load, level } of cases) {
    it(`is ${level} at memory ${load.memoryPercent}, CPU ${load.cpuPercent}, ${load.status}`, () =>
      expect(levelOf(load)).toBe(level))
  }
})

describe('byLoad', () => {
  it('puts the worst first, ties by name as people count', () => {
    const names = byLoad([
      aLoad({ name: 'host10' }),
      aLoad({ name: 'host2', memoryPercent: 50.3 }),
      aLoad({ name: 'down', status: 'down' }),
      aLoad({ name: 'busy', cpuPercent: 95 }),
      aLoad({ name: 'short', memoryPercent: 99.5 }),
    ]).map(({ name }) => name)
    expect(names).toEqual(['short', 'busy', 'host2', 'host10', 'down'])
  })
})

describe('HostBars', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => aLoad({ name: `host${i + 1}` }))
  const show = (hosts: readonly HostLoad[]) => renderInPortal(<HostBars hosts={hosts} />, fakeService({}))

  for (const [hosts, density] of [
    [1, 'labelled'],
    [8, 'labelled'],
    [9, 'thin'],
    [60, 'thin'],
    [61, 'grid'],
    [400, 'grid'],
  ] as const) {
    it(`shows ${hosts} hosts ${density}`, () => expect(densityFor(hosts)).toBe(density))
  }

  it('writes a number beside every bar and says "not known" instead of zero', async () => {
    await show([without(aLoad({ memoryPercent: 97.4, memoryAfterPercent: 93.2 }), 'cpuPercent')])
    const memory = screen.getByRole('meter', { name: 'Memory of host1 in use' })
    expect(memory.getAttribute('aria-valuetext')).toMatch(/^97 → 93.%$/)
    expect(screen.getByText(/^97 → 93.%/)).toBeDefined()
    expect(screen.getByText('not known')).toBeDefined()
  })

  it.each([
    { of: 'few hosts', hosts: [aLoad({ vcpusPerCpuAfter: 6.125 })] },
    { of: 'many hosts', hosts: [aLoad({ vcpusPerCpuAfter: 6.125 }), ...many(11).slice(1)] },
  ])('shows how VMs of $of compete for CPUs, and never as high', async ({ hosts }) => {
    await show(hosts)
    const [pressure] = screen.getAllByRole('meter', { name: 'Pressure on the CPUs of host1' })
    expect(pressure?.getAttribute('aria-valuetext')).toBe('2.3 → 6.1 vCPUs per CPU')
    expect(screen.getByText(/2\.3 → 6\.1/)).toBeDefined()
    const bar = pressure?.parentElement
    expect(bar?.title).toMatch(/^2.3 → 6.1 vCPUs per CPU: those of the VMs that run there/)
    expect(bar?.className).toBe('use-bar use-bar-ok')
    expect(bar?.querySelector<HTMLElement>('.use-bar-after')?.style.inlineSize).toBe('76.5625%')
    expect(screen.getByText('pressure: vCPUs per CPU, full at 8')).toBeDefined()
  })

  it('draws no more than a full bar, and nothing of what is not known', async () => {
    const { container } = await show([aLoad({ vcpusPerCpu: 11, cpuPercent: 0, memoryPercent: 0 })])
    const widths = [...container.querySelectorAll<HTMLElement>('.use-bar-now')].map(({ style }) => style.inlineSize)
    expect(widths).toEqual(['0%', '0%', '100%'])
    cleanup()
    await show([without(aLoad(), 'vcpusPerCpu')])
    const pressure = screen.getByRole('meter', { name: 'Pressure on the CPUs of host1' })
    expect(pressure.getAttribute('aria-valuetext')).toBe('not known')
    expect(screen.queryByText(/^pressure:/)).toBeNull()
  })

  it('tells swap where some is in use', async () => {
    const { container } = await show([aLoad({ swapUsedMiB: 512 }), aLoad({ name: 'host2', swapUsedMiB: 0 })])
    expect(screen.getAllByText(/swapped/).map(({ textContent }) => textContent)).toEqual(['512\u202fMiB swapped'])
    const tips = [...container.querySelectorAll<HTMLElement>('.use-bar[title]')].map(({ title }) => title)
    expect(tips).toEqual([
      expect.stringMatching(/The host has 512.MiB swapped out\.$/),
      expect.stringMatching(/The host has 0.MiB swapped out\.$/),
    ])
  })

  it('counts the states in words, not in colours alone', async () => {
    await show([aLoad({ name: 'a', memoryPercent: 99.5 }), aLoad({ name: 'b' }), aLoad({ name: 'c' })])
    const items = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
    expect(items.slice(0, 2)).toEqual(['1  beyond limit', '2  within limits'])
  })

  it('names the twenty worst of forty, and all on demand', async () => {
    await show(many(40))
    expect(screen.getAllByRole('meter', { name: /^Memory of/ })).toHaveLength(20)
    expect(screen.getAllByRole('meter', { name: /^CPU of/ })).toHaveLength(20)
    await userEvent.click(screen.getByRole('button', { name: 'Show all 40 hosts' }))
    expect(screen.getAllByRole('meter', { name: /^Memory of/ })).toHaveLength(40)
  })

  it('draws a cell for each of four hundred, and names the ten worst', async () => {
    const { container } = await show([...many(399), aLoad({ name: 'short', memoryPercent: 99.5 })])
    const cells = [...container.querySelectorAll('.host-cell')]
    expect(cells).toHaveLength(400)
    expect(cells[0]?.getAttribute('title')).toMatch(/^short: beyond limit, memory 100.%, CPU 20.%, vCPUs per CPU: 2.3$/)
    expect(screen.getAllByRole('meter', { name: /^Memory of/ })).toHaveLength(10)
  })
})
