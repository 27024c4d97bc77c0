import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ClusterDetail } from '../../../shared/api/clusters.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aRecommendation, aRun, aStep } from '../../../test/fakes/builders.ts'
import { type FakeReply, type FakeRoutes, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { mostChangedFirst } from '../../components/plan-timeline/most-changed-first.ts'
import { PageFrame } from '../app/page-frame.tsx'
import { useRuns } from '../runs/use-runs.ts'
import { DetailPanel } from './detail-panel.tsx'
import { PlanButton } from './plan-button.tsx'
import { aPlan, aPlanWanted } from './plan-samples.ts'
import { RecommendationsCard } from './recommendations-card.tsx'
import { useRecommendations } from './use-recommendations.ts'
import { useRowActions } from './use-row-actions.tsx'
import { useShowRecommendation } from './use-show-recommendation.ts'

const host = (name: string, activeVms: number): ClusterDetail['hostViews'][number] => ({
  id: name,
  name,
  status: 'up',
  memoryTotalMiB: 65_536,
  activeVms,
  migratingVms: 0,
})
const cluster: ClusterDetail = {
  id: 'c1',
  name: 'Default',
  imbalance: {},
  limits: { memoryPercent: 90, cpuPercent: 80 },
  hosts: 2,
  hostsUp: 2,
  vms: 5,
  vmsRunning: 5,
  openRecommendations: 0,
  notices: [],
  mayApply: true,
  permissionNeeded: 'migrate_vm',
  hostViews: [host('host1', 5), host('host2', 0)],
}

function Page() {
  const [recommendations, reload] = useRecommendations()
  const [runs] = useRuns()
  const { actions, chosen, closeDetail, dialog } = useRowActions(reload)
  const show = useShowRecommendation(actions)
  return (
    <PageFrame
      panel={chosen && <DetailPanel recommendation={chosen} actions={actions} onClose={closeDetail} />}
      dialog={dialog}
    >
      <RecommendationsCard
        {...actions}
        recommendations={recommendations}
        runs={runs.state === 'ready' ? runs.data : []}
        showsCluster={false}
        chosenId={chosen?.id}
        nothingBecause={[]}
        onRetry={reload}
        action={<PlanButton cluster={cluster} onMade={reload} onShow={show} />}
      />
    </PageFrame>
  )
}

async function open(first: readonly Recommendation[], over: (list: Recommendation[]) => FakeRoutes = () => ({})) {
  const list = [...first]
  const detail = (): FakeReply => ({
    body: {
      recommendation: list.find(({ id }) => id === 'plan1'),
      explanation: { skippedHosts: [], skippedVms: [] },
      mayApply: true,
      permissionNeeded: 'migrate_vm',
    },
  })
  const service = fakeService({
    'GET /recommendations?state=open&limit=1000': () => ({ body: { recommendations: [...list] } }),
    'GET /recommendations?state=applying&limit=1000': { body: { recommendations: [] } },
    'GET /recommendations/plan1': detail,
    'POST /recommendations/plan1/apply': { status: 202, body: { runId: 'run1' } },
    'GET /runs?limit=20': { body: { runs: [] } },
    ...over(list),
  })
  await renderInPortal(<Page />, service)
  return { service, user: userEvent.setup() }
}

const posts = (service: Awaited<ReturnType<typeof open>>['service']) =>
  service.calls.filter(({ call }) => call.startsWith('POST')).map(({ call, body }) => ({ call, body }))
const planRow = () => screen.findByRole('row', { name: /Even out Default: 3 moves/ })

describe('a recommended plan', () => {
  it('is a row with its cluster, moves, effect in figures and cost', async () => {
    const emptied = [{ id: 'host4', name: 'host4' }]
    const blocked = [{ id: 'vm9', name: 'vm9', reason: reason('pinned', 'vm9 is pinned to its host.') }]
    await open([aPlanWanted(aPlan({ emptied, blocked }))])
    const text = (await planRow()).textContent?.replaceAll('\u202f', ' ')
    for (const part of [
      'Default',
      'Score 82 → 94 of 100',
      'host4 becomes empty',
      '1 VM cannot move',
      '6 GiB, about 6 min',
    ]) {
      expect(text).toContain(part)
    }
  })

  it('gives its reason where no figure changes', async () => {
    await open([aPlanWanted(aPlan({ scoreAfter: 82 }))])
    expect((await planRow()).textContent).toContain('Default goes from 82 to 94')
  })

  it('explains its hosts, each step in order, what cannot move and how it was checked', async () => {
    const blocked = [{ id: 'vm9', name: 'vm9', reason: reason('pinned', 'vm9 is pinned to its host.') }]
    const { user } = await open([aPlanWanted(aPlan({ blocked }))])
    await user.click(await screen.findByRole('button', { name: 'Why: Even out Default: 3 moves' }))
    const panel = screen.getByRole('complementary', { name: 'Even out Default: 3 moves' })
    const hosts = await within(panel).findByRole('grid', { name: 'Hosts before and after' })
    expect(within(hosts).getByRole('row', { name: /host1/ }).textContent?.replaceAll('\u202f', ' ')).toBe(
      'host190 → 70 %40 %9 → 8',
    )
    const steps = within(panel).getByRole('grid', { name: 'Steps in order (3)' })
    const [, first, second, third] = within(steps).getAllByRole('row')
    expect(first?.textContent).toContain('at oncetakes 40 snone')
    expect(second?.textContent).toContain('Parked for a while')
    expect(second?.textContent).toContain('after 40 s')
    expect(third?.textContent).toContain('1, 2')
    expect(within(panel).getByText('vm9 is pinned to its host.')).toBeDefined()
    expect(within(panel).getByText(/Held against 2 filters at each step/)).toBeDefined()
    expect(within(panel).getByText(/only the engine knows; it decides when a step starts: NUMA\./)).toBeDefined()
  })

  it('is applied after one confirmation that says what it takes, and shows its run', async () => {
    const { service, user } = await open([aPlanWanted()])
    await user.click(await screen.findByRole('button', { name: 'Apply: Even out Default: 3 moves' }))
    const dialog = await screen.findByRole('dialog', { name: 'Start “Even out Default: 3 moves”?' })
    for (const fact of ['3 moves of 2 VMs', 'about 6 min', '82 → 94 of 100']) {
      expect(within(dialog).getByText(fact)).toBeDefined()
    }
    expect(within(dialog).getByText(/checked again one by one/)).toBeDefined()
    const confirm = within(dialog).getByRole('button', { name: 'Start 3 moves' })
    await waitFor(() => expect(confirm).toHaveProperty('disabled', false))
    await user.click(confirm)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(posts(service).map(({ call }) => call)).toEqual(['POST /recommendations/plan1/apply'])

    const steps = [
      aStep({ state: 'done' }),
      aStep({ index: 1, state: 'running', progressPercent: 10 }),
      aStep({ index: 2 }),
    ]
    await act(async () =>
      service.tell({ type: 'run', run: aRun({ recommendationId: 'plan1', state: 'running', steps }) }),
    )
    const bar = await within(await planRow()).findByRole('progressbar', { name: 'Progress of 3 moves in Default' })
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['1', '3'])
    expect(within(await planRow()).getByRole('button', { name: 'Stop 3 moves in Default' })).toBeDefined()
  })
})

