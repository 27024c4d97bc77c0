import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useRef } from 'react'
import { describe, expect, it } from 'vitest'
import type { UnitList } from '../../../shared/api/service.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { aPlugin, aUnit, aUnitList, guardFile, ours } from './unit-samples.ts'
import { UnitsAttention } from './units-attention.tsx'
import { UnitsCard } from './units-card.tsx'
import { useUnits } from './use-units.ts'

function Page() {
  const [units, reload] = useUnits()
  const title = useRef<HTMLElement>(null)
  return (
    <>
      <UnitsAttention units={units} onShow={() => title.current?.focus()} />
      <UnitsCard units={units} onReload={reload} titleRef={title} />
    </>
  )
}

type Options = Readonly<{ post?: () => FakeReply; locale?: string; list?: () => FakeReply }>

async function open(first: UnitList, { post, locale, list }: Options = {}) {
  let current = first
  const service = fakeService({
    'GET /policy-units': list ?? (() => ({ body: current })),
    'POST /policy-units/guard/reload': post ?? (() => ({ body: current })),
  })
  await renderInPortal(<Page />, service, locale)
  return {
    service,
    user: userEvent.setup(),
    become(next: UnitList) {
      current = next
    },
    posts: () => service.calls.filter(({ call }) => call.startsWith('POST')).map(({ call }) => call),
  }
}

const alerts = () => screen.queryAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)
const details = (unit: string) => screen.findByRole('button', { name: `Details of ${unit}` })
const row = async (unit: string) => (await details(unit)).closest('tr') ?? document.body
const reload = () => screen.findByRole('button', { name: 'Reload the plugin of guard' })
const broken = aUnit({
  state: 'quarantined',
  quarantined: true,
  problem: 'failed 5 times in a row, last: no answer in 1000 ms',
  calls: { count: 41, failures: 5, p50Ms: 0.04, p99Ms: 1000 },
})

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

describe('reloading a plugin', () => {
  it('ends a quarantine and says when', async () => {
    const { user, become, posts } = await open(aUnitList({ units: [ours, broken] }))
    const button = await reload()
    become(aUnitList())
    await user.click(button)
    await screen.findByText('Reloaded')
    await within(await row('guard')).findByText('Active')
    expect(posts()).toEqual(['POST /policy-units/guard/reload'])
    expect(screen.queryByText(/need attention/)).toBeNull()
  })

  const notLoaded = {
    status: 422,
    body: {
      code: 'unit-not-loaded',
      message: `${guardFile} cannot be loaded: line 3: unexpected }`,
      fix: 'Mend the plugin’s file.',
      requestId: 'r8',
    },
  }
  const refusals = [
    {
      why: 'the permission is missing',
      status: 403,
      body: {
        code: 'forbidden',
        message: 'reader lacks the permission edit_cluster_configuration in the whole system.',
        fix: 'Ask an administrator.',
        requestId: 'r7',
      },
    },
    { why: 'the file is broken', ...notLoaded },
  ]
  for (const { why, status, body } of refusals) {
    it(`says below the row that ${why}, until it is closed`, async () => {
      const { user, posts } = await open(aUnitList(), { post: () => ({ status, body }) })
      await user.click(await reload())
      const refusal = await screen.findByRole('alert')
      expect(within(refusal).getByText(`${body.message} ${body.fix}`)).toBeDefined()
      expect(within(refusal).getByText(`Code: ${body.code} · Request: ${body.requestId}`)).toBeDefined()
      expect(refusal.closest('tbody')).toBe((await row('guard')).closest('tbody'))
      expect(posts()).toHaveLength(1)
      await user.click(within(refusal).getByRole('button', { name: 'Close' }))
      expect(screen.queryByRole('alert')).toBeNull()
    })
  }

  it('is not offered to who lacks the permission, and names it', async () => {
    const { user, posts } = await open(aUnitList({ mayReload: false }))
    const button = await reload()
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(screen.getAllByText('Needs the permission “edit_cluster_configuration” in the whole system.')).toHaveLength(
      2,
    )
    await user.click(button)
    expect(posts()).toEqual([])
  })

  it('shows what became of a file that is refused now', async () => {
    const { user, become } = await open(aUnitList(), { post: () => notLoaded })
    const button = await reload()
    become(aUnitList({ plugins: [aPlugin({ state: 'outdated', problems: ['line 3: unexpected }'] })] }))
    await user.click(button)
    await screen.findByText(/guard.ts is broken; its last good version runs/)
  })
})
