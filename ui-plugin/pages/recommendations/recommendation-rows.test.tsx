import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { aHostRecommendation, aRecommendation } from '../../../test/fakes/builders.ts'
import { type FakeReply, type FakeRoutes, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { PageFrame } from '../app/page-frame.tsx'
import { RecommendationsCard } from './recommendations-card.tsx'
import { useRecommendations } from './use-recommendations.ts'
import { useRowActions } from './use-row-actions.tsx'

function Page() {
  const [recommendations, reload] = useRecommendations()
  const { actions, chosen, dialog } = useRowActions(reload)
  return (
    <PageFrame panel={undefined} dialog={dialog}>
      <RecommendationsCard
        {...actions}
        recommendations={recommendations}
        runs={[]}
        showsCluster={false}
        chosenId={chosen?.id}
        nothingBecause={['None of 12 hosts is short.']}
        hasTools
        onRetry={reload}
      />
    </PageFrame>
  )
}

const move = (vm: string, over: Partial<ReturnType<typeof aRecommendation>> = {}) =>
  aRecommendation({ id: vm, vm: { id: vm, name: vm }, ...over })

const changed = { type: 'recommendations', clusterId: aRecommendation().cluster.id } as const

/** Answers as the service would: what is done to one changes the lists. */
async function open(first: readonly Recommendation[], over: FakeRoutes = {}) {
  let all = first
  const set = (id: string, state: Recommendation['state'], more: Partial<Recommendation> = {}) => {
    all = all.map(one => (one.id === id ? ({ ...one, ...more, state } as Recommendation) : one))
  }
  const listed = (state: string) => (): FakeReply => ({
    body: { recommendations: all.filter(one => one.state === state) },
  })
  const each = (act: (one: Recommendation) => Readonly<Record<string, FakeReply>>) =>
    Object.assign({}, ...first.map(act)) as Record<string, FakeReply>
  const service = fakeService({
    'GET /recommendations?state=open&limit=1000': listed('open'),
    'GET /recommendations?state=applying&limit=1000': listed('applying'),
    'GET /recommendations?state=snoozed&limit=1000': listed('snoozed'),
    ...each(recommendation => ({
      [`GET /recommendations/${recommendation.id}`]: {
        body: {
          recommendation,
          explanation: { skippedHosts: [], skippedVms: [] },
          mayApply: true,
          permissionNeeded: 'migrate_vm',
        },
      },
    })),
    ...over,
  })
  await renderInPortal(<Page />, service)
  return {
    service,
    user: userEvent.setup(),
    posted: () => service.calls.filter(({ call }) => call.startsWith('POST')).map(({ call, body }) => [call, body]),
    set,
    async change(next: readonly Recommendation[]) {
      all = next
      await act(async () => service.tell(changed))
    },
    tell: () => act(async () => service.tell(changed)),
  }
}

/** The first words of each row of the table. */
const shown = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map(row => within(row).getAllByRole('cell')[1]?.textContent)
const header = (name: string) => screen.getByRole('columnheader', { name })
const select = (vm: string) => screen.getByRole('checkbox', { name: `Select: Move ${vm} from host1 to host2` })
const three = [move('b', { priority: 2 }), move('c', { priority: 1 }), move('a', { priority: 3 })]

describe('the order of rows', () => {
  it('is by priority until another column is pressed, which says so', async () => {
    const { user } = await open(three)
    await waitFor(() => expect(shown()).toEqual(['c', 'b', 'a']))
    expect(header('Priority').getAttribute('aria-sort')).toBe('ascending')
    await user.click(within(header('VM, host or cluster')).getByRole('button'))
    expect(shown()).toEqual(['a', 'b', 'c'])
    expect(header('VM, host or cluster').getAttribute('aria-sort')).toBe('ascending')
    expect(header('Priority').hasAttribute('aria-sort')).toBe(false)
    await user.click(within(header('VM, host or cluster')).getByRole('button'))
    expect(shown()).toEqual(['c', 'b', 'a'])
  })

  it('stays under the pointer while figures change', async () => {
    const { change } = await open(three)
    await waitFor(() => expect(shown()).toEqual(['c', 'b', 'a']))
    await change([move('b', { priority: 1 }), move('c', { priority: 4 }), move('a'), move('d')])
    await screen.findByText('1 new recommendation')
    expect(shown()).toEqual(['c', 'b', 'a'])
  })
})

describe('the filter', () => {
  it('looks for a name, says how many match, and is cleared in one click', async () => {
    const { user } = await open(three)
    await screen.findByText('3 of 3 shown')
    await user.type(screen.getByRole('textbox', { name: 'Name of a VM, host or cluster' }), 'A')
    // Every cluster is called Default, and every move is from host1.
    expect(screen.getByText('3 of 3 shown')).toBeDefined()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Priority' }), 'Medium')
    expect(screen.getByText('1 of 3 shown')).toBeDefined()
    expect(shown()).toEqual(['a'])
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(shown()).toEqual(['c', 'b', 'a'])
  })

  it('says when nothing matches, with the way out', async () => {
    const { user } = await open(three)
    await screen.findByText('3 of 3 shown')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'Plans')
    expect(screen.getByText('No recommendation matches the filters')).toBeDefined()
    const [, wayOut] = screen.getAllByRole('button', { name: 'Clear filters' })
    await user.click(wayOut ?? document.body)
    expect(shown()).toHaveLength(3)
  })

  it('does not announce what it hides', async () => {
    const { user, change } = await open(three)
    await screen.findByText('3 of 3 shown')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Priority' }), 'High')
    await change([...three, move('d', { priority: 5 }), move('e', { priority: 2 })])
    await screen.findByText('1 new recommendation')
  })
})

