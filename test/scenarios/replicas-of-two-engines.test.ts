/** Two replicas of a service for two engines on one PostgreSQL: each engine has its own there, and any replica does for both. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ClusterList } from '../../shared/api/clusters.ts'
import type { PlanReply } from '../../shared/api/plans.ts'
import type { ApplyReply, RecommendationList } from '../../shared/api/recommendations.ts'
import type { Health } from '../../shared/api/service.ts'
import type { Run } from '../../shared/plan/run.ts'
import { followMigrations } from '../bench/restarts/world-truth.ts'
import { describeOnPostgres } from '../fakes/describe-postgres.ts'
import { callXmlRpc } from './call-xml-rpc.ts'
import { eventually } from './eventually.ts'
import {
  type Administrator,
  administrators,
  type Name,
  names,
  ofBoth,
  type ServiceForTwo,
  serveTwo,
  startTwoEngines,
  type TwoEngines,
} from './two-engines.ts'

const CLUSTERS = 3

describeOnPostgres('replicas of a service for two engines', { timeout: 120_000 }, server => {
  let two: TwoEngines
  let users: Record<Name, Administrator>
  let replicas: ServiceForTwo[] = []
  beforeAll(async () => {
    two = await startTwoEngines()
    const config = join(two.folder, 'config.yaml')
    const store = { url: server.address().url, schema: 'site' }
    two.writeConfig(config, { store, xmlrpc: { port: 0, addresses: ['127.0.0.1'] } })
    replicas = await Promise.all([serveTwo(config), serveTwo(config)])
    users = await administrators(two.engines)
    await eventually('both have some clusters of each engine', async () =>
      (await sharesOf(names)).every(of => of.every(count => count > 0) && sum(of) === CLUSTERS),
    )
    await eventually('advice on all of them from both', async () => {
      const lists = await Promise.all(names.flatMap(name => replicas.map(replica => clustersAt(replica, name))))
      return lists.flat().every(({ advice }) => advice !== undefined)
    })
  }, 180_000)
  afterAll(async () => {
    await Promise.all(replicas.map(({ process }) => process.stop()))
    await two.stop()
  })

  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)
  /** Of each engine, how many of its clusters each replica has. */
  const sharesOf = (engines: readonly Name[]) =>
    Promise.all(
      engines.map(name =>
        Promise.all(
          replicas.map(async at => (await users[name].at(at).get<Health>('/health')).replicas?.clusters ?? 0),
        ),
      ),
    )
  const clustersAt = async (at: ServiceForTwo, name: Name) =>
    (await users[name].at(at).get<ClusterList>('/clusters')).clusters
  const openAt = async (at: ServiceForTwo, name: Name) => {
    const { recommendations } = await users[name].at(at).get<RecommendationList>('/recommendations?state=open')
    return recommendations
  }
  const hostsOf = async (name: Name) =>
    (await users[name].engine.get<{ host: { id: string; cluster: { id: string } }[] }>('/hosts')).host
  const replica = (nth: number) => replicas[nth] ?? expect.fail(`no replica ${nth}`)

  /** Has one replica plan how a host of the first cluster is emptied. */
  async function aPlan(at: ServiceForTwo, name: Name): Promise<string> {
    const [cluster] = await clustersAt(at, name)
    const host = (await hostsOf(name)).find(one => one.cluster.id === cluster?.id)
    const objective = { kind: 'evacuate', hostIds: [host?.id] }
    const { body } = await users[name].at(at).send<PlanReply>('POST', `/clusters/${cluster?.id}/plans`, { objective })
    return body.recommendationId ?? expect.fail(`nothing to move: ${JSON.stringify(body)}`)
  }

  it('keep what they know of each engine in a schema of its own', () => {
    const schemas = server.psql("select nspname from pg_namespace where nspname like 'site%' order by 1").split('\n')
    expect(schemas.filter(Boolean)).toEqual(['site_berlin', 'site_berlin_jobs', 'site_oslo', 'site_oslo_jobs'])
  })

  it('both answer for both engines, each with its own', async () => {
    for (const name of names) {
      const { cluster } = await users[name].engine.get<{ cluster: { id: string }[] }>('/clusters')
      const { vm } = await users[name].engine.get<{ vm: { id: string }[] }>('/vms')
      const hosts = (await hostsOf(name)).map(({ id }) => id)
      for (const at of replicas) {
        const seen = (await clustersAt(at, name)).map(({ id }) => id)
        expect(seen.toSorted()).toEqual(cluster.map(({ id }) => id).toSorted())
        const url = `${at.xmlrpc}/engines/${name}/`
        const { result } = await callXmlRpc(url, 'runLoadBalancing', 'host_memory_balance', hosts, {})
        const [vmId, targets] = result as [string, string[]]
        expect(vm.map(({ id }) => id)).toContain(vmId)
        expect(hosts).toContain(targets[0])
      }
    }
  })

  it('show what is recommended in one engine under that engine alone', async () => {
    const planned = await ofBoth(name => aPlan(replica(name === 'berlin' ? 0 : 1), name))
    const clusters = await ofBoth(async name => (await clustersAt(replica(0), name)).map(({ id }) => id))
    for (const name of names) {
      const [own, foreign] = name === 'berlin' ? [planned.berlin, planned.oslo] : [planned.oslo, planned.berlin]
      const shown = await Promise.all(replicas.map(at => openAt(at, name)))
      for (const open of shown) {
        expect(open.map(({ id }) => id)).toContain(own)
        expect(open.map(({ id }) => id)).not.toContain(foreign)
        for (const { cluster } of open) expect(clusters[name]).toContain(cluster.id)
      }
      for (const at of replicas)
        await expect(users[name].at(at).get(`/recommendations/${foreign}`)).rejects.toThrow('HTTP 404')
      const stored = server.psql(`select id from site_${name}.recommendations`).split('\n')
      expect(stored).toContain(own)
      expect(stored).not.toContain(foreign)
    }
  })

  it('take over the clusters and runs of both engines from one that was killed', async () => {
    const [dying, living] = [replica(0), replica(1)]
    const runs = await ofBoth(async name => {
      const id = await aPlan(dying, name)
      return (await users[name].at(dying).send<ApplyReply>('POST', `/recommendations/${id}/apply`)).body.runId
    })
    replicas = [living]
    const killedMs = performance.now()
    await dying.process.stop('SIGKILL')
    await eventually('the other has all clusters of both', async () =>
      (await sharesOf(names)).every(of => sum(of) === CLUSTERS),
    )
    expect(performance.now() - killedMs).toBeLessThan(15_000)
    for (const name of names) {
      await two.engines[name].sim.send('POST', '/clock', { speed: 20 })
      const run = await eventually(`the end of the run of ${name}`, async () => {
        const run = await users[name].at(living).get<Run>(`/runs/${runs[name]}`)
        return run.endedAtMs !== undefined && run
      })
      expect(run.state).toBe('done')
      const begun = await followMigrations(users[name].engine)()
      expect(run.steps.map(({ correlationId }) => begun.get(correlationId))).toEqual(run.steps.map(() => 1))
    }
  })
})
