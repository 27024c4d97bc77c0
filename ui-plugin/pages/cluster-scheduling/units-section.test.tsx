import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { PolicyUnits } from '../../../shared/api/policy-units.ts'
import { aPolicy, aPolicyWithUnits, balance, evenly } from '../../../test/fakes/cluster-policies.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { PolicyCard } from './policy-card.tsx'

const nothing = { unitId: 'u', because: { code: 'nothing', text: 'Nothing to move.', values: {} }, moves: [] }
const host = (name: string) => ({ id: name, name })

async function open(first: PolicyUnits = aPolicyWithUnits(), put?: (body: unknown) => FakeReply) {
  let current = first
  let ofCluster = aPolicy()
  const destinations = [{ vm: host('db-07'), from: host('host1'), now: host('host2'), changed: host('host3') }]
  const service = fakeService({
    'GET /clusters/c1/policy': () => ({ body: ofCluster }),
    'PUT /clusters/c1/policy': () => ({ body: ofCluster }),
    'POST /clusters/c1/policy/preview': {
      body: { now: nothing, changed: nothing, engine: {}, destinations, notLookedAt: 0 },
    },
    'GET /policies/p1/units': () => ({ body: current }),
    'GET /policies/p2/units': { body: aPolicyWithUnits({ policy: evenly, locked: true, usedBy: [], version: 'e1' }) },
    'GET /policies/p3/units': () => ({ body: current }),
    'PUT /policies/p1/units': put ?? (() => ({ body: current })),
    'POST /policies': body => {
      const copy = { id: 'p3', name: Object(body).name }
      ofCluster = { ...ofCluster, policies: [...ofCluster.policies, { ...copy, locked: false, usesOurUnits: true }] }
      current = aPolicyWithUnits({ policy: copy, usedBy: [], version: 'x1' })
      return { status: 201, body: current }
    },
  })
  await renderInPortal(<PolicyCard clusterId="c1" />, service)
  await screen.findByRole('grid', { name: 'Weights of the policy' })
  return {
    user: userEvent.setup(),
    service,
    theyHave(next: PolicyUnits) {
      current = next
    },
    sent: (call: string) => service.calls.filter(one => one.call === call).map(({ body }) => body),
  }
}

const factor = (unit: string) => screen.getByRole<HTMLInputElement>('spinbutton', { name: `Factor of ${unit}` })
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })
const row = (unit: string) => screen.getByRole('row', { name: new RegExp(`^${unit}`) })
const changes = () =>
  within(screen.getByRole('grid', { name: 'What will change' }))
    .getAllByRole('row')
    .slice(1)
    .map(({ textContent }) => textContent)

