import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { UnitList, UnitView } from '../../../shared/api/service.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { aUnit, aUnitList, ours } from './unit-samples.ts'
import { UnitsCard } from './units-card.tsx'
import { useUnits } from './use-units.ts'

function Page() {
  const [units, reload] = useUnits()
  return <UnitsCard units={units} onReload={reload} />
}

async function open(units: readonly UnitView[], over: Partial<UnitList> = {}, put?: () => FakeReply, locale?: string) {
  let current = aUnitList({ units: [...units], ...over })
  const service = fakeService({
    'GET /policy-units': () => ({ body: current }),
    'PUT /policy-units/guard/enabled': put ?? (() => ({ body: current })),
    'GET /policy-units/guard/verdicts?limit=100': { body: { verdicts: [], sinceMs: 0, keeps: 50 } },
  })
  await renderInPortal(<Page />, service, locale)
  return {
    user: userEvent.setup(),
    become(...next: readonly UnitView[]) {
      current = { ...current, units: [...next] }
    },
    puts: () => service.calls.filter(({ call }) => call.startsWith('PUT')).map(({ body }) => body),
  }
}

const used = aUnit({
  engine: 'seen',
  usedBy: [
    { id: 'c1', name: 'Default' },
    { id: 'c2', name: 'Edge' },
  ],
  policies: [{ id: 'p1', name: 'Even memory' }],
})
const by = { unitId: 'guard', by: { id: 'u1', name: 'eva' }, atMs: Date.now(), why: 'It rejects too much' }
const off = (over: Partial<UnitView> = {}) => ({ ...used, state: 'disabled' as const, disabled: by, ...over })
const button = (name: string) => screen.findByRole('button', { name })
const effects = () =>
  within(screen.getByRole('dialog'))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)

