/** Automatic mode over real processes and real HTTP: planned, carried out, told, stopped, resumed, taken back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClusterList } from '../../shared/api/clusters.ts'
import type { AutomationReply, History, PlanReply } from '../../shared/api/plans.ts'
import type { ApplyReply } from '../../shared/api/recommendations.ts'
import type { RunList } from '../../shared/api/runs.ts'
import type { Run } from '../../shared/plan/run.ts'
import { endedRun } from './ended-run.ts'
import { eventually } from './eventually.ts'
import type { Caller } from './sign-in.ts'
import { type EngineProcess, startEngine, startService } from './start-pair.ts'
import type { RunningProcess } from './start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-automation-'))
let engine: EngineProcess
let service: RunningProcess
let api: Caller
let engineApi: Caller
let sim: Caller
let clusterId: string

const settings = {
  'automation-modes': 'Default=automatic',
  'automation-objectives': 'Default=balance',
  'automation-level': '5',
  'planner-interval': '15',
  'planner-hold': '0',
  'store-file': join(folder, 'store.db'),
}

beforeAll(async () => {
  engine = await startEngine('--scenario', 'cpu-hotspot', '--seed', '7', '--start', '2026-03-02T09:00Z')
  sim = engine.sim
  engineApi = engine.api
  const started = await startService(engine, settings)
  service = started.process
  api = started.api
  const { clusters } = await eventually('the clusters', () => api.get<ClusterList>('/clusters').catch(() => undefined))
  clusterId = clusters.find(({ name }) => name === 'Default')?.id ?? ''
  await sim.send('POST', '/clock', { speed: 10 })
}, 120_000)

afterAll(async () => {
  await service.stop()
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

const ended = (id: string) => endedRun(api, id)
const hostOf = async (vmId: string) => (await engineApi.get<{ host?: { id: string } }>(`/vms/${vmId}`)).host?.id
const stoppedBy = async () => (await api.get<AutomationReply>('/automation')).state.stop?.by.name

describe('automatic mode', { timeout: 240_000 }, () => {
  let first: Run

  it('approves and carries out by itself what is urgent enough', async () => {
    const run = await eventually('a run that nobody asked for', async () => {
      const { runs } = await api.get<RunList>('/runs')
      return runs[0]
    })
    expect(run.requestedBy.name).toBe('ovirt-scheduler')
    first = await ended(run.id)
    expect(first.steps.some(({ state }) => state === 'done')).toBe(true)
    for (const { vm, to, state } of first.steps) if (state === 'done') expect(await hostOf(vm.id)).toBe(to.id)
  })

  it('tells who did what, and finds it by a name', async () => {
    const [step] = first.steps
    const { entries } = await api.get<History>(`/history?text=${encodeURIComponent(step?.vm.name ?? '')}&limit=500`)
    expect(entries.some(({ action, by }) => action === 'step' && by.name === 'ovirt-scheduler')).toBe(true)
    expect((await api.get<History>('/history?text=nobody-is-called-so')).entries).toEqual([])
  })

  it('stops for everybody, and says who stopped it', async () => {
    const { status } = await api.send<AutomationReply>('POST', '/automation/stop', { why: 'storage work' })
    expect([status, await stoppedBy()]).toEqual([200, 'admin@internal-authz'])
    await eventually('the end of what was under way', async () => {
      const { runs } = await api.get<RunList>('/runs')
      return runs.every(({ steps }) => steps.every(({ state }) => state !== 'running' && state !== 'requested'))
    })
    const runs = (await api.get<RunList>('/runs')).runs.length
    await sim.send('POST', '/clock', { advanceMs: 60_000 })
    expect((await api.get<RunList>('/runs')).runs).toHaveLength(runs)
    expect((await api.send('POST', '/automation/stop', {})).status).toBe(409)
  })

  it('plans the moves of a run back, and makes them once it is resumed', async () => {
    const { status, body } = await api.send<PlanReply>('POST', `/runs/${first.id}/undo`)
    expect([status, body]).toMatchObject([200, { plan: { objective: { kind: 'restore' } } }])
    const accepted = await api.send<ApplyReply>('POST', `/recommendations/${body.recommendationId}/apply`)
    expect(accepted.status).toBe(202)
    await eventually('the reason why it waits', async () => {
      const { steps } = await api.get<Run>(`/runs/${accepted.body.runId}`)
      return steps[0]?.problem?.code === 'stopped'
    })
    await api.send('POST', '/automation/resume')
    expect(await stoppedBy()).toBeUndefined()
    const back = await ended(accepted.body.runId)
    expect(back.requestedBy.name).toBe('admin@internal-authz')
    for (const { vm, to, state } of back.steps) if (state === 'done') expect(await hostOf(vm.id)).toBe(to.id)
  })

  it('refuses a plan that makes no sense, at its field', async () => {
    const objective = { kind: 'evacuate', hostIds: ['no-such-host'] }
    const { status, body } = await api.send('POST', `/clusters/${clusterId}/plans`, { objective })
    expect([status, body]).toMatchObject([400, { code: 'invalid-request', fields: [{ path: 'objective.hostIds' }] }])
    expect((await api.send('POST', `/clusters/${clusterId}/plans`, { objective: { kind: 'x' } })).status).toBe(400)
  })
})
