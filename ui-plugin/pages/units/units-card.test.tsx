import { act, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { FakeReply } from '../../../test/fakes/portal-page.tsx'
import { alerts, broken, details, open, row } from '../../../test/fakes/units-stage.tsx'
import { aPlugin, aUnit, aUnitList, guardFile, ours } from './unit-samples.ts'

describe('the policy units', () => {
  it('say in one sentence that all is well, and nothing more', async () => {
    await open(aUnitList())
    await screen.findByText('2 units, 1 from plugins; isolated by the kernel (bwrap).')
    expect(alerts()).toEqual([])
    expect(screen.queryByText(/need attention/)).toBeNull()
  })

  it('show what each does, where it comes from and how it has been doing', async () => {
    await open(aUnitList({ units: [ours, aUnit({ replacesBuiltIn: true })] }))
    const own = await row('host_memory_balance')
    for (const text of [
      'Balancer',
      'Built-in',
      'Active',
      'Nothing to isolate',
      'Seen',
      'Default',
      '1,204',
      '0.8 / 14',
    ]) {
      expect(within(own).getByText(text)).toBeDefined()
    }
    expect(within(own).queryByRole('button', { name: /^Reload/ })).toBeNull()
    const plugin = await row('guard')
    for (const text of [
      'Filter',
      'Weight',
      'guard.ts',
      'SHA-256 9f2c51d0',
      'replaces the built-in unit',
      'Isolated by kernel',
    ]) {
      expect(within(plugin).getByText(text)).toBeDefined()
    }
    expect(within(plugin).getByText('no cluster')).toBeDefined()
    expect(within(plugin).getByText('not asked yet')).toBeDefined()
    expect(within(plugin).getByText('guard.ts').title).toBe(guardFile)
  })

  it('tell how to add the first plugin', async () => {
    await open(aUnitList({ units: [ours], plugins: [] }))
    await screen.findByText('1 unit, built in.')
    expect(screen.getByText(/Units of your own are files/)).toBeDefined()
  })

  it('show on request whatever else is known of one', async () => {
    const parameters = [
      ...ours.parameters,
      { name: 'tag', label: 'tag', help: 'Only these', default: 'a', parameter: { type: 'text' as const } },
    ]
    const unit = aUnit({
      parameters,
      regex: 'minimum_host_memoryMB=^[0-9]{1,7}$;tag=^[a-z]+$',
      warnings: ['the property x is left out'],
      problem: 'no answer in 1000 ms',
      onFailure: 'closed',
      calls: { count: 7, failures: 1, p50Ms: 0.04, p99Ms: 1000 },
    })
    const { user } = await open(aUnitList({ units: [unit], plugins: [aPlugin({ restarts: 2 })] }))
    const toggle = await details('guard')
    expect(toggle.getAttribute('aria-expanded')).toBe('false')
    await user.click(toggle)
    expect(toggle.getAttribute('aria-expanded')).toBe('true')
    for (const text of [
      guardFile,
      'the property x is left out',
      'no answer in 1000 ms',
      'It excludes every host.',
      'Isolated by the kernel (bwrap).',
      '7 calls, 1 failed; p50 < 0.1 ms, p99 1,000 ms',
      '2',
    ]) {
      expect(screen.getByText(text)).toBeDefined()
    }
    const properties = within(screen.getByRole('grid', { name: 'Properties of guard' })).getAllByRole('row')
    expect(properties.map(({ textContent }) => textContent)).toEqual([
      'PropertyDefaultAllowed',
      'Minimum free memory (minimum_host_memoryMB)A host with less gives a VM away.500 MiB0 to 9,999,999 MiB',
      'tagOnly thesea^[a-z]+$',
    ])
    await user.keyboard('{Enter}')
    expect(screen.queryByText('It excludes every host.')).toBeNull()
  })

  it('put a quarantined one first, with its reason', async () => {
    const { user } = await open(aUnitList({ units: [ours, broken] }))
    const [, first] = await screen.findAllByRole('row')
    expect(first?.textContent).toContain('Quarantinedfailed 5 times')
    expect(screen.getByText('2 units, 1 from plugins; isolated by the kernel (bwrap); 1 quarantined.')).toBeDefined()
    expect(screen.getByText('Policy units need attention: 1 is quarantined')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Show units' }))
    expect(document.activeElement).toBe(screen.getByText('Policy units'))
    await user.click(await details('guard'))
    expect(screen.getByText('It is asked no more until its file changes or is reloaded.')).toBeDefined()
  })

  it('do not know what only the engine can tell', async () => {
    await open(aUnitList({ units: [aUnit({ engine: 'unknown' })] }))
    const plugin = await row('guard')
    expect(within(plugin).getByText('Not known')).toBeDefined()
    expect(within(plugin).getByText('not known')).toBeDefined()
  })

  it('show the first ten of many and every quarantined one, and all on request', async () => {
    const many = Array.from({ length: 40 }, (_, n) => aUnit({ id: `unit_${String(n).padStart(2, '0')}` }))
    const { service, user, become } = await open(aUnitList({ units: many }))
    await row('unit_00')
    expect(screen.getAllByRole('button', { name: /^Details of/ })).toHaveLength(10)
    become(aUnitList({ units: many.with(30, { ...broken, id: 'unit_30' }) }))
    await act(async () => service.tell({ type: 'units' }))
    await row('unit_30')
    const shown = screen.getAllByRole('button', { name: /^Details of/ })
    expect(shown.map(button => button.getAttribute('aria-label')).slice(-2)).toEqual([
      'Details of unit_09',
      'Details of unit_30',
    ])
    await user.click(screen.getByRole('button', { name: 'Show all 40 units' }))
    expect(screen.getAllByRole('button', { name: /^Details of/ })).toHaveLength(40)
  })

  it('are there in German', async () => {
    await open(aUnitList(), { locale: 'de-DE' })
    await screen.findByText('2 Einheiten, 1 aus Plugins; vom Kernel isoliert (bwrap).')
  })

  it('say why they cannot be shown, and try again', async () => {
    const body = { code: 'internal', message: 'It broke.', fix: 'Report it.', requestId: 'r1' }
    let reply: FakeReply = { status: 500, body }
    const { user } = await open(aUnitList(), { list: () => reply })
    await screen.findByText('It broke. Report it.')
    reply = { body: aUnitList() }
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await row('guard')
  })
})
