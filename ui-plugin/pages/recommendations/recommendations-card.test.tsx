import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { aHostRecommendation, aRecommendation, aRun, aStep } from '../../../test/fakes/builders.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { PageFrame } from '../app/page-frame.tsx'
import { RunNews } from '../runs/run-news.tsx'
import { useRuns } from '../runs/use-runs.ts'
import { DetailPanel } from './detail-panel.tsx'
import { RecommendationsCard } from './recommendations-card.tsx'
import { useRecommendations } from './use-recommendations.ts'
import { useRowActions } from './use-row-actions.tsx'

function Page() {
  const [recommendations, reload] = useRecommendations()
  const [runs] = useRuns()
  const { actions, chosen, closeDetail, dialog } = useRowActions(reload)
  return (
    <PageFrame
      panel={chosen && <DetailPanel recommendation={chosen} actions={actions} onClose={closeDetail} />}
      dialog={dialog}
    >
      <RunNews />
      <RecommendationsCard
        {...actions}
        recommendations={recommendations}
        runs={runs.state === 'ready' ? runs.data : []}
        showsCluster={false}
        chosenId={chosen?.id}
        nothingBecause={['None of 12 hosts is short.']}
        onRetry={reload}
      />
    </PageFrame>
  )
}

const recommendationsChanged = { type: 'recommendations', clusterId: aRecommendation().cluster.id } as const

async function open(first: readonly Recommendation[], over: Record<string, FakeReply> = {}) {
  let current = first
  const explanation = {
    skippedHosts: [
      { id: 'h3', name: 'host3', reason: { code: 'host-not-up', values: {}, text: 'host3 is down, not up.' } },
    ],
    skippedVms: [],
  }
  const detail = { recommendation: first[0], explanation, mayApply: true, permissionNeeded: 'migrate_vm' }
  const listed = (state: string) => () => ({ body: { recommendations: current.filter(rec => rec.state === state) } })
  const service = fakeService({
    'GET /recommendations?state=open&limit=1000': listed('open'),
    'GET /recommendations?state=applying&limit=1000': listed('applying'),
    'GET /recommendations?state=snoozed&limit=1000': listed('snoozed'),
    'GET /recommendations/rec1': { body: detail },
    'POST /recommendations/rec1/apply': { status: 202, body: { runId: 'run1' } },
    'POST /recommendations/rec1/dismiss': { body: first[0] },
    'GET /runs?limit=20': { body: { runs: [] } },
    ...over,
  })
  await renderInPortal(<Page />, service)
  return {
    service,
    user: userEvent.setup(),
    async change(next: readonly Recommendation[]) {
      current = next
      await act(async () => service.tell(recommendationsChanged))
    },
  }
}

const aRow = () => screen.findByRole('row', { name: /vm1/ })

describe('the recommendations', () => {
  it('say why nothing is to be done', async () => {
    await open([])
    await screen.findByText('Nothing to do')
    expect(screen.getByText('None of 12 hosts is short.')).toBeDefined()
  })

  it('show the move, its effect in numbers and its cost', async () => {
    await open([aRecommendation()])
    const text = (await aRow()).textContent?.replaceAll('\u202f', ' ')
    expect(text).toContain('host1 → host2')
    expect(text).toContain('host1 100 → 96 %, 2.3 GiB free')
    expect(text).toContain('2 GiB, about 18 s')
  })

  it('give the reason of a move whose effect nobody has measured', async () => {
    await open([aRecommendation({ effects: [] })])
    expect((await aRow()).textContent).toContain('host1 has 300 MiB free, below 500 MiB')
  })

  it('announce new ones instead of pushing the rows about', async () => {
    const { user, change } = await open([aRecommendation()])
    await aRow()
    await change([aRecommendation(), aRecommendation({ id: 'rec2', priority: 1, vm: { id: 'vm2', name: 'vm2' } })])
    await screen.findByText('1 new recommendation')
    expect(screen.queryByRole('row', { name: /vm2/ })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Show' }))
    await screen.findByRole('row', { name: /vm2/ })
  })

  it('leave one that is no longer proposed in its place, without buttons', async () => {
    const { change } = await open([aRecommendation()])
    await aRow()
    await change([])
    const row = await aRow()
    await within(row).findByText('No longer proposed')
    expect(within(row).queryByRole('button')).toBeNull()
  })

  it('explain themselves beside the list; Escape closes and gives the focus back', async () => {
    const { user } = await open([aRecommendation()])
    const why = await screen.findByRole('button', { name: 'Why move vm1' })
    await user.click(why)
    await screen.findByText('host3 is down, not up.')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByText('host3 is down, not up.')).toBeNull())
    expect(document.activeElement).toBe(why)
  })

  it('are applied after one confirmation, and show the run until its end', async () => {
    const { service, user } = await open([aRecommendation()])
    await user.click(await screen.findByRole('button', { name: 'Apply: move vm1 to host2' }))
    const dialog = await screen.findByRole('dialog')
    for (const fact of ['vm1', 'host1 → host2', 'about 18 s']) expect(within(dialog).getByText(fact)).toBeDefined()
    const confirm = within(dialog).getByRole('button', { name: 'Move now' })
    await waitFor(() => expect(confirm).toHaveProperty('disabled', false))
    await user.click(confirm)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(service.calls.filter(({ call }) => call.startsWith('POST')).map(({ call }) => call)).toEqual([
      'POST /recommendations/rec1/apply',
    ])
    const running = aRun({ state: 'running', steps: [aStep({ state: 'running', progressPercent: 40 })] })
    await act(async () => service.tell({ type: 'run', run: running }))
    expect((await screen.findByRole('progressbar')).getAttribute('aria-valuenow')).toBe('40')
    const steps = [aStep({ state: 'done', progressPercent: 100, startedAtMs: 0, endedAtMs: 38_000 })]
    await act(async () =>
      service.tell({ type: 'run', run: aRun({ state: 'done', steps, updatedAtMs: running.updatedAtMs + 1 }) }),
    )
    await screen.findByText('vm1 now runs on host2; the move took 38 s.')
  })

  it('say what happened when a move is refused, and keep the dialog', async () => {
    const stale = { code: 'recommendation-stale', message: 'vm1 has moved.', fix: 'Wait.', requestId: 'r9' }
    const { user } = await open([aRecommendation()], {
      'POST /recommendations/rec1/apply': { status: 409, body: stale },
    })
    await user.click(await screen.findByRole('button', { name: 'Apply: move vm1 to host2' }))
    const confirm = await screen.findByRole('button', { name: 'Move now' })
    await waitFor(() => expect(confirm).toHaveProperty('disabled', false))
    await user.click(confirm)
    const dialog = screen.getByRole('dialog')
    await within(dialog).findByText('vm1 has moved. Wait.')
    expect(within(dialog).getByText('Code: recommendation-stale · Request: r9')).toBeDefined()
  })

  it('name the missing permission where the button is', async () => {
    const denied = {
      recommendation: aRecommendation(),
      explanation: { skippedHosts: [], skippedVms: [] },
      mayApply: false,
      permissionNeeded: 'migrate_vm',
    }
    const { user } = await open([aRecommendation()], { 'GET /recommendations/rec1': { body: denied } })
    await user.click(await screen.findByRole('button', { name: 'Apply: move vm1 to host2' }))
    await screen.findByText('You need the permission “migrate_vm” on the cluster Default.')
    expect(screen.getByRole('button', { name: 'Move now' })).toHaveProperty('disabled', true)
  })

  it('are dismissed with a reason', async () => {
    const { service, user } = await open([aRecommendation()])
    await user.click(await screen.findByRole('button', { name: 'Dismiss the move of vm1' }))
    await user.type(await screen.findByLabelText('Reason (optional)'), 'backup runs')
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Dismiss' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(service.calls.find(({ call }) => call.startsWith('POST'))?.body).toEqual({ reason: 'backup runs' })
  })
})