describe('mostChangedFirst', () => {
  it('begins with the hosts that change most, ties by name as people count', () => {
    const [sample] = aPlan().hosts
    if (sample === undefined) throw new Error('the sample plan changes a host')
    const changed = (name: string, memoryAfterPercent: number, cpuAfterPercent = 40) => ({
      ...sample,
      host: { id: name, name },
      memoryAfterPercent,
      cpuAfterPercent,
    })
    const hosts = [changed('host10', 85), changed('host2', 85.3), changed('host3', 90, 5), changed('host1', 60)]
    expect(mostChangedFirst(hosts).map(({ host }) => host.name)).toEqual(['host3', 'host1', 'host2', 'host10'])
  })
})

describe('planning on demand', () => {
  const made = (list: Recommendation[]) => ({
    'POST /clusters/c1/plans': () => {
      list.push(aPlanWanted())
      return { body: { plan: aPlan(), recommendationId: 'plan1' } }
    },
  })
  const openDialog = async (user: ReturnType<typeof userEvent.setup>) => {
    await user.click(await screen.findByRole('button', { name: 'Plan moves in Default' }))
    return screen.findByRole('dialog', { name: 'Plan moves in Default' })
  }

  it('asks for the objective and level, then shows the plan and its row at once', async () => {
    const { service, user } = await open([aRecommendation()], made)
    const dialog = await openDialog(user)
    await user.click(within(dialog).getByRole('radio', { name: 'Fewer hosts' }))
    await user.selectOptions(within(dialog).getByLabelText('How far to go'), '5: also slight gains')
    await user.click(within(dialog).getByRole('button', { name: 'Plan' }))
    await screen.findByRole('complementary', { name: 'Even out Default: 3 moves' })
    expect(posts(service)).toEqual([
      { call: 'POST /clusters/c1/plans', body: { objective: { kind: 'density' }, level: 5 } },
    ])
    await planRow()
    await user.keyboard('{Escape}')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Plan moves in Default' }))
  })

  it('empties a host only once one is chosen, among those on which something runs', async () => {
    const { service, user } = await open([], made)
    const dialog = await openDialog(user)
    await user.click(within(dialog).getByRole('radio', { name: 'Empty a host' }))
    const plan = within(dialog).getByRole('button', { name: 'Plan' })
    expect(plan).toHaveProperty('disabled', true)
    const hosts = within(dialog).getByLabelText('Host to empty')
    expect(within(hosts).queryByRole('option', { name: /host2/ })).toBeNull()
    await user.selectOptions(hosts, 'host1 (5 VMs)')
    await user.click(plan)
    await screen.findByRole('complementary')
    expect(posts(service)[0]?.body).toMatchObject({ objective: { kind: 'evacuate', hostIds: ['host1'] } })
  })

  it('says that there is nothing to move, and who cannot', async () => {
    const blocked = [{ id: 'vm9', name: 'vm9', reason: reason('no-host', 'No host has room for it.') }]
    const replies = [aPlan({ steps: [], scoreAfter: 82 }), aPlan({ steps: [], blocked })]
    const { user } = await open([], () => ({
      'POST /clusters/c1/plans': () => ({ body: { plan: replies.shift() } }),
    }))
    const dialog = await openDialog(user)
    await user.click(within(dialog).getByRole('button', { name: 'Plan' }))
    await within(dialog).findByText('Nothing to move', { exact: false })
    expect(within(dialog).getByText(/The score stays 82 of 100/)).toBeDefined()
    await user.click(within(dialog).getByRole('button', { name: 'Plan' }))
    await within(dialog).findByText('vm9: No host has room for it.')
  })

  it('says why no plan was made, and keeps what was chosen', async () => {
    const failure = { code: 'no-plan', message: 'No plan was found for Default.', fix: 'Ask again.', requestId: 'r1' }
    const { user } = await open([], () => ({ 'POST /clusters/c1/plans': { status: 503, body: failure } }))
    const dialog = await openDialog(user)
    await user.click(within(dialog).getByRole('radio', { name: 'Mend rules' }))
    await user.click(within(dialog).getByRole('button', { name: 'Plan' }))
    await within(dialog).findByText('No plan was found for Default. Ask again.')
    expect(within(dialog).getByRole('radio', { name: 'Mend rules' })).toHaveProperty('checked', true)
  })
})
