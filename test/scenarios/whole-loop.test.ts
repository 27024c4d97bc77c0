/** The whole loop over real processes and real HTTP: engine → recommendation → edit → apply → migration, and a kill -9. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClusterPolicy } from '../../shared/api/cluster-policy.ts'
import type { ClusterList } from '../../shared/api/clusters.ts'
import { apiBase } from '../../shared/api/paths.ts'
import type { ApplyReply, RecommendationList } from '../../shared/api/recommendations.ts'
import type { Health, UnitList } from '../../shared/api/service.ts'
import type { MoveRecommendation } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { endedRun } from './ended-run.ts'
import { eventually } from './eventually.ts'
import { openMove } from './open-move.ts'
import type { Caller } from './sign-in.ts'
import { type EngineProcess, startEngine, startService as startPaired } from './start-pair.ts'
import type { RunningProcess } from './start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-loop-'))
let engine: EngineProcess
let service: RunningProcess
let api: Caller
let engineApi: Caller
let sim: Caller

async function startService(): Promise<void> {
  const started = await startPaired(engine, { 'store-file': join(folder, 'store.db') })
  service = started.process
  api = started.api
}

beforeAll(async () => {
  engine = await startEngine('--seed', '7', '--start', '2026-03-02T09:00Z')
  engineApi = engine.api
  sim = engine.sim
  await startService()
}, 120_000)

afterAll(async () => {
  await service.stop()
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

const openRecommendation = () => openMove(api)

const hostOf = async (vmId: string) => (await engineApi.get<{ host?: { id: string } }>(`/vms/${vmId}`)).host?.id

const migrationEvents = async (correlationId: string) => {
  const { event = [] } = await engineApi.get<{ event?: { code: string }[] }>(
    `/events?search=${encodeURIComponent(`correlation_id=${correlationId}`)}`,
  )
  const count = (wanted: string) => event.filter(({ code }) => code === wanted).length
  return { started: count('62'), done: count('63') }
}

async function saveProperties(
  clusterId: string,
  properties: Record<string, string>,
): Promise<{ status: number; body: ClusterPolicy }> {
  const { version } = await api.get<ClusterPolicy>(`/clusters/${clusterId}/policy`)
  return api.send<ClusterPolicy>('PUT', `/clusters/${clusterId}/policy`, { version, properties })
}

describe('the whole loop', { timeout: 120_000 }, () => {
  let first: MoveRecommendation

  it('recommends a move with numbers, and is well', async () => {
    first = await openRecommendation()
    expect(first).toMatchObject({
      unitId: 'host_memory_balance',
      cluster: { name: 'Default' },
      from: { name: 'host3' },
    })
    expect(first.because.text).toMatch(/host3 has \d+ MiB free, \d+ MiB less than the minimum of 500 MiB/)
    expect(await api.get<Health>('/health')).toMatchObject({
      state: 'ok',
      engine: { reachable: true },
      store: { writable: true },
    })
  })

  it('recommends another VM once safe_selection is off', async () => {
    const { status, body } = await saveProperties(first.cluster.id, { safe_selection: 'False' })
    expect(status).toBe(200)
    expect(body.properties.find(({ name }) => name === 'safe_selection')?.value).toMatch(/^false$/i)
    const second = await eventually('a different recommendation', async () => {
      const now = await openRecommendation()
      return now.vm.id !== first.vm.id && now
    })
    expect(second.vmMemoryMiB).toBeGreaterThan(first.vmMemoryMiB)
    expect(
      (await api.get<{ recommendation: MoveRecommendation }>(`/recommendations/${first.id}`)).recommendation.state,
    ).toBe('superseded')
  })

  it('has nothing to move when the minimum is 0, and says so', async () => {
    await saveProperties(first.cluster.id, { minimum_host_memoryMB: '0' })
    await eventually('no recommendation', async () => {
      const { recommendations } = await api.get<RecommendationList>('/recommendations?state=open')
      return recommendations.length === 0
    })
    const { clusters } = await api.get<ClusterList>('/clusters')
    expect(clusters.find(({ id }) => id === first.cluster.id)?.advice?.code).toBe('no-host-below-minimum')
    await saveProperties(first.cluster.id, { minimum_host_memoryMB: '500', safe_selection: 'true' })
  })

  it('refuses a value that the engine would refuse, at its field', async () => {
    const { status, body } = await saveProperties(first.cluster.id, { minimum_host_memoryMB: 'lots' })
    expect(status).toBe(400)
    expect(body).toMatchObject({
      code: 'invalid-request',
      fields: [{ path: expect.stringContaining('minimum_host_memoryMB') }],
    })
  })

  it('applies, follows the migration, and the VM is on the other host', async () => {
    const recommendation = await openRecommendation()
    const { status, body } = await api.send<ApplyReply>('POST', `/recommendations/${recommendation.id}/apply`)
    expect(status).toBe(202)
    expect((await api.send('POST', `/recommendations/${recommendation.id}/apply`)).status).toBe(409)
    await sim.send('POST', '/clock', { speed: 20 })
    const run = await endedRun(api, body.runId)
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'done', progressPercent: 100 }] })
    expect(await hostOf(recommendation.vm.id)).toBe(recommendation.to.id)
    await sim.send('POST', '/clock', { speed: 1 })
  })

  it('survives kill -9 in the middle of a migration without doing it twice', async () => {
    await saveProperties(first.cluster.id, { minimum_host_memoryMB: '1500', safe_selection: 'false' })
    const recommendation = await openRecommendation()
    const { body } = await api.send<ApplyReply>('POST', `/recommendations/${recommendation.id}/apply`)
    await eventually('the migration', async () => {
      const { state } = (await api.get<Run>(`/runs/${body.runId}`)).steps[0] ?? {}
      return state === 'running'
    })
    await service.stop('SIGKILL')
    await startService()
    await sim.send('POST', '/clock', { speed: 20 })
    const run = await endedRun(api, body.runId)
    expect(run.state).toBe('done')
    expect(await hostOf(recommendation.vm.id)).toBe(recommendation.to.id)
    const { started, done } = await migrationEvents(run.steps[0]?.correlationId ?? '')
    expect([started, done]).toEqual([1, 1])
    await sim.send('POST', '/clock', { speed: 1 })
  })

  it('keeps the last snapshot while the engine is down, says so, and recovers by itself', async () => {
    await sim.send('POST', '/faults', { kind: 'down', down: true })
    await eventually('degraded health', async () => {
      const health = await api.get<Health>('/health')
      return health.state === 'degraded' && health.engine.snapshotAgeMs !== undefined && health
    })
    await sim.send('POST', '/faults', { kind: 'clear' })
    await eventually('good health', async () => (await api.get<Health>('/health')).state === 'ok')
  })

  it('tells that the engine has not seen a unit which it has not discovered', async () => {
    const { units } = await api.get<UnitList>('/units')
    expect(units).toMatchObject([{ id: 'host_memory_balance', source: 'built-in', engine: 'disabled' }])
  })

  it('keeps the API base that the portal knows', () => expect(service.match[1]).toContain(apiBase))
})