describe('what should be done with a host', () => {
  it.each([
    { action: 'maintenance', title: 'Put host2 into maintenance', where: 'Management > Maintenance' },
    { action: 'power-off', title: 'Power off host2', where: 'Management > Power Management > Stop' },
    { action: 'activate', title: 'Activate host2', where: 'Management > Activate' },
    { action: 'start', title: 'Start host2', where: 'Management > Power Management > Start' },
  ] as const)('is said with the reason, and where instead of a button: $title', async ({ action, title, where }) => {
    await open([aHostRecommendation({ id: 'rec1', action })])
    const row = await screen.findByRole('row', { name: new RegExp(title) })
    expect(within(row).getByText('host2 is empty and goes into maintenance.')).toBeDefined()
    expect(within(row).getByText(`In the portal: Compute > Hosts > ${where}`)).toBeDefined()
    expect(within(row).getByText('Slight gain')).toBeDefined()
    const buttons = within(row).getAllByRole('button')
    expect(buttons.map(button => button.textContent)).toEqual(['Why', 'Dismiss', 'Snooze'])
  })

  it('is explained beside the list, with who asked for it; Escape gives the focus back', async () => {
    const { user } = await open([aHostRecommendation({ id: 'rec1', action: 'power-off' })])
    const why = await screen.findByRole('button', { name: 'Why: Power off host2' })
    await user.click(why)
    const panel = screen.getByRole('complementary', { name: 'Power off host2' })
    await within(panel).findByText('In the portal: Compute > Hosts > Management > Power Management > Stop')
    expect(within(panel).getByText('scheduler default (onTimerInvoked)')).toBeDefined()
    expect(within(panel).getByText('HostsInReserve')).toBeDefined()
    expect(within(panel).queryByRole('button', { name: 'Apply' })).toBeNull()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
    expect(document.activeElement).toBe(why)
  })

  it('is dismissed with a reason', async () => {
    const { service, user } = await open([aHostRecommendation({ id: 'rec1' })])
    await user.click(await screen.findByRole('button', { name: 'Dismiss: Put host2 into maintenance' }))
    const dialog = await screen.findByRole('dialog', { name: 'Dismiss “Put host2 into maintenance”?' })
    await user.type(within(dialog).getByLabelText('Reason (optional)'), 'needed tonight')
    await user.click(within(dialog).getByRole('button', { name: 'Dismiss' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const posted = service.calls.filter(({ call }) => call.startsWith('POST'))
    expect(posted).toMatchObject([{ call: 'POST /recommendations/rec1/dismiss', body: { reason: 'needed tonight' } }])
  })

  it('stands beside moves, the most urgent first', async () => {
    await open([aHostRecommendation({ priority: 2 }), aRecommendation({ priority: 3 })])
    await aRow()
    const [, first, second] = screen.getAllByRole('row')
    expect([first?.textContent, second?.textContent]).toEqual([
      expect.stringContaining('Put host2 into maintenance'),
      expect.stringContaining('host1 → host2'),
    ])
  })
})
