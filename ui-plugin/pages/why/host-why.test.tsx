import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aRecommendation } from '../../../test/fakes/builders.ts'
import { type FakeRoutes, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { leaveWish } from '../../portal/evacuation-wish.ts'
import { PortalContext } from '../app/portal-context.tsx'
import { aPlan, aPlannedStep, aPlanWanted } from '../recommendations/plan-samples.ts'
import { HostWhyPage } from './host-why-page.tsx'
import { aClusterOf, aHostCalled, aPortal } from './why-samples.ts'

const cluster = { id: 'c1', name: 'Prod' }
const blocked = [{ id: 'v9', name: 'db-09', reason: reason('pinned', 'db-09 is pinned to its host.', { vm: 'db-09' }) }]

/** Two VMs leave; one of them on a detour, and one makes room elsewhere. */
const away = [
  ['v1', 'h1', 'h2'],
  ['v2', 'h1', 'h2'],
  ['v2', 'h2', 'h3'],
  ['v5', 'h3', 'h2'],
].map(([vm = '', from = '', to = ''], index) =>
  aPlannedStep({ index, vm: { id: vm, name: vm }, from: { id: from, name: from }, to: { id: to, name: to } }),
)

const anEvacuation = () =>
  aPlanWanted(aPlan({ objective: { kind: 'evacuate', hostIds: ['h1'] }, blocked, steps: [...away] }), { cluster })

async function open(over: FakeRoutes = {}, hash = '#page=host-why&host=h1') {
  window.location.hash = hash
  const portal = aPortal()
  let open: readonly Recommendation[] = []
  const service = fakeService({
    'GET /clusters': { body: { clusters: [{ id: 'c0' }, { id: 'c1' }], snapshotAgeMs: 0, snapshotTakenAtMs: 0 } },
    'GET /clusters/c0': { body: aClusterOf([aHostCalled('other')], { id: 'c0' }) },
    'GET /clusters/c1': { body: aClusterOf([aHostCalled('h1'), aHostCalled('h2')]) },
    'GET /recommendations?state=open&limit=1000': () => ({ body: { recommendations: open } }),
    'GET /recommendations?state=applying&limit=1000': { body: { recommendations: [] } },
    'GET /runs?limit=20': { body: { runs: [] } },
    ...over,
  })
  await renderInPortal(
    <PortalContext value={portal}>
      <HostWhyPage />
    </PortalContext>,
    service,
  )
  return {
    user: userEvent.setup(),
    service,
    portal,
    async recommend(next: readonly Recommendation[]) {
      open = next
      await act(async () => service.tell({ type: 'recommendations', clusterId: 'c1' }))
    },
  }
}

const planned = { 'POST /clusters/c1/plans': { body: { plan: anEvacuation().plan, recommendationId: 'plan1' } } }

describe('the tab of a host', () => {
  beforeEach(() => sessionStorage.clear())

  it('finds the host in its cluster and says what runs there', async () => {
    await open()
    await screen.findByRole('heading', { name: 'Scheduling of h1', level: 1 })
    await screen.findByText('Status up; 3 VMs run here; no recommendation concerns it.')
    await screen.findByText(/^No recommendation takes a VM from h1/)
    expect(screen.getAllByText('not known').length).toBeGreaterThan(0)
  })

  it('lists what would leave this host, and nothing else', async () => {
    const { recommend } = await open()
    await screen.findByText(/^No recommendation takes a VM from h1/)
    const move = (id: string, from: string) =>
      aRecommendation({ id, cluster, vm: { id, name: id }, from: { id: from, name: from } })
    await recommend([move('leaves', 'h1'), move('stays', 'h2')])
    await screen.findByRole('button', { name: 'Why move leaves' })
    expect(screen.queryByRole('button', { name: 'Why move stays' })).toBeNull()
    await screen.findByText('Status up; 3 VMs run here; 1 recommendation concerns it.')
  })

  it('plans its evacuation, says who blocks it and that nobody has applied it', async () => {
    const { user, service, portal } = await open(planned)
    await user.click(await screen.findByRole('button', { name: 'Plan evacuation' }))
    await screen.findByText(/^h1 cannot be emptied: 1 VM is blocked; 2 could leave/)
    await screen.findByText('db-09 is pinned to its host.')
    await screen.findByText(/Nobody has applied it, and nothing moves before that\.$/)
    expect(service.calls.find(({ call }) => call.startsWith('POST'))?.body).toEqual({
      objective: { kind: 'evacuate', hostIds: ['h1'] },
    })
    await user.click(screen.getByRole('button', { name: 'Show recommendations' }))
    expect(portal.went).toEqual(['recommendations c1'])
  })

  it('shows the plan that was just made among those that wait, without being asked', async () => {
    const { user, recommend } = await open(planned)
    const move = aRecommendation({ cluster, vm: { id: 'v1', name: 'v1' }, from: { id: 'h1', name: 'h1' } })
    await screen.findByText(/^No recommendation takes a VM from h1/)
    await recommend([move])
    await screen.findByRole('button', { name: 'Why move v1' })
    await user.click(screen.getByRole('button', { name: 'Plan evacuation' }))
    await screen.findByText(/^h1 cannot be emptied/)
    await recommend([move, anEvacuation()])
    await screen.findByRole('button', { name: /^Apply: Empty hosts in Prod/ })
  })

  it('plans at once when the button above the list of hosts was pressed, but once only', async () => {
    leaveWish('h1')
    const { service } = await open(planned)
    await screen.findByText(/^h1 cannot be emptied/)
    expect(service.calls.filter(({ call }) => call.startsWith('POST'))).toHaveLength(1)
    expect(sessionStorage.length).toBe(0)
  })

  it('finds a plan again that stands already, and forgets one that no longer does', async () => {
    const { recommend } = await open()
    await screen.findByText(/^A plan tells/)
    await recommend([anEvacuation()])
    await screen.findByText(/^h1 cannot be emptied/)
    await recommend([])
    await screen.findByText(/^A plan tells/)
  })

  it('says why no plan was made, with a way to try again', async () => {
    const refusal = { code: 'forbidden', message: 'You lack migrate_vm on Prod.', fix: 'Ask for it.' }
    const { user } = await open({ 'POST /clusters/c1/plans': { status: 403, body: refusal } })
    await user.click(await screen.findByRole('button', { name: 'Plan evacuation' }))
    await screen.findByText('No plan was made for h1')
    await screen.findByText('You lack migrate_vm on Prod. Ask for it.')
  })

  it('has nothing to plan where nothing runs', async () => {
    await open({ 'GET /clusters/c1': { body: aClusterOf([aHostCalled('h1', { activeVms: 0 })]) } })
    await screen.findByText('Nothing runs on h1: it is empty already.')
    expect(screen.getByRole('button', { name: 'Plan evacuation' }).getAttribute('aria-disabled')).toBe('true')
  })

  it('says that the engine has no such host', async () => {
    await open({}, '#page=host-why&host=gone')
    await screen.findByText('The engine has no such host')
  })

  it('asks for a host when none is selected', async () => {
    await open({}, '#page=host-why')
    await screen.findByText('No host is selected')
  })
})
