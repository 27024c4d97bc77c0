import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ClusterPolicy } from '../../../shared/api/cluster-policy.ts'
import { aPolicy, balance, evenly, highUtilization, minimum, safe } from '../../../test/fakes/cluster-policies.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { PolicyCard } from './policy-card.tsx'

async function open(first: ClusterPolicy, put?: (body: unknown) => FakeReply) {
  let current = first
  const service = fakeService({
    'GET /clusters/c1/policy': () => ({ body: current }),
    'PUT /clusters/c1/policy': put ?? (() => ({ body: current })),
  })
  await renderInPortal(<PolicyCard clusterId="c1" />, service)
  await screen.findByLabelText('Scheduling policy')
  return {
    service,
    user: userEvent.setup(),
    theyHave(next: ClusterPolicy) {
      current = next
    },
    sent: () => service.calls.filter(({ call }) => call.startsWith('PUT')).map(({ body }) => body),
  }
}

const field = () => screen.getByLabelText<HTMLInputElement>('Minimum free memory')
const button = (name: string) => screen.getByRole('button', { name })
const changes = () => screen.queryByRole('grid', { name: 'What will change' })
const type = async (user: ReturnType<typeof userEvent.setup>, text: string) => {
  await user.clear(field())
  await user.type(field(), text)
}

describe('the policy editor', () => {
  it('shows values, range and default, and offers nothing to save', async () => {
    await open(aPolicy())
    expect(field().value).toBe('600')
    expect(screen.getByText(/0 to 9,999,999 MiB · Default: 500 MiB/)).toBeDefined()
    expect(screen.getByRole('switch', { name: /Safe selection/ })).toHaveProperty('checked', true)
    expect(button('Save').getAttribute('aria-disabled')).toBe('true')
    expect(changes()).toBeNull()
  })

  it('keeps the focus where a value goes back to its default', async () => {
    const { user } = await open(aPolicy())
    await user.click(button('Use default of Minimum free memory'))
    expect(field().value).toBe('500')
    expect(document.activeElement).toBe(field())
  })

  it('shows what will change, and saves exactly that', async () => {
    const { user, sent } = await open(aPolicy())
    await type(user, '700')
    await user.click(screen.getByRole('switch', { name: /Safe selection/ }))
    const rows = within(changes() ?? document.body)
      .getAllByRole('row')
      .slice(1)
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'Minimum free memory600 MiB700 MiB',
      'Safe selectionOnOff',
    ])
    await user.click(button('Save'))
    await screen.findByText(/^Saved\./)
    expect(sent()).toEqual([{ version: 'v1', properties: { minimum_host_memoryMB: '700', safe_selection: 'false' } }])
    expect(button('Save').getAttribute('aria-disabled')).toBe('true')
  })

  it('says what is wrong while one types, and does not save it', async () => {
    const { user, sent } = await open(aPolicy())
    await type(user, '12x')
    await screen.findByText('Enter a whole number from 0 to 9,999,999.')
    expect(field().getAttribute('aria-invalid')).toBe('true')
    await user.keyboard('{Enter}')
    expect(button('Save').getAttribute('aria-disabled')).toBe('true')
    expect(sent()).toEqual([])
  })

  it('goes back to the loaded values on cancel, and to the default on request', async () => {
    const { user } = await open(aPolicy())
    await user.click(button('Use default of Minimum free memory'))
    expect(field().value).toBe('500')
    await user.click(button('Cancel'))
    expect(field().value).toBe('600')
    expect(changes()).toBeNull()
  })

  it('puts what the engine refused at its field', async () => {
    const refusal = {
      code: 'engine-refused',
      message: 'The engine refused the policy of Default.',
      fix: 'Read the message.',
      fields: [{ path: 'properties.minimum_host_memoryMB', problem: 'does not match ^x$' }],
      requestId: 'r1',
    }
    const { user } = await open(aPolicy(), () => ({ status: 422, body: refusal }))
    await type(user, '700')
    await user.click(button('Save'))
    await screen.findByText('does not match ^x$')
    expect(screen.getByText(/The engine refused the policy of Default/)).toBeDefined()
    expect(field().value).toBe('700')
  })

  const conflict = { code: 'policy-changed', message: 'Changed.', fix: 'Compare.', requestId: 'r1' }
  const theirs = aPolicy({ version: 'v2', properties: [{ ...minimum, value: '800' }, safe, highUtilization] })

  it('turns a conflict into a comparison; keeping mine saves over their version', async () => {
    const replies: FakeReply[] = [{ status: 409, body: conflict }, { body: theirs }]
    const { user, theyHave, sent } = await open(aPolicy(), () => replies.shift() ?? { body: theirs })
    await type(user, '700')
    theyHave(theirs)
    await user.click(button('Save'))
    await screen.findByText('Somebody else changed this policy meanwhile')
    expect(within(changes() ?? document.body).getAllByRole('row')[1]?.textContent).toBe(
      'Minimum free memory800 MiB700 MiB',
    )
    expect(button('Save').getAttribute('aria-disabled')).toBe('true')
    await user.click(button('Keep mine'))
    await user.click(button('Save'))
    await screen.findByText(/^Saved\./)
    expect(sent().at(-1)).toEqual({ version: 'v2', properties: { minimum_host_memoryMB: '700' } })
  })

  it('takes their values on request', async () => {
    const { user, theyHave } = await open(aPolicy(), () => ({ status: 409, body: conflict }))
    await type(user, '700')
    theyHave(theirs)
    await user.click(button('Save'))
    await user.click(await screen.findByRole('button', { name: 'Take the current values' }))
    expect(field().value).toBe('800')
    expect(changes()).toBeNull()
  })

  it('follows a change by others while nothing is typed, and leaves a draft alone', async () => {
    const { service, user, theyHave } = await open(aPolicy())
    const tell = () => act(async () => service.tell({ type: 'policy', clusterId: 'c1' }))
    theyHave(theirs)
    await tell()
    await waitFor(() => expect(field().value).toBe('800'))
    await type(user, '900')
    theyHave(aPolicy({ version: 'v3' }))
    await tell()
    await screen.findByText('Somebody else changed this policy meanwhile')
    expect(field().value).toBe('900')
  })

  it('is there but disabled without the permission, which it names', async () => {
    await open(aPolicy({ mayEdit: false }))
    expect(
      screen.getByText(/you need the permission “edit_cluster_configuration” on the cluster Default/),
    ).toBeDefined()
    expect(field().disabled).toBe(true)
    expect(screen.getByLabelText('Scheduling policy')).toHaveProperty('disabled', true)
  })

  it('leads from a policy without our units to one with them', async () => {
    const { user, sent } = await open(
      aPolicy({ policy: evenly, properties: [{ ...minimum, editable: false }, highUtilization] }),
    )
    expect(screen.getByText('The policy “evenly_distributed” does not use a unit of this scheduler')).toBeDefined()
    expect(field().disabled).toBe(true)
    await user.selectOptions(screen.getByLabelText('Scheduling policy'), balance.id)
    await type(user, '700')
    await user.click(button('Save'))
    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()).toEqual([{ version: 'v1', policyId: 'p1', properties: { minimum_host_memoryMB: '700' } }])
  })

  it('checks properties of other units by their pattern', async () => {
    const { user } = await open(aPolicy())
    await user.click(screen.getByRole('button', { name: /Properties of the engine’s own units/ }))
    const high = screen.getByLabelText('HighUtilization')
    await user.clear(high)
    await user.type(high, '49')
    await screen.findByText('Must match ^([5-9][0-9])$.')
  })
})
