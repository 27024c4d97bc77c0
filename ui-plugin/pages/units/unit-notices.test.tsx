import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { alerts, open, row } from '../../../test/fakes/units-stage.tsx'
import { aPlugin, aUnit, aUnitList, guardFile, ours } from './unit-samples.ts'

describe('the policy units', () => {
  it('name a refused file and its problems', async () => {
    const plugin = aPlugin({ state: 'refused', units: [], problems: ['it exports no unit', 'line 3: unexpected }'] })
    const { user } = await open(aUnitList({ units: [ours], plugins: [plugin] }))
    await screen.findByText('it exports no unit')
    expect(alerts()).toEqual([`Danger alert:${guardFile} is refused: nothing of it runs`])
    expect(screen.queryByText('line 3: unexpected }')).toBeNull()
    const more = screen.getByRole('button', { name: '1 more problem' })
    expect(more.getAttribute('aria-expanded')).toBe('false')
    await user.click(more)
    expect(more.getAttribute('aria-expanded')).toBe('true')
    expect(screen.getByText('line 3: unexpected }')).toBeDefined()
    expect(screen.queryByText(/Units of your own/)).toBeNull()
  })

  it('say that the last good version of a broken file runs', async () => {
    await open(aUnitList({ plugins: [aPlugin({ state: 'outdated', problems: ['line 3: unexpected }'] })] }))
    await screen.findByText('line 3: unexpected }')
    expect(alerts()).toEqual([`Warning alert:${guardFile} is broken; its last good version runs`])
    expect(within(await row('guard')).getByText('Last good version')).toBeDefined()
  })

  it('name a unit that a policy uses and nobody brings', async () => {
    const clusters = ['Default', 'Edge'].map(name => ({ id: name, name }))
    await open(aUnitList({ missing: [{ name: 'old_filter', clusters }] }))
    await screen.findByText(/The policy of Default, Edge uses the unit old_filter, which this service does not have/)
    expect(screen.getByText('Policy units need attention: 1 is used but missing')).toBeDefined()
  })

  it('say what the sandbox falls short of', async () => {
    const shortfall = 'bwrap: not found. Install bubblewrap.'
    await open(
      aUnitList({
        units: [ours, aUnit({ isolation: 'runtime' }), aUnit({ id: 'snake', kind: 'python', isolation: 'none' })],
        sandbox: { level: 'runtime', wrapper: 'permission', shortfall },
      }),
    )
    await screen.findByText(shortfall)
    const how = '1 isolated by Node’s runtime only, 1 with the service’s own rights'
    expect(screen.getByText(`3 units, 2 from plugins; ${how}.`)).toBeDefined()
    expect(within(await row('guard')).getByText('Isolated by Node only')).toBeDefined()
    expect(within(await row('snake')).getByText('Not isolated')).toBeDefined()
  })

  it('say that a new one waits for a restart of the engine', async () => {
    await open(aUnitList({ units: [ours, aUnit({ engine: 'not_seen' }), aUnit({ id: 'off', engine: 'disabled' })] }))
    await screen.findByText(/2 units from plugins wait for a restart of ovirt-engine/)
    expect(screen.getByText(/asks for units only when it starts. It does not use yet: guard, off/)).toBeDefined()
    expect(within(await row('guard')).getByText('Not yet seen')).toBeDefined()
    expect(within(await row('off')).getByText('Disabled')).toBeDefined()
  })

  it('show the worst notices first, and all on request', async () => {
    const plugins = ['a', 'b', 'c', 'd', 'e'].map(name =>
      aPlugin({ file: `/p/${name}.ts`, state: name === 'd' ? 'refused' : 'outdated', problems: ['it is empty'] }),
    )
    const { user } = await open(aUnitList({ plugins }))
    await screen.findByText(/d.ts is refused/)
    expect(alerts()).toHaveLength(3)
    await user.click(screen.getByRole('button', { name: 'Show 2 more notices' }))
    expect(alerts()).toHaveLength(5)
  })
})
