/** Three replicas of the service on one PostgreSQL: any of them answers, one of them acts, and one that dies is made up for. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ClusterList } from '../../shared/api/clusters.ts'
import type { WatchedHostDetail, WatchedHostList } from '../../shared/api/hosts.ts'
import type { HostPins } from '../../shared/api/pins.ts'
import type { PlanReply } from '../../shared/api/plans.ts'
import type { ApplyReply, RecommendationList } from '../../shared/api/recommendations.ts'
import type { Health } from '../../shared/api/service.ts'
import type { HostHistory, HostTuning } from '../../shared/api/tuning.ts'
import type { Run } from '../../shared/plan/run.ts'
import { followMigrations } from '../bench/restarts/world-truth.ts'
import { describeOnPostgres } from '../fakes/describe-postgres.ts'
import { eventually } from './eventually.ts'
import { hearEvents } from './hear-events.ts'
import { type EngineProcess, type ServiceProcess, startEngine, startService } from './start-pair.ts'
import { sharedStore, startReplicas } from './start-replicas.ts'

/** Some of what is told of one host. */
type Facts = Partial<
  Pick<WatchedHostDetail, 'reading'> & Pick<HostTuning, 'mode'> & Pick<HostPins, 'cores'> & HostHistory
>

describeOnPostgres('three replicas', { timeout: 180_000 }, server => {
  let engine: EngineProcess
  let replicas: ServiceProcess[] = []
  const settings = () => ({ ...sharedStore(server, 'site'), 'hosts-connect': '*=simulated' })
  beforeAll(async () => {
    engine = await startEngine('--scenario', 'big', '--hosts', '32', '--vms', '320', '--speed', '20')
    replicas = await startReplicas(engine, settings(), 3)
  }, 180_000)
  afterAll(async () => {
    await Promise.all(replicas.map(({ process }) => process.stop()))
    await engine.process.stop()
  })
  const at = (nth: number): ServiceProcess => replicas[nth] ?? expect.fail(`no replica ${nth}`)
  const shareOf = async ({ api }: ServiceProcess) => (await api.get<Health>('/health')).replicas
  const ids = async (nth: number) => {
    const { recommendations } = await at(nth).api.get<RecommendationList>('/recommendations?state=open')
    return recommendations.map(({ id }) => id).toSorted()
  }
  /** Has one replica plan how a host of that cluster is emptied. */
  async function aPlan(nth: number, ofCluster: number): Promise<string> {
    const { clusters } = await at(nth).api.get<ClusterList>('/clusters')
    const { id } = clusters[ofCluster] ?? expect.fail(`no cluster ${ofCluster}`)
    const { host } = await engine.api.get<{ host: { id: string; cluster: { id: string } }[] }>('/hosts')
    const objective = { kind: 'evacuate', hostIds: [host.find(one => one.cluster.id === id)?.id] }
    const { body } = await at(nth).api.send<PlanReply>('POST', `/clusters/${id}/plans`, { objective })
    return body.recommendationId ?? expect.fail(`nothing to move: ${JSON.stringify(body)}`)
  }
  const apply = (nth: number, id: string) => at(nth).api.send<ApplyReply>('POST', `/recommendations/${id}/apply`)
  const runAt = (nth: number, id: string) => at(nth).api.get<Run>(`/runs/${id}`)
  const held = async () => {
    const shares = await Promise.all(replicas.map(async one => (await shareOf(one))?.clusters ?? 0))
    return shares.reduce((sum, of) => sum + of, 0)
  }
  const begunTwice = async () => {
    const begun = await followMigrations(engine.api)()
    return [...begun].filter(([id, count]) => id.startsWith('ovs-') && count > 1)
  }

  it('know of each other and share the clusters out', async () => {
    const shares = await eventually('all clusters are held, by all three', async () => {
      const told = await Promise.all(replicas.map(shareOf))
      const held = told.map(share => share?.clusters ?? 0)
      return held.reduce((sum, of) => sum + of, 0) === 8 && held.every(of => of > 0 && of <= 3) && told
    })
    expect(shares.map(share => share?.count)).toEqual([3, 3, 3])
  })

  it('ask each host by one of them, and each of them tells what all hosts say', async () => {
    const lists = await eventually('figures of each host from each replica', async () => {
      const all = await Promise.all(replicas.map(({ api }) => api.get<WatchedHostList>('/hosts')))
      return all.every(({ hosts }) => hosts.length === 32 && hosts.every(({ figures }) => figures !== undefined)) && all
    })
    for (const { hosts } of lists)
      expect(new Set(hosts.map(({ connection }) => connection.state))).toEqual(new Set(['connected']))
    const id = lists[0]?.hosts[0]?.id
    const asked = ['', '/tuning', '/pins', '/history'].map(part => `/hosts/${id}${part}`)
    await eventually('all that is known of one, from each', async () => {
      const all = await Promise.all(replicas.map(({ api }) => Promise.all(asked.map(path => api.get<Facts>(path)))))
      const told = all.map(([host, tuning, pins, history]) => [
        host?.reading !== undefined,
        tuning?.mode,
        pins?.cores?.length,
        (history?.figures?.length ?? 0) > 0,
      ])
      return told[0]?.[0] === true && told[0][3] === true && told.every(one => one.join() === told[0]?.join())
    })
  })

  it('give the same answers, also on what another of them decides', async () => {
    const clusters = await eventually('advice on every cluster from each replica', async () => {
      const lists = await Promise.all(replicas.map(({ api }) => api.get<ClusterList>('/clusters')))
      return lists.every(list => list.clusters.every(({ advice }) => advice !== undefined)) && lists
    })
    expect(clusters[1]?.clusters.map(({ id }) => id)).toEqual(clusters[0]?.clusters.map(({ id }) => id))
    const id = await aPlan(0, 0)
    await eventually('the plan from each', async () => {
      const all = await Promise.all(replicas.map((_, nth) => ids(nth)))
      return all.every(of => of.includes(id) && of.join() === all[0]?.join())
    })
  })

  it('carry a run out once, wherever it was approved, and tell every browser', async () => {
    await using atThird = await hearEvents(at(2))
    const id = await aPlan(1, 1)
    const replies = await Promise.all([0, 1, 2].map(nth => apply(nth, id)))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([202, 409, 409])
    const { runId } = replies.find(({ status }) => status === 202)?.body ?? expect.fail('no run')
    await atThird.hears(
      'the end of the run',
      of => of.type === 'run' && of.run.id === runId && of.run.endedAtMs !== undefined,
    )
    const run = await eventually('its end', async () => {
      const run = await runAt(0, runId)
      return run.endedAtMs !== undefined && run
    })
    expect(run.state).toBe('done')
    const begun = await followMigrations(engine.api)()
    expect(run.steps.map(({ correlationId }) => begun.get(correlationId))).toEqual(run.steps.map(() => 1))
  })

  it('hold to the stop switch at once, whichever of them was told', async () => {
    const id = await aPlan(0, 2)
    await at(0).api.send('POST', '/automation/stop', { why: 'maintenance' })
    expect((await apply(1, id)).body.runId).toBeDefined()
    const [run] = (await at(2).api.get<{ runs: Run[] }>('/runs?state=waiting')).runs
    const waiting = await eventually('what it waits for', async () => {
      const step = (await runAt(2, run?.id ?? '')).steps.find(({ problem }) => problem !== undefined)
      return step
    })
    expect(waiting).toMatchObject({ state: 'waiting', problem: { code: 'stopped' } })
    await at(2).api.send('POST', '/automation/resume')
    await eventually('its end', async () => (await runAt(0, run?.id ?? '')).endedAtMs)
  })

  it('go on with the clusters and runs of one that was killed, within 15 s', async () => {
    const plans: string[] = []
    for (const cluster of [3, 4, 5, 6, 7]) plans.push(await aPlan(0, cluster))
    const runs: string[] = []
    for (const id of plans) runs.push((await apply(0, id)).body.runId)
    await eventually('some of it is under way', async () => {
      const { runs } = await at(0).api.get<{ runs: Run[] }>('/runs?state=running')
      return runs.length > 3
    })
    const [dead] = replicas.splice(2, 1)
    const killedMs = performance.now()
    await dead?.process.stop('SIGKILL')
    await eventually('the others have all clusters', async () => (await held()) === 8)
    expect(performance.now() - killedMs).toBeLessThan(15_000)
    for (const id of runs) await eventually('the end of each run', async () => (await runAt(0, id)).endedAtMs)
    expect((await Promise.all(runs.map(id => runAt(1, id)))).map(({ state }) => state)).toEqual(runs.map(() => 'done'))
    expect(await begunTwice()).toEqual([])
    replicas.push(await startService(engine, settings()))
    await eventually('the new one has its part', async () => ((await shareOf(at(2)))?.clusters ?? 0) > 0)
  })

  it('that cannot start end at once, and take nothing with them', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const failing = startService(engine, { ...settings(), 'xmlrpc-port': `${port}` })
    await expect(failing).rejects.toThrow(/ended with 1:[\s\S]*already in use/)
    taken.close()
    await eventually('the others have all clusters', async () => (await held()) === 8)
  })

  it('answer with what they know while PostgreSQL is away, say so, and go on by themselves', async () => {
    await server.kill()
    const { state, store } = await at(0).api.get<Health>('/health')
    expect([state, store]).toMatchObject(['degraded', { writable: false, problem: 'store-away' }])
    await server.start()
    await eventually('all are well', async () => {
      const states = await Promise.all(replicas.map(async ({ api }) => (await api.get<Health>('/health')).state))
      return states.every(one => one === 'ok')
    })
    await eventually('all clusters are held', async () => (await held()) === 8)
  })
})
