/** Two replicas behind a load balancer that gives each request to the next one: nobody need know which of them answers. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ClusterList } from '../../shared/api/clusters.ts'
import { apiBase } from '../../shared/api/paths.ts'
import type { ApplyReply, RecommendationList } from '../../shared/api/recommendations.ts'
import type { Health, Session, UnitList } from '../../shared/api/service.ts'
import { isMove } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { followMigrations } from '../bench/restarts/world-truth.ts'
import { describeOnPostgres } from '../fakes/describe-postgres.ts'
import { type LoadBalancer, startLoadBalancer } from '../fakes/load-balancer.ts'
import { callXmlRpc } from './call-xml-rpc.ts'
import { endedRun } from './ended-run.ts'
import { eventually } from './eventually.ts'
import { type Caller, callerAt, signIn } from './sign-in.ts'
import { type EngineProcess, type ServiceProcess, startEngine } from './start-pair.ts'
import { sharedStore, startReplicas } from './start-replicas.ts'

describeOnPostgres('replicas behind a load balancer', { timeout: 120_000 }, server => {
  let rest: LoadBalancer
  let xmlrpc: LoadBalancer
  let engine: EngineProcess
  let replicas: ServiceProcess[] = []
  let api: Caller
  /** The engine knows nothing of tokens of before its restart. */
  const signInOnce = async () => {
    const token = await signIn(engine.origin)
    api = callerAt(`${rest.origin}${apiBase}`, token)
    engine = { ...engine, api: callerAt(`${engine.origin}/ovirt-engine/api`, token) }
  }
  beforeAll(async () => {
    rest = await startLoadBalancer()
    xmlrpc = await startLoadBalancer()
    engine = await startEngine('--seed', '7', '--start', '2026-03-02T09:00Z', '--scheduler-url', `${xmlrpc.origin}/`)
    replicas = await startReplicas(engine, sharedStore(server, 'site'), 2)
    rest.standBefore(replicas.map(({ process }) => new URL(process.match[1] ?? '').origin))
    xmlrpc.standBefore(replicas.map(one => new URL(one.xmlrpc).origin))
    await signInOnce()
    await eventually('all clusters are shared out and advised on', async () => {
      const shares = await Promise.all(replicas.map(async ({ api }) => (await api.get<Health>('/health')).replicas))
      if (shares.reduce((sum, share) => sum + (share?.clusters ?? 0), 0) < 3) return false
      const lists = await Promise.all(replicas.map(({ api }) => api.get<ClusterList>('/clusters')))
      return lists.every(({ clusters }) => clusters.every(({ advice }) => advice !== undefined))
    })
  }, 180_000)
  afterAll(async () => {
    await Promise.all(replicas.map(({ process }) => process.stop()))
    await engine.process.stop()
    await rest[Symbol.asyncDispose]()
    await xmlrpc[Symbol.asyncDispose]()
  })

  /** How many of the requests since then each has answered. */
  const turnsSince = ({ answeredBy }: LoadBalancer, count: number): number[] => {
    const since = answeredBy.slice(count)
    return [...new Set(since)].map(origin => since.filter(one => one === origin).length)
  }
  const callTimes = async <T>(times: number, call: () => Promise<T>): Promise<T[]> => {
    const answers: T[] = []
    for (let nth = 0; nth < times; nth++) answers.push(await call())
    return answers
  }
  const balanced = async () => {
    const { host } = await engine.api.get<{ host: { id: string }[] }>('/hosts')
    const hostIds = host.map(({ id }) => id)
    return callXmlRpc(`${xmlrpc.origin}/`, 'runLoadBalancing', 'host_memory_balance', hostIds, {})
  }
  const aMove = async () => {
    const { recommendations } = await api.get<RecommendationList>('/recommendations?state=open')
    return recommendations.find(isMove)
  }
  const ended = (id: string) => endedRun(api, id)

  it('answer the portal in turn, whose user signs in once', async () => {
    const before = rest.answeredBy.length
    const sessions = await callTimes(10, () => api.get<Session>('/session'))
    expect(new Set(sessions.map(({ user }) => user.name))).toEqual(new Set(['admin@internal-authz']))
    const lists = await callTimes(10, () => api.get<ClusterList>('/clusters'))
    expect(new Set(lists.map(({ clusters }) => clusters.map(({ id }) => id).join())).size).toBe(1)
    expect(turnsSince(rest, before)).toEqual([10, 10])
  })

  it('answer the engine in turn, with the same units and what they know of its hosts', async () => {
    const before = xmlrpc.answeredBy.length
    const offered = await callTimes(4, () => callXmlRpc(`${xmlrpc.origin}/`, 'discover'))
    expect(new Set(offered.map(each => JSON.stringify(each))).size).toBe(1)
    expect(Object.keys(offered[0]?.balance ?? {})).toEqual(['host_memory_balance'])
    const answers = await callTimes(4, balanced)
    for (const { result_code, result } of answers)
      expect([result_code, result]).toEqual([0, [expect.any(String), expect.any(Array)]])
    expect(turnsSince(xmlrpc, before)).toEqual([4, 4])
  })

  it('are discovered by an engine that starts, and both know of it', async () => {
    await engine.sim.send('POST', '/engine', { externalSchedulerEnabled: true, restart: true })
    await signInOnce()
    const seen = async () => {
      const { units } = await api.get<UnitList>('/policy-units')
      return units.some(({ id, engine }) => id === 'host_memory_balance' && engine === 'seen')
    }
    await eventually('both know', async () => (await callTimes(2, seen)).every(Boolean))
  })

  it('apply through one what the other has listed, and each tells how it went', async () => {
    const { id } = await eventually('a move', aMove)
    const { status, body } = await api.send<ApplyReply>('POST', `/recommendations/${id}/apply`)
    expect(status).toBe(202)
    const [listedBy, appliedBy] = rest.answeredBy.slice(-2)
    expect(listedBy).not.toBe(appliedBy)
    await engine.sim.send('POST', '/clock', { speed: 20 })
    await ended(body.runId)
    const runs = await callTimes(2, () => api.get<Run>(`/runs/${body.runId}`))
    expect(runs.map(({ state }) => state)).toEqual(['done', 'done'])
    const begun = await followMigrations(engine.api)()
    const { steps = [] } = runs[0] ?? {}
    expect(steps.length).toBeGreaterThan(0)
    expect(steps.map(({ correlationId }) => begun.get(correlationId))).toEqual(steps.map(() => 1))
  })

  it('answer on when one of them was killed, and do what is asked of them', async () => {
    const [dead] = replicas.splice(0, 1)
    await dead?.process.stop('SIGKILL')
    const before = [rest, xmlrpc].map(({ answeredBy }) => answeredBy.length)
    const sessions = await callTimes(10, () => api.get<Session>('/session'))
    expect(new Set(sessions.map(({ user }) => user.name))).toEqual(new Set(['admin@internal-authz']))
    for (const { result_code } of await callTimes(6, balanced)) expect(result_code).toBe(0)
    expect([turnsSince(rest, before[0] ?? 0), turnsSince(xmlrpc, before[1] ?? 0)]).toEqual([[10], [6]])
    await eventually('it has all clusters', async () => (await api.get<Health>('/health')).replicas?.clusters === 3)
    const { clusters } = await api.get<ClusterList>('/clusters')
    const { host } = await engine.api.get<{ host: { id: string; cluster: { id: string } }[] }>('/hosts')
    const { id } = clusters.find(({ name }) => name === 'Default') ?? expect.fail('no cluster')
    const objective = { kind: 'evacuate', hostIds: [host.find(({ cluster }) => cluster.id === id)?.id] }
    const planned = await api.send<{ recommendationId: string }>('POST', `/clusters/${id}/plans`, { objective })
    const applied = await api.send<ApplyReply>('POST', `/recommendations/${planned.body.recommendationId}/apply`)
    expect((await ended(applied.body.runId)).state).toBe('done')
  })
})