describe('disabling a unit', () => {
  it('says first whose rules it loosens and what the engine will do, then who did it and why', async () => {
    const { user, become, puts } = await open([used])
    const disable = await button('Disable guard')
    await user.click(disable)
    expect(screen.getByText('Its rule will no longer hold in Default, Edge')).toBeDefined()
    expect(effects()).toEqual([
      'As a weight it will no longer prefer any host.',
      'Clusters that use it: Default, Edge.',
      'It stays in the policy Even memory, and has no say there.',
      expect.stringMatching(/^The engine goes on asking until its next start and gets no opinion/),
      'It stays disabled over restarts and reloads until somebody enables it.',
    ])
    await user.type(screen.getByRole('textbox', { name: 'Reason, for those who ask later' }), 'It rejects too much')
    become(off())
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Disable' }))
    const enable = await button('Enable guard')
    expect(puts()).toEqual([{ enabled: false, reason: 'It rejects too much' }])
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(document.activeElement).toBe(enable)
    expect(screen.getByText(/^by eva, .*: It rejects too much$/)).toBeDefined()
    expect(screen.getByText('1 unit, 1 from plugins; isolated by the kernel (bwrap); 1 disabled.')).toBeDefined()
  })

  it.each([
    { why: 'nobody uses it', unit: aUnit(), says: 'The policy of no cluster uses it.' },
    { why: 'the engine was not read', unit: aUnit({ engine: 'unknown' }), says: /^Who uses it is not known/ },
    { why: 'it is not discovered', unit: aUnit({ engine: 'not_seen' }), says: /^The engine does not know it/ },
    {
      why: 'it replaces one of ours',
      unit: aUnit({ replacesBuiltIn: true }),
      says: /^The built-in unit of this name does not take its place/,
    },
    {
      why: 'it is a balancer',
      unit: aUnit({ functions: ['balance'] }),
      says: /^As a balancer it will ask for no more moves/,
    },
  ])('warns of no looser rule when $why', async ({ unit, says }) => {
    const { user } = await open([unit])
    await user.click(await button('Disable guard'))
    expect(screen.getByText(says)).toBeDefined()
    expect(screen.queryByText(/Its rule will no longer hold/)).toBeNull()
  })

  it('is left by Escape with the focus where it was', async () => {
    const { user, puts } = await open([used])
    const disable = await button('Disable guard')
    await user.click(disable)
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(document.activeElement).toBe(disable)
    expect(puts()).toEqual([])
  })

  it('says in the dialog why it was not done, and shows what is so now', async () => {
    const body = {
      code: 'state-conflict',
      message: 'tom has disabled guard already.',
      fix: 'Reload: somebody or something changed it first.',
      requestId: 'r',
    }
    const { user, become } = await open([used], {}, () => ({ status: 409, body }))
    await user.click(await button('Disable guard'))
    become(off({ disabled: { ...by, by: { id: 'u2', name: 'tom' } } }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Disable' }))
    await screen.findByText(/tom has disabled guard already/)
    expect(screen.getByText('Disable the policy unit guard?')).toBeDefined()
    expect(screen.getByText(/^by tom,/)).toBeDefined()
  })

  it('is not offered to who lacks the permission, and names it', async () => {
    const { user } = await open([ours, used], { mayReload: false })
    for (const name of ['Disable guard', 'Disable host_memory_balance']) {
      const disable = await button(name)
      expect(disable.getAttribute('aria-disabled')).toBe('true')
      const note = document.getElementById(disable.getAttribute('aria-describedby') ?? '')
      expect(note?.textContent).toBe('Needs the permission “edit_cluster_configuration” in the whole system.')
      await user.click(disable)
    }
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('a disabled unit', () => {
  it('is enabled after it was said who disabled it and what the engine needs', async () => {
    const { user, become, puts } = await open([
      off({ engine: 'disabled', quarantined: true, problem: 'failed 5 times' }),
    ])
    await user.click(await button('Enable guard'))
    expect(effects()).toEqual([
      expect.stringMatching(/^eva disabled it .*: It rejects too much$/),
      'As a filter it will keep VMs off hosts again. VMs that run where it forbids it stay there.',
      'As a weight it will prefer hosts again.',
      'Clusters that use it: Default, Edge.',
      expect.stringMatching(/restart ovirt-engine afterwards. It comes back in the policies that have it.$/),
      'It will still be in quarantine: failed 5 times',
    ])
    become(used)
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Enable' }))
    await button('Disable guard')
    expect(puts()).toEqual([{ enabled: true, reason: '' }])
  })

  it('says in its details that nobody asks it, and what the engine makes of that', async () => {
    const { user } = await open([off()])
    await user.click(await button('Details of guard'))
    expect(screen.getByText('Nobody asks it, and it is left out when the engine asks for units.')).toBeDefined()
    expect(screen.getByText(/^The engine knows it, goes on asking until its next start/)).toBeDefined()
    expect(screen.getByText('Even memory')).toBeDefined()
    expect(await screen.findByText(/^Not asked yet since the service started at/)).toBeDefined()
  })

  it('is counted in German', async () => {
    await open([{ ...ours, state: 'disabled', disabled: by }], { plugins: [] }, undefined, 'de-DE')
    await screen.findByText('1 Einheit, eingebaut; 1 abgeschaltet.')
  })
})

describe('many units', () => {
  const many = Array.from({ length: 24 }, (_, n) =>
    aUnit({
      id: `unit_${n}`,
      ...(n < 3 && { state: 'disabled' as const, disabled: by }),
      ...(n === 9 && { engine: 'not_seen' as const }),
    }),
  )
  const names = () => screen.getAllByRole('button', { name: /^Details of/ }).length

  it('are chosen by their state', async () => {
    const { user } = await open(many)
    const choices = within(await screen.findByRole('group', { name: 'Show units by state' })).getAllByRole('button')
    expect(choices.map(({ textContent }) => textContent)).toEqual([
      'All 24',
      'Active 21',
      'Disabled 3',
      'Quarantined 0',
      'Not yet seen by the engine 1',
      'Used by clusters 0',
    ])
    await user.click(screen.getByRole('button', { name: 'Disabled 3' }))
    expect(names()).toBe(3)
    await user.click(screen.getByRole('button', { name: 'Used by clusters 0' }))
    expect(screen.getByText('No unit is in this state.')).toBeDefined()
  })

  it('are not asked for a choice when they are few', async () => {
    await open(many.slice(0, 20))
    await button('Details of unit_0')
    expect(screen.queryByRole('group', { name: 'Show units by state' })).toBeNull()
  })
})
