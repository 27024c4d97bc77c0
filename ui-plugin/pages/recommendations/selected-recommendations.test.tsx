import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aHostRecommendation } from '../../../test/fakes/builders.ts'
import { move, open, select, three } from '../../../test/fakes/recommendations-stage.tsx'

describe('the selection', () => {
  it('drops what has gone and what a filter hides', async () => {
    const { user, change } = await open(three)
    await screen.findByText('3 of 3 shown')
    for (const vm of ['a', 'b', 'c']) await user.click(select(vm))
    expect(screen.getByText('3 selected')).toBeDefined()
    await change(three.slice(1))
    await screen.findByText('2 selected')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Priority' }), 'Medium')
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(screen.getByText('1 selected')).toBeDefined()
  })

  it('of hosts alone cannot be applied, and says why', async () => {
    const { user } = await open([aHostRecommendation({ id: 'h' })])
    await user.click(await screen.findByRole('checkbox', { name: 'Select: Put host2 into maintenance' }))
    expect(screen.getByText('Hosts are switched in the portal; select moves or plans.')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Apply selected' }).getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByRole('button', { name: 'Dismiss selected' }).getAttribute('aria-disabled')).not.toBe('true')
  })

  it('is applied after one confirmation by priority; what is refused says why, the rest goes on', async () => {
    const problem = { code: 'recommendation-stale', message: 'c has moved.', fix: 'Wait.' }
    const { user, posted } = await open([...three, aHostRecommendation({ id: 'h', priority: 1 })], {
      'POST /recommendations/apply': {
        body: {
          outcomes: [
            { id: 'c', problem },
            { id: 'a', runId: 'run-a' },
          ],
        },
      },
    })
    await screen.findByText('4 of 4 shown')
    for (const vm of ['a', 'c']) await user.click(select(vm))
    await user.click(screen.getByRole('checkbox', { name: 'Select: Put host2 into maintenance' }))
    const apply = screen.getByRole('button', { name: 'Apply selected' })
    await user.click(apply)
    const dialog = await screen.findByRole('dialog', { name: 'Apply 2 recommendations?' })
    const facts = ['about 36 s one after another; side by side where hosts allow', 'Move c from host1 to host2']
    for (const fact of facts) expect(within(dialog).getByText(fact)).toBeDefined()
    expect(dialog.textContent).toContain('1 host is switched in the portal and left out.')
    const confirm = within(dialog).getByRole('button', { name: 'Start 2 moves' })
    await waitFor(() => expect(confirm).toHaveProperty('disabled', false))
    await user.click(confirm)
    await within(dialog).findByText('1 done, 1 refused')
    expect(posted()).toEqual([['POST /recommendations/apply', { ids: ['c', 'a'] }]])
    expect(within(dialog).getByText('c has moved. Wait.')).toBeDefined()
    expect(within(dialog).getByText('Started')).toBeDefined()
    const [close] = within(dialog).getAllByRole('button', { name: 'Close' }).slice(-1)
    expect(document.activeElement).toBe(close)
    await user.click(close ?? document.body)
    await waitFor(() => expect(document.activeElement).toBe(apply))
  })

  it('goes on where it was when a call fails', async () => {
    let fails = false
    const many = Array.from({ length: 12 }, (_, at) => move(`vm-${String(at).padStart(2, '0')}`))
    const { user, posted } = await open(many, {
      'POST /recommendations/apply': body => {
        const { ids } = body as { ids: string[] }
        if (fails)
          return { status: 503, body: { code: 'no-snapshot', message: 'Not read.', fix: 'Wait.', requestId: 'r' } }
        fails = true
        return { body: { outcomes: ids.map(id => ({ id, runId: `run-${id}` })) } }
      },
    })
    await screen.findByText('12 of 12 shown')
    await user.click(screen.getByRole('checkbox', { name: 'Select all on this page' }))
    await user.click(screen.getByRole('button', { name: 'Apply selected' }))
    const confirm = await screen.findByRole('button', { name: 'Start 12 moves' })
    await waitFor(() => expect(confirm).toHaveProperty('disabled', false))
    await user.click(confirm)
    const dialog = screen.getByRole('dialog')
    await within(dialog).findByText('Not read. Wait.')
    expect(within(dialog).getByRole('progressbar').getAttribute('aria-valuenow')).toBe('10')
    fails = false
    await user.click(within(dialog).getByRole('button', { name: 'Start 12 moves' }))
    await within(dialog).findByText('12 done')
    const asked = posted().map(([, body]) => (body as { ids: string[] }).ids.length)
    expect(asked).toEqual([10, 2, 2])
  })

  it('names the missing permission and leaves that cluster out', async () => {
    const west = { id: 'c2', name: 'West' }
    const denied = {
      recommendation: move('w', { cluster: west }),
      explanation: { skippedHosts: [], skippedVms: [] },
      mayApply: false,
      permissionNeeded: 'migrate_vm',
    }
    const { user } = await open([...three, move('w', { cluster: west })], {
      'GET /recommendations/w': { body: denied },
    })
    await screen.findByText('4 of 4 shown')
    await user.click(screen.getByRole('checkbox', { name: 'Select all on this page' }))
    await user.click(screen.getByRole('button', { name: 'Apply selected' }))
    await screen.findByText('You need the permission “migrate_vm” on the cluster West.')
    expect(screen.getByRole('button', { name: 'Start 3 moves' })).toHaveProperty('disabled', false)
  })

  it('is snoozed until one time, hosts included', async () => {
    const { user, posted } = await open([...three, aHostRecommendation({ id: 'h', priority: 1 })], {
      'POST /recommendations/snooze': { body: { outcomes: [{ id: 'h' }, { id: 'b' }] } },
    })
    await screen.findByText('4 of 4 shown')
    await user.click(select('b'))
    await user.click(screen.getByRole('checkbox', { name: 'Select: Put host2 into maintenance' }))
    const before = Date.now()
    const snooze = screen.getByRole('button', { name: 'Snooze selected' })
    await user.click(snooze)
    const dialog = await screen.findByRole('dialog', { name: 'Snooze 2 recommendations?' })
    await user.click(within(dialog).getByRole('radio', { name: 'For 1 week' }))
    await user.click(within(dialog).getByRole('button', { name: 'Snooze 2' }))
    await within(dialog).findByText('2 done')
    expect(within(dialog).queryByRole('radio')).toBeNull()
    expect(within(dialog).getAllByText('Snoozed')).toHaveLength(2)
    expect(posted()).toEqual([['POST /recommendations/snooze', { ids: ['h', 'b'], untilMs: expect.any(Number) }]])
    const [[, body] = []] = posted()
    expect((body as { untilMs: number }).untilMs).toBeGreaterThan(before + 6 * 86_400_000)
    await user.click(within(dialog).getAllByRole('button', { name: 'Close' }).at(-1) ?? document.body)
    await waitFor(() => expect(document.activeElement).toBe(snooze))
  })

  it('is dismissed with one reason', async () => {
    const { user, posted } = await open(three, {
      'POST /recommendations/dismiss': { body: { outcomes: [{ id: 'b' }, { id: 'a' }] } },
    })
    await screen.findByText('3 of 3 shown')
    for (const vm of ['a', 'b']) await user.click(select(vm))
    await user.click(screen.getByRole('button', { name: 'Dismiss selected' }))
    const dialog = await screen.findByRole('dialog', { name: 'Dismiss 2 recommendations?' })
    await user.type(within(dialog).getByLabelText('Reason (optional)'), 'backup')
    await user.click(within(dialog).getByRole('button', { name: 'Dismiss 2' }))
    await within(dialog).findByText('2 done')
    expect(posted()).toEqual([['POST /recommendations/dismiss', { ids: ['b', 'a'], reason: 'backup' }]])
  })
})