describe('many', () => {
  const many = Array.from({ length: 45 }, (_, at) => move(`vm-${String(at).padStart(2, '0')}`))

  it('come in pages of 20', async () => {
    const { user } = await open(many)
    await screen.findByText('45 of 45 shown')
    expect(shown()).toHaveLength(20)
    await user.click(screen.getByRole('button', { name: 'Next page' }))
    expect(shown()[0]).toBe('vm-20')
  })

  it('are selected page by page, and stay selected', async () => {
    const { user, tell } = await open(many)
    await screen.findByText('45 of 45 shown')
    await user.click(screen.getByRole('checkbox', { name: 'Select all on this page' }))
    await user.click(screen.getByRole('button', { name: 'Next page' }))
    expect(screen.getByText('20 selected')).toBeDefined()
    await user.click(screen.getByRole('checkbox', { name: 'Select all on this page' }))
    await tell()
    expect(screen.getByText('40 selected')).toBeDefined()
  })

  it('are asked for until the service has no more', async () => {
    await open(three, {
      'GET /recommendations?state=open&limit=1000': { body: { recommendations: [move('one')], next: '5.one' } },
      'GET /recommendations?state=open&limit=1000&cursor=5.one': { body: { recommendations: [move('two')] } },
    })
    await screen.findByText('2 of 2 shown')
    expect(shown()).toEqual(['one', 'two'])
  })
})

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

describe('a snooze', () => {
  it('names its time, keeps the row in its place and is undone there', async () => {
    const page = await open(three, {
      'POST /recommendations/b/snooze': body => {
        const { untilMs } = body as { untilMs: number }
        page.set('b', 'snoozed', { snoozedUntilMs: untilMs })
        return { body: three[0] }
      },
      'POST /recommendations/b/wake': () => {
        page.set('b', 'open')
        return { body: three[0] }
      },
    })
    const { user } = page
    await screen.findByText('3 of 3 shown')
    const before = Date.now()
    await user.click(screen.getByRole('button', { name: 'Snooze the move of b' }))
    const dialog = await screen.findByRole('dialog', { name: 'Snooze the move of b?' })
    await user.click(within(dialog).getByRole('radio', { name: 'For 1 week' }))
    await user.click(within(dialog).getByRole('button', { name: 'Snooze' }))
    const wake = await screen.findByRole('button', { name: 'Wake the move of b' })
    const [[, body] = []] = page.posted()
    expect((body as { untilMs: number }).untilMs).toBeGreaterThan(before + 6 * 86_400_000)
    expect(shown()).toEqual(['c', 'b', 'a'])
    expect(screen.getByText('2 of 2 shown')).toBeDefined()
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Snoozed (1)')
    expect(shown()).toEqual(['b'])
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Open and moving')
    expect(shown()).toEqual(['c', 'a'])
    expect(wake.isConnected).toBe(false)
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Snoozed (1)')
    await user.click(screen.getByRole('button', { name: 'Wake the move of b' }))
    await page.tell()
    await screen.findByRole('button', { name: 'Snooze the move of b' })
  })

  it('that is refused says so in the dialog', async () => {
    const body = { code: 'state-conflict', message: 'It is applying.', fix: 'Reload.', requestId: 'r' }
    const { user } = await open(three, { 'POST /recommendations/b/snooze': { status: 409, body } })
    await screen.findByText('3 of 3 shown')
    await user.click(screen.getByRole('button', { name: 'Snooze the move of b' }))
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Snooze' }))
    await screen.findByText('It is applying. Reload.')
  })

  it('of which there is none is said', async () => {
    const { user } = await open(three)
    await screen.findByText('3 of 3 shown')
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Snoozed (0)')
    expect(screen.getByText('Nothing is snoozed')).toBeDefined()
  })

  it('that cannot be listed keeps nothing else from being shown', async () => {
    await open(three, { 'GET /recommendations?state=snoozed&limit=1000': { status: 500, body: {} } })
    await screen.findByText('3 of 3 shown')
  })
})

describe('a row that has gone', () => {
  it('says what has become of it, and by whom', async () => {
    const dismissed = move('b', {
      state: 'dismissed',
      stateReason: { code: 'dismissed', text: 'eva dismissed it: backup', values: { user: 'eva', why: 'backup' } },
    })
    const { change } = await open(three, { 'GET /recommendations?ids=b': { body: { recommendations: [dismissed] } } })
    await screen.findByText('3 of 3 shown')
    await change(three.slice(1))
    await screen.findByText('eva dismissed it: backup')
    expect(screen.getByText('Dismissed')).toBeDefined()
    expect(shown()).toEqual(['c', 'b', 'a'])
  })
})
