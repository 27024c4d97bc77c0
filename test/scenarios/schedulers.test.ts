/** A scheduler of a site over real processes: what it asks for, what the engine's events tell it, what the engine refuses. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClusterDetail, ClusterList } from '../../shared/api/clusters.ts'
import type { ApplyReply, RecommendationList } from '../../shared/api/recommendations.ts'
import type { SchedulerList, SelectionView } from '../../shared/api/schedulers.ts'
import type { WhyNot, WhyNotMoved } from '../../shared/plan/placement.ts'
import { isMove, type MoveRecommendation } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { eventually } from './eventually.ts'
import type { Caller } from './sign-in.ts'
import { type EngineProcess, startEngine, startService } from './start-pair.ts'
import type { RunningProcess } from './start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-schedulers-'))
const plugins = join(folder, 'plugins')
mkdirSync(plugins)

/** Moves the first VM of the fullest host, tells of hosts that go into maintenance, and is written for `writtenFor`. */
const scheduler = (id: string, writtenFor: string) => `
import { advise, askMove, defineScheduler, integer, notice } from 'ovirt-scheduler/sdk'
export default defineScheduler({
  id: '${id}', name: 'For the test', version: '3.1', writtenFor: '${writtenFor}', policies: ['Spread', 'Other'],
  parameters: { most: integer({ label: 'Most', help: 'VMs of a host', min: 0, max: 100, default: 50 }) },
  loadBalance({ most }, { hosts, vmsOn, policy }) {
    const full = hosts.toSorted((a, b) => vmsOn(b.id).length - vmsOn(a.id).length)[0]
    const vm = vmsOn(full.id).find(({ placement }) => placement === 'migratable')
    if (vmsOn(full.id).length <= most || vm === undefined) return advise(policy + ': no host has more than ' + most)
    return advise(policy + ': ' + full.name + ' is full', { moves: [askMove(vm, full.name + ' is full')] })
  },
  onHostStatusChanged({ subject, to, event }) {
    if (to !== 'preparing_for_maintenance' && to !== 'maintenance') return undefined
    const text = subject.name + ' goes to rest, says event ' + (event?.code ?? 'of nobody')
    return advise(text, { notices: [notice('host', subject, text)] })
  },
})`

let engine: EngineProcess
let service: RunningProcess
let api: Caller
let engineApi: Caller
let sim: Caller

beforeAll(async () => {
  writeFileSync(join(plugins, 'spread.ts'), scheduler('spread', '0.1'))
  writeFileSync(join(plugins, 'future.ts'), scheduler('future', '99'))
  engine = await startEngine('--seed', '7')
  engineApi = engine.api
  sim = engine.sim
  const started = await startService(engine, {
    'engine-read-interval': '30',
    'engine-event-interval': '1',
    'store-file': join(folder, 'store.db'),
    'units-directory': plugins,
    'schedulers-clusters': 'Default=spread/Spread?most=1',
    'schedulers-balance-interval': '5',
    'legacy-directory': '',
  })
  service = started.process
  api = started.api
}, 120_000)

afterAll(async () => {
  await service.stop()
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

const openMove = (isIt: (move: MoveRecommendation) => boolean = () => true) =>
  eventually('an open move', async () => {
    const { recommendations } = await api.get<RecommendationList>('/recommendations?state=open')
    return recommendations.filter(isMove).find(isIt)
  })

describe('a scheduler of a site', { timeout: 120_000 }, () => {
  let move: MoveRecommendation

  it('is given to its cluster with policy and input; one for a newer service is not used', async () => {
    const { schedulers, clusters } = await eventually('the clusters', async () => {
      const list = await api.get<SchedulerList>('/schedulers')
      return list.clusters.length > 0 && list
    })
    expect(schedulers.map(({ id, version, state }) => [id, version, state])).toEqual([
      ['default', expect.any(String), 'active'],
      ['future', '3.1', 'ignored'],
      ['spread', '3.1', 'active'],
    ])
    expect(schedulers.find(({ id }) => id === 'future')?.problem).toContain('written for version 99')
    expect(schedulers.every(({ checksum }) => /^[0-9a-f]{64}$/.test(checksum))).toBe(true)
    expect(clusters.find(({ cluster }) => cluster.name === 'Default')).toMatchObject({
      scheduler: { id: 'spread' },
      policy: 'Spread',
      inputs: [{ name: 'most', value: '1', given: true }],
      problems: [],
    })
  })

  it('has its moves recommended, with the host that is selected among those the rules allow', async () => {
    move = await openMove()
    expect(move).toMatchObject({ unitId: 'spread', asked: 'loadBalance', properties: { most: 1 } })
    expect(move.because.text).toMatch(/^host\d+ is full/)
    const selection = await api.get<SelectionView>(`/vms/${move.vm.id}/selection`)
    expect(selection).toMatchObject({ scheduler: 'default', hasAnyHosts: true, vm: { name: move.vm.name } })
    const { clusters } = await api.get<SchedulerList>('/schedulers')
    expect(clusters.flatMap(({ selected }) => selected).map(({ vm }) => vm.id)).toContain(move.vm.id)
  })

  it('is not offered again a host that the engine refuses by a rule nobody knows', async () => {
    const message = 'The licence of this guest does not cover that host.'
    await sim.send('POST', '/faults', { kind: 'refuse-migrations', vmId: move.vm.id, hostId: move.to.id, message })
    const { body } = await api.send<ApplyReply>('POST', `/recommendations/${move.id}/apply`)
    const run = await eventually('the end of the run', async () => {
      const now = await api.get<Run>(`/runs/${body.runId}`)
      return now.endedAtMs !== undefined && now
    })
    expect(run).toMatchObject({ state: 'failed', steps: [{ problem: { code: 'engine-refused' } }] })

    const next = await openMove(({ id }) => id !== move.id)
    expect([next.vm.id, next.to.id === move.to.id]).toEqual([move.vm.id, false])
    const whyNot = await api.get<WhyNot>(`/vms/${move.vm.id}/why-not?host=${move.to.id}`)
    expect(whyNot.because.map(({ code, text }) => [code, text.includes(message)])).toContainEqual([
      'engine-refused',
      true,
    ])
    const { gates } = await api.get<WhyNotMoved>(`/vms/${move.vm.id}/why-not-moved`)
    expect(gates.find(({ gate }) => gate === 'mode')).toMatchObject({ isOpen: false })
    await sim.send('POST', '/faults', { kind: 'clear' })
  })

  it('hears of a host that goes into maintenance by the engine’s event, long before the next read', async () => {
    const { host } = await engineApi.get<{ host: { id: string; name: string }[] }>('/hosts')
    const [resting] = host.filter(({ id }) => id !== move.from.id && id !== move.to.id)
    await engineApi.send('POST', `/hosts/${resting?.id}/deactivate`, {})
    const { clusters } = await api.get<ClusterList>('/clusters')
    const id = clusters.find(({ name }) => name === 'Default')?.id ?? ''
    const notice = await eventually(
      'the notice',
      async () => (await api.get<ClusterDetail>(`/clusters/${id}`)).notices[0],
      { deadlineMs: 20_000 },
    )
    expect(notice).toMatchObject({ subject: { kind: 'host', name: resting?.name } })
    expect(notice.because.text).toMatch(/goes to rest, says event (600|620|15)$/)
  })
})
