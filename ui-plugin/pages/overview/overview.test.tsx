import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ClusterDetail } from '../../../shared/api/clusters.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aRecommendation, aRun, aStep } from '../../../test/fakes/builders.ts'
import { type FakeRoutes, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { anAutomationReply } from '../automation/automation-samples.ts'
import { aClusterDetail } from '../hosts/cluster-samples.ts'
import { aPlanWanted } from '../recommendations/plan-samples.ts'
import { SchedulerPage } from '../scheduler/scheduler-page.tsx'
import { aUnitList } from '../units/unit-samples.ts'
import { aClusterHealth, aHealth } from './overview-samples.ts'

const routesOf = (cluster: ClusterDetail, over: FakeRoutes = {}): FakeRoutes => {
  const { hostViews: _, mayApply: __, permissionNeeded: ___, ...summary } = cluster
  return {
    'GET /clusters': { body: { clusters: [summary], snapshotTakenAtMs: 0, snapshotAgeMs: 0 } },
    'GET /clusters/c1': { body: cluster },
    'GET /clusters/c1/health': { body: aClusterHealth() },
    'GET /recommendations?state=open&limit=1000': { body: { recommendations: [] } },
    'GET /recommendations?state=applying&limit=1000': { body: { recommendations: [] } },
    'GET /runs?limit=20': { body: { runs: [] } },
    'GET /policy-units': { body: aUnitList() },
    'GET /automation': { body: anAutomationReply() },
    'GET /health': { body: aHealth() },
    ...over,
  }
}

async function open(cluster: ClusterDetail = aClusterDetail(), over: FakeRoutes = {}) {
  window.location.hash = '#page=scheduler'
  const service = fakeService(routesOf(cluster, over))
  await renderInPortal(<SchedulerPage />, service)
  await screen.findByRole('heading', { name: 'Self-check' }, { timeout: 5000 })
  return { service, user: userEvent.setup() }
}

const openOnes = (...recommendations: unknown[]): FakeRoutes => ({
  'GET /recommendations?state=open&limit=1000': { body: { recommendations } },
})
const inDefault = { cluster: { id: 'c1', name: 'Default' } }

describe('the overview', () => {
  it('says the three reasons that cost most points, and that there are more', async () => {
    await open(aClusterDetail({ score: 25 }))
    const why =
      (await screen.findByRole('heading', { name: 'Why Default has 25 of 100' })).parentElement ?? expect.fail()
    const reasons = (await within(why).findAllByRole('listitem')).map(({ textContent }) => textContent)
    expect(reasons).toEqual([
      expect.stringMatching(/75.*host3 has 95 % of its CPU in use/),
      expect.stringMatching(/60.*host3 has 92 %/),
      expect.stringMatching(/50.*host3 has 90 %/),
    ])
    within(why).getByText('and 1 more; the highest counts.')
  })

  it('says with numbers that nothing costs points and that every VM stands well', async () => {
    await open(aClusterDetail(), { 'GET /clusters/c1/health': { body: aClusterHealth({ costs: [], vms: [] }) } })
    await screen.findByText(/^Nothing costs points\. The hottest host is host3 at 71.% CPU \(limit 80.%\)\.$/)
    await screen.findByText(/^All 5 VMs stand at 100 of 100/)
  })

  it('has the VMs that stand worst, with host, score and why', async () => {
    await open()
    const table = await screen.findByRole('grid', { name: 'VMs of Default that stand worst' })
    within(table).getByRole('row', { name: /db-07 host3 25 host3 has 95 % of its CPU in use\. \(−75\)/ })
  })

  it('writes the most urgent open recommendation as a sentence, and leads to all of them', async () => {
    const { user } = await open(
      aClusterDetail({ openRecommendations: 2 }),
      openOnes(aPlanWanted(), aRecommendation({ ...inDefault, priority: 1 })),
    )
    await screen.findByText('Move vm1 from host1 to host2')
    await user.click(screen.getByRole('link', { name: '2 open recommendations' }))
    expect(window.location.hash).toContain('view=recommendations')
    expect(document.activeElement?.textContent).toMatch(/^Recommendations/)
  })

  it('outlines what a plan would make of memory and CPU', async () => {
    await open(aClusterDetail({ openRecommendations: 1 }), openOnes(aPlanWanted()))
    const memory = await screen.findByRole('meter', { name: 'Memory of host1 in use' })
    await waitFor(() => expect(memory.getAttribute('aria-valuetext')).toMatch(/^50 → 70.%$/))
    const cpu = screen.getByRole('meter', { name: 'CPU of host1 in use' })
    expect(cpu.getAttribute('aria-valuetext')).toMatch(/^20 → 40.%$/)
    screen.getByText(/after the plan of 3 moves/)
  })

  it('says instead what the balancer answered when nothing is proposed', async () => {
    await open(aClusterDetail({ advice: reason('balanced', 'Nothing is short of memory.') }))
    await screen.findByText('No open recommendations')
    screen.getByText('Nothing is short of memory.')
  })

  it('names the mode, and what keeps the cluster from it', async () => {
    const freezes = [{ cluster: { id: 'c1', name: 'Default' }, atMs: 0, because: reason('x', 'Odd figures.') }]
    await open(aClusterDetail(), { 'GET /automation': { body: anAutomationReply({ state: { freezes } }) } })
    await screen.findByText('Moves after your approval')
    await screen.findByText('Makes no moves by itself now')
  })

  it('has the last five runs in a line each', async () => {
    const runs = Array.from({ length: 6 }, (_, at) => aRun({ id: `r${at}`, createdAtMs: at }))
    const steps = [aStep({ state: 'done' }), aStep({ index: 1, state: 'failed' })]
    const many = aRun({ id: 'r9', createdAtMs: 9, state: 'failed', steps })
    await open(aClusterDetail(), { 'GET /runs?limit=20': { body: { runs: [...runs, many] } } })
    const table = await screen.findByRole('grid', { name: 'Last moves' })
    expect(within(table).getAllByRole('row')).toHaveLength(1 + 5)
    within(table).getByRole('row', { name: /^2 moves in Default Done in part ?1 of 2/ })
  })

  it('keeps its other answers when one cannot be given, and asks again', async () => {
    const health: { isBroken: boolean } = { isBroken: true }
    const body = { code: 'internal', message: 'It broke.', fix: 'Report it.', requestId: 'r' }
    const { user } = await open(aClusterDetail(), {
      'GET /clusters/c1/health': () => (health.isBroken ? { status: 500, body } : { body: aClusterHealth() }),
    })
    expect(await screen.findAllByText(/It broke/)).toHaveLength(2)
    health.isBroken = false
    await user.click(screen.getAllByRole('button', { name: 'Try again' })[0] ?? expect.fail())
    await screen.findByRole('grid', { name: 'VMs of Default that stand worst' })
  })

  it('holds up without hosts', async () => {
    const {
      score: _,
      hottest: __,
      hostsBeyondLimits: ___,
      ...none
    } = aClusterDetail({ hosts: 0, hostsUp: 0, vmsRunning: 0 })
    const { score: ____, ...health } = aClusterHealth({ costs: [], vms: [] })
    await open({ ...none, imbalance: {}, hostViews: [] }, { 'GET /clusters/c1/health': { body: health } })
    await screen.findByRole('heading', { name: 'Why Default has no score' })
    await screen.findByText('This cluster has no hosts')
    screen.getByText('0 of 1 cluster is within limits (1 not known); nothing is waiting for you.')
    await screen.findByText('No VM runs in Default.')
  })
})

describe('the self-check', () => {
  const line = async (text: RegExp) => (await screen.findByText(text)).closest('li') ?? expect.fail()

  it('is green where all is well', async () => {
    const { user } = await open()
    await screen.findAllByText('10 of 10 in order, none at fault')
    expect(await line(/^The engine last called/)).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Self-check' }))
    const title = screen.getByRole('heading', { name: 'Self-check' })
    expect(title.contains(document.activeElement)).toBe(true)
  })

  const problem = { code: 'engine-unreachable', message: 'It refuses connections.', sinceMs: Date.UTC(2026, 2, 2, 9) }
  const noEngine = aHealth({ state: 'degraded', engine: { reachable: false, snapshotAgeMs: 600_000, problem } })
  const [unit = expect.fail()] = aUnitList().units
  const units = (over: Partial<typeof unit>) => ({ body: aUnitList({ units: [{ ...unit, ...over }] }) })
  it.each([
    {
      what: 'the engine is away',
      over: { 'GET /health': { body: noEngine } },
      text: /^The engine cannot be read since .*It refuses connections\.$/,
      fix: /Check that ovirt-engine runs/,
    },
    {
      what: 'figures are old',
      over: { 'GET /health': { body: noEngine } },
      text: /^The figures are 10 min old/,
      fix: /log of the service/,
    },
    {
      what: 'the store cannot be written',
      over: { 'GET /health': { body: aHealth({ store: { writable: false } }) } },
      text: /^The store cannot be written/,
      fix: /Make room/,
    },
    {
      what: 'the engine has not discovered a unit',
      over: { 'GET /policy-units': units({ engine: 'not_seen' }) },
      text: /^The engine uses 1 policy unit of 1 not: host_memory_balance\.$/,
      fix: /Restart ovirt-engine/,
    },
    {
      what: 'a unit is quarantined',
      over: { 'GET /policy-units': units({ state: 'quarantined' }) },
      text: /^Policy units need attention: 1 is quarantined\.$/,
      fix: /Mend or reload/,
    },
    {
      what: 'the user may not apply',
      over: { 'GET /clusters/c1': { body: aClusterDetail({ mayApply: false }) } },
      text: /^You may not have moves carried out in Default\.$/,
      fix: /“migrate_vm” on the cluster Default/,
    },
    {
      what: 'the user may not stop',
      over: { 'GET /automation': { body: anAutomationReply({ mayStop: false }) } },
      text: /^You may not stop all moves\.$/,
      fix: /“migrate_vm” in the whole system/,
    },
    {
      what: 'the user may not reload',
      over: { 'GET /policy-units': { body: aUnitList({ mayReload: false }) } },
      text: /^You may not reload policy units\.$/,
      fix: /“edit_cluster_configuration” in the whole system/,
    },
    {
      what: 'the service has no health',
      over: { 'GET /health': { status: 500, body: { code: 'internal', message: 'It broke.', fix: 'Report it.' } } },
      text: /^The scheduler service does not answer as it should\.$/,
      fix: /It broke\. Report it\./,
    },
  ])('is red with its fix when $what', async ({ over, text, fix }) => {
    await open(aClusterDetail(), over)
    const found = await line(text)
    expect(found.textContent).toMatch(/^at fault/)
    expect(found.textContent).toMatch(fix)
  })

  it.each([
    { why: 'seen', xmlrpc: { discoveredAtMs: Date.UTC(2026, 7, 19, 12) }, says: /of this service, last at .*\d\d/ },
    { why: 'not seen', xmlrpc: {}, says: /of this service; when is not known, as it has not asked since/ },
  ])('says since when the engine knows the units when that was $why', async ({ xmlrpc, says }) => {
    await open(aClusterDetail(), { 'GET /health': { body: aHealth({ xmlrpc }) } })
    expect((await line(says)).textContent).toMatch(/^in order/)
  })

  it('takes silence of the engine for no fault', async () => {
    await open(aClusterDetail(), { 'GET /health': { body: aHealth({ xmlrpc: {} }) } })
    expect((await line(/It calls when it places a VM in Default/)).textContent).toMatch(/^not known/)
  })

  it('is brought up to date when the engine comes back', async () => {
    let health = noEngine
    const { service } = await open(aClusterDetail(), { 'GET /health': () => ({ body: health }) })
    await screen.findByText(/^The engine cannot be read since/)
    health = aHealth()
    await act(async () => service.tell({ type: 'engine', reachable: true }))
    await screen.findByText('The engine can be reached.')
  })
})
