import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ClusterPolicy } from '../../../shared/api/cluster-policy.ts'
import type { PolicyUnits } from '../../../shared/api/policy-units.ts'
import { aPolicy, aPolicyWithUnits, evenly } from '../../../test/fakes/cluster-policies.ts'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { PolicyCard } from './policy-card.tsx'

const KEY = 'ovirt-scheduler.policy-draft.c1'

/** The tab as the portal loads it at each visit. */
async function visit(policy: ClusterPolicy = aPolicy(), units: PolicyUnits = aPolicyWithUnits()) {
  cleanup()
  const nothing = { unitId: 'u', because: { code: 'nothing', text: 'Nothing to move.', values: {} }, moves: [] }
  const service = fakeService({
    'GET /clusters/c1/policy': { body: policy },
    'PUT /clusters/c1/policy': { body: aPolicy({ version: 'v2' }) },
    'POST /clusters/c1/policy/preview': {
      body: { now: nothing, changed: nothing, engine: {}, destinations: [], notLookedAt: 0 },
    },
    'GET /policies/p1/units': { body: units },
    'GET /policies/p2/units': { body: aPolicyWithUnits({ policy: evenly, usedBy: [], version: 'e1' }) },
  })
  await renderInPortal(<PolicyCard clusterId="c1" />, service)
  await screen.findByRole('grid', { name: 'Weights of the policy' })
  return userEvent.setup()
}

const field = () => screen.getByLabelText<HTMLInputElement>('Minimum free memory')
const factor = (unit: string) => screen.getByRole<HTMLInputElement>('spinbutton', { name: `Factor of ${unit}` })
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })
const offer = () => screen.queryByText(/^Changes from .* were not saved$/)
const take = 'Take them up again'

async function type(user: ReturnType<typeof userEvent.setup>, text: string): Promise<void> {
  await user.clear(field())
  await user.type(field(), text)
}

afterEach(() => vi.restoreAllMocks())

describe('what was typed and not saved', () => {
  it('is offered at the next visit with its time, and taken up whole', async () => {
    const user = await visit()
    await type(user, '700')
    await user.click(button('More of EvenCpu'))
    const again = await visit()
    expect(field().value).toBe('600')
    expect(offer()?.textContent).toMatch(/\d\d:\d\d/)
    expect(screen.queryByText(/has been changed since/)).toBeNull()
    await again.click(button(take))
    expect(field().value).toBe('700')
    expect(factor('EvenCpu').value).toBe('3')
    expect(offer()).toBeNull()
    const changes = within(screen.getByRole('grid', { name: 'What will change' })).getAllByRole('row')
    expect(changes.slice(1).map(({ textContent }) => textContent)).toEqual([
      'Minimum free memory600 MiB700 MiB',
      'Weight EvenCpufactor 2factor 3',
    ])
  })

  it('brings the chosen policy back, and its units once they are loaded', async () => {
    const user = await visit()
    await user.selectOptions(screen.getByLabelText('Scheduling policy'), 'evenly_distributed')
    await user.click(await screen.findByRole('button', { name: 'More of EvenCpu' }))
    const again = await visit()
    await again.click(button(take))
    expect(screen.getByLabelText<HTMLSelectElement>('Scheduling policy').value).toBe('p2')
    await vi.waitFor(() => expect(factor('EvenCpu').value).toBe('3'))
  })

  it('is offered until it is discarded', async () => {
    const user = await visit()
    await type(user, '700')
    await visit()
    const again = await visit()
    await again.click(button('Discard them'))
    expect([offer(), sessionStorage.getItem(KEY)]).toEqual([null, null])
    await visit()
    expect(offer()).toBeNull()
  })

  it('is forgotten once it is saved or given up', async () => {
    const user = await visit()
    await type(user, '700')
    await user.click(button('Save'))
    await screen.findByText(/^Saved\./)
    expect(sessionStorage.getItem(KEY)).toBeNull()
    await type(user, '800')
    expect(sessionStorage.getItem(KEY)).toContain('800')
    await user.click(button('Cancel'))
    expect(sessionStorage.getItem(KEY)).toBeNull()
  })

  it('outlives something else that is typed and given up', async () => {
    const user = await visit()
    await type(user, '700')
    const again = await visit()
    await type(again, '900')
    await again.click(button('Cancel'))
    expect(sessionStorage.getItem(KEY)).toContain('700')
    await again.click(button(take))
    expect(field().value).toBe('700')
  })

  it.each([
    { why: 'of the cluster', policy: aPolicy({ version: 'v2' }), units: aPolicyWithUnits() },
    { why: 'itself', policy: aPolicy(), units: aPolicyWithUnits({ version: 'w9' }) },
  ])('says when the policy $why was changed since', async ({ policy, units }) => {
    const user = await visit()
    await type(user, '700')
    await user.click(button('More of EvenCpu'))
    await visit(policy, units)
    expect(screen.getByText(/The policy has been changed since/)).toBeDefined()
  })

  it('is not offered to who may not edit', async () => {
    const user = await visit()
    await type(user, '700')
    await visit(aPolicy({ mayEdit: false }))
    expect(offer()).toBeNull()
  })

  it('leaves out a policy and units that have gone', async () => {
    const kept = {
      atMs: Date.now(),
      version: 'v1',
      draft: { policyId: 'gone', values: { minimum_host_memoryMB: '700' } },
      units: { policyId: 'p1', version: 'u1', draft: { filters: {}, weights: { gone: '5' }, balanceUnitId: 'gone' } },
    }
    sessionStorage.setItem(KEY, JSON.stringify(kept))
    const user = await visit()
    await user.click(button(take))
    expect(field().value).toBe('700')
    expect(screen.getByLabelText<HTMLSelectElement>('Scheduling policy').value).toBe('p1')
    expect(screen.queryByRole('spinbutton', { name: 'Factor of gone' })).toBeNull()
  })

  it.each(['{', '7', '{"atMs":1}', '{"atMs":1,"version":"v1","draft":{}}'])('is nothing where it is %s', async text => {
    sessionStorage.setItem(KEY, text)
    await visit()
    expect(offer()).toBeNull()
  })

  it('is typed as ever where the browser keeps nothing', async () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const user = await visit()
    await type(user, '700')
    expect(field().value).toBe('700')
  })
})
