import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { HostBars } from './host-bars.tsx'
import { byPressure, densityFor, type HostLoad, levelOf } from './host-load.ts'

const aLoad = (over: Partial<HostLoad> = {}): HostLoad => ({
  id: over.name ?? 'host1',
  name: 'host1',
  status: 'up',
  memoryPercent: 50,
  memoryFreeMiB: 32_768,
  cpuPercent: 20,
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

describe('byPressure', () => {
  it('puts the worst first, ties by name as people count', () => {
    const names = byPressure([
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
    expect(cells[0]?.getAttribute('title')).toMatch(/^short: beyond limit, memory 100.%, CPU 20.%$/)
    expect(screen.getAllByRole('meter', { name: /^Memory of/ })).toHaveLength(10)
  })
})