describe('the units of a policy', () => {
  it('are shown with factor, share, origin and who has the policy', async () => {
    await open()
    expect(factor('EvenMemory').value).toBe('6')
    expect(within(row('EvenMemory')).getByText('75 %')).toBeDefined()
    expect(screen.getByText(/^2 clusters use this policy, .*: Default, Production\.$/)).toBeDefined()
    expect(screen.getByLabelText<HTMLSelectElement>('Balancer').value).toBe('host_memory_balance')
    expect(button('Save').getAttribute('aria-disabled')).toBe('true')
  })

  it('are changed by button and by typing, compared, and saved as a whole', async () => {
    const { user, sent } = await open()
    await user.click(button('More of EvenCpu'))
    expect(factor('EvenCpu').value).toBe('3')
    await user.clear(factor('EvenMemory'))
    await user.type(factor('EvenMemory'), '9')
    await user.selectOptions(screen.getByLabelText('Weight to add'), 'Preferred')
    await user.click(screen.getAllByRole('button', { name: 'Add' })[0] as HTMLElement)
    await user.selectOptions(screen.getByLabelText('Balancer'), 'None')
    expect(changes()).toEqual([
      'Balancerhost_memory_balanceNone',
      'Weight EvenCpufactor 2factor 3',
      'Weight EvenMemoryfactor 6factor 9',
      'Weight Preferrednot in the policyfactor 1',
    ])
    expect(screen.getByText(/changes the policy of another cluster too: Production/)).toBeDefined()
    await screen.findByText('db-07: host3 instead of host2')
    await user.click(button('Save'))
    await screen.findByText(/^Saved\./)
    expect(sent('PUT /policies/p1/units')).toEqual([
      {
        version: 'u1',
        content: {
          ...aPolicyWithUnits().content,
          weights: [
            { unitId: 'EvenCpu', factor: 3 },
            { unitId: 'EvenMemory', factor: 9 },
            { unitId: 'Preferred', factor: 1 },
          ],
          balanceUnitId: 'None',
        },
      },
    ])
    expect(sent('PUT /clusters/c1/policy')).toEqual([])
  })

  it('are taken out and back in where they stand', async () => {
    const { user } = await open()
    await user.click(button('Remove EvenCpu'))
    expect(factor('EvenCpu').disabled).toBe(true)
    expect(changes()).toEqual(['Weight EvenCpufactor 2not in the policy'])
    expect(document.activeElement).toBe(button('Keep EvenCpu'))
    await user.keyboard('{Enter}')
    expect(screen.queryByRole('grid', { name: 'What will change' })).toBeNull()
  })

  it('say what is wrong while one types, and are not saved then', async () => {
    const { user } = await open()
    await user.clear(factor('EvenCpu'))
    await user.type(factor('EvenCpu'), '1001')
    expect(within(row('EvenCpu')).getByText('Enter a whole number from 0 to 1000.')).toBeDefined()
    expect(button('Save').getAttribute('aria-disabled')).toBe('true')
    await user.click(screen.getByRole('button', { name: 'Filters (2)' }))
    await user.selectOptions(screen.getByLabelText('When CPU is asked'), 'first')
    expect(screen.getAllByText('Only one filter can be first.')).toHaveLength(2)
  })

  it('say at the unit what the engine refused, and what was saved in part', async () => {
    const body = {
      code: 'partly-saved',
      message: 'Done: this. Not done: that.',
      fix: 'Compare.',
      fields: [{ path: 'weight.EvenCpu', problem: 'The engine says no.' }],
      requestId: 'r1',
    }
    const { user, theyHave } = await open(undefined, () => ({ status: 502, body }))
    await user.click(button('More of EvenCpu'))
    await user.click(button('More of EvenMemory'))
    const weights = [
      { unitId: 'EvenCpu', factor: 2 },
      { unitId: 'EvenMemory', factor: 7 },
    ]
    theyHave(aPolicyWithUnits({ version: 'u2', content: { ...aPolicyWithUnits().content, weights } }))
    await user.click(button('Save'))
    await screen.findByText('The units were saved in part')
    expect(within(row('EvenCpu')).getByText('The engine says no.')).toBeDefined()
    await waitFor(() => expect(changes()).toEqual(['Weight EvenCpufactor 2factor 3']))
    expect(screen.queryByText('Somebody else changed this policy meanwhile')).toBeNull()
  })

  it('turn a conflict into a comparison; keeping mine saves over their version', async () => {
    const theirs = aPolicyWithUnits({
      version: 'u2',
      content: { ...aPolicyWithUnits().content, weights: [{ unitId: 'EvenCpu', factor: 50 }] },
    })
    const conflict = { code: 'policy-changed', message: 'Changed.', fix: 'Compare.', requestId: 'r1' }
    const replies: FakeReply[] = [{ status: 409, body: conflict }, { body: theirs }]
    const { user, theyHave, sent } = await open(undefined, () => replies.shift() ?? { body: theirs })
    await user.click(button('More of EvenCpu'))
    theyHave(theirs)
    await user.click(button('Save'))
    await screen.findByText('Somebody else changed this policy meanwhile')
    expect(changes()).toEqual(['Weight EvenCpufactor 50factor 3', 'Weight EvenMemorynot in the policyfactor 6'])
    expect(button('Save').getAttribute('aria-disabled')).toBe('true')
    await user.click(button('Keep mine'))
    await user.click(button('Save'))
    await waitFor(() => expect(sent('PUT /policies/p1/units')).toHaveLength(2))
    expect(sent('PUT /policies/p1/units')[1]).toMatchObject({ version: 'u2' })
  })

  it('are read only without the permission, which is named', async () => {
    await open(aPolicyWithUnits({ mayEdit: false }))
    expect(screen.getByText(/needs the permission “edit_storage_pool_configuration” in the whole system/)).toBeDefined()
    expect(button('Remove EvenCpu').disabled).toBe(true)
    expect(button('Copy policy').disabled).toBe(true)
    expect(screen.getByLabelText('Balancer')).toHaveProperty('disabled', true)
  })

  it('of a locked policy are copied under another name, which is then chosen', async () => {
    const { user, sent } = await open()
    await user.selectOptions(screen.getByLabelText('Scheduling policy'), evenly.id)
    await screen.findByText(/it is locked/)
    expect(button('Remove EvenCpu').disabled).toBe(true)
    await user.click(button('Copy policy to edit'))
    const name = screen.getByLabelText('Name of the copy')
    await user.clear(name)
    await user.type(name, 'a;b')
    expect(screen.getByText(/Enter 1 to 40 letters/)).toBeDefined()
    expect(button('Copy').disabled).toBe(true)
    await user.clear(name)
    await user.type(name, 'mine{Enter}')
    await waitFor(() => expect(screen.getByLabelText('Scheduling policy')).toHaveProperty('value', 'p3'))
    expect(sent('POST /policies')).toEqual([{ fromId: evenly.id, name: 'mine' }])
    await screen.findByText('No cluster uses this policy.')
    expect(document.activeElement).toBe(screen.getByLabelText('Scheduling policy'))
    expect(changes()).toEqual([`Policy${balance.name}mine`])
  })
})
