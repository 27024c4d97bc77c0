/** One service that two engines ask and that moves in both: each gets what it asked for, and is counted by itself. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { ApplyReply, RecommendationList } from '../../shared/api/recommendations.ts'
import type { Health, UnitList } from '../../shared/api/service.ts'
import { isMove } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { freePort } from '../fakes/free-port.ts'
import { eventually } from './eventually.ts'
import { oneServiceForTwo } from './one-service-for-two.ts'
import { administrators, giveBerlinAUnit, type Name, names, ofBoth, startTwoEngines } from './two-engines.ts'

const both = oneServiceForTwo(async () => {
  const port = await freePort()
  const two = await startTwoEngines(name => ['--scheduler-url', `http://127.0.0.1:${port}/engines/${name}/`])
  giveBerlinAUnit(two)
  return { two, port }
})
const { at, hostIds, call } = both
beforeAll(async () => {
  await ofBoth(name =>
    eventually(`the first read of ${name}`, () =>
      at(name)
        .get('/clusters')
        .catch(() => undefined),
    ),
  )
}, 180_000)

type Item = { id: string; name: string; status: string }
const aVm = async (name: Name) => (await both.users[name].engine.get<{ vm: Item[] }>('/vms')).vm[0]?.id ?? ''

describe('one service that two engines ask', { timeout: 120_000 }, () => {
  it('answers each engine on its path with its own units, hosts and VMs', async () => {
    const filtersOf = async (name: Name) => Object.keys((await call(name, 'discover')).filters ?? {})
    expect([await filtersOf('berlin'), await filtersOf('oslo')]).toEqual([['berlin_only'], []])
    for (const name of names) {
      const [hosts, { vm }] = [await hostIds(name), await both.users[name].engine.get<{ vm: Item[] }>('/vms')]
      const vms = vm.map(({ id }) => id)
      const asked = await call(name, 'runLoadBalancing', 'host_memory_balance', hosts, {})
      const [vmId, targets] = asked.result as [string, string[]]
      expect(vms).toContain(vmId)
      expect(targets.length).toBeGreaterThan(0)
      expect(hosts).toEqual(expect.arrayContaining(targets))
    }
    const strangers = await call(
      'berlin',
      'runFilters',
      ['berlin_only'],
      await hostIds('oslo'),
      await aVm('berlin'),
      {},
    )
    expect(JSON.stringify(strangers)).toMatch(/has not read them yet/)
    const own = await call('berlin', 'runFilters', ['berlin_only'], await hostIds('berlin'), await aVm('berlin'), {})
    expect([own.result_code, own.result]).toEqual([0, await hostIds('berlin')])
  })

  it('is discovered by each engine on its own path', async () => {
    for (const name of names)
      await both.two.engines[name].sim.send('POST', '/engine', { externalSchedulerEnabled: true, restart: true })
    both.users = await administrators(both.two.engines)
    for (const name of names) {
      const known = await eventually(`what ${name} knows`, async () => {
        const { units } = await at(name).get<UnitList>('/policy-units')
        const seen = units.filter(({ engine }) => engine === 'seen').map(({ id }) => id)
        return seen.length > 0 && seen.toSorted()
      })
      expect(known).toEqual(name === 'berlin' ? ['berlin_only', 'host_memory_balance'] : ['host_memory_balance'])
      expect((await at(name).get<Health>('/health')).xmlrpc.discoveredAtMs).toBeGreaterThan(0)
    }
  })

  it('moves in each engine what that engine was asked for, and remembers it there', async () => {
    const ended = {} as Record<Name, Run>
    for (const name of names) {
      const recommendation = await eventually(`a recommendation of ${name}`, async () => {
        const { recommendations } = await at(name).get<RecommendationList>('/recommendations?state=open')
        return recommendations.find(isMove)
      })
      const { body } = await at(name).send<ApplyReply>('POST', `/recommendations/${recommendation.id}/apply`)
      await both.two.engines[name].sim.send('POST', '/clock', { speed: 20 })
      ended[name] = await eventually(`the run of ${name}`, async () => {
        const run = await at(name).get<Run>(`/runs/${body.runId}`)
        return run.endedAtMs !== undefined && run
      })
      await both.two.engines[name].sim.send('POST', '/clock', { speed: 1 })
    }
    for (const name of names) {
      expect(ended[name].state).toBe('done')
      const { entries } = await at(name).get<{ entries: { action: string; subject: string }[] }>('/history')
      const applied = entries.filter(({ action }) => action === 'apply').map(({ subject }) => subject)
      expect(applied).toEqual([expect.stringContaining(ended[name].recommendationId)])
      const search = encodeURIComponent(`correlation_id=${ended[name].steps[0]?.correlationId}`)
      const done = await Promise.all(
        names.map(async engine => {
          const { event = [] } = await both.users[engine].engine.get<{ event?: { code: string }[] }>(
            `/events?search=${search}`,
          )
          return [engine, event.filter(({ code }) => code === '63').length]
        }),
      )
      expect(done).toEqual(names.map(engine => [engine, engine === name ? 1 : 0]))
    }
  })

  it('counts by engine and cluster, and itself once', async () => {
    const lines = (await (await fetch(`${both.service.origin}/metrics`)).text()).split('\n')
    for (const engine of names) {
      const has = (name: string, labels: Record<string, string>) =>
        lines.some(
          line =>
            line.startsWith(`${name}{`) &&
            Object.entries({ ...labels, engine }).every(([k, v]) => line.includes(`${k}="${v}"`)),
        )
      expect(has('ovirt_scheduler_step_duration_seconds_count', { cluster: 'Default', outcome: 'done' })).toBe(true)
      expect(has('ovirt_scheduler_recommendations', { cluster: 'Default', state: 'open' })).toBe(true)
      expect(has('ovirt_scheduler_cluster_score', { cluster: 'Default' })).toBe(true)
      expect(
        has('ovirt_scheduler_xmlrpc_call_duration_seconds_count', { method: 'runLoadBalancing', outcome: 'ok' }),
      ).toBe(true)
      expect(has('ovirt_scheduler_snapshot_age_seconds', {})).toBe(true)
    }
    expect(lines.filter(line => /^ovirt_scheduler_/.test(line) && !/engine="(berlin|oslo)"/.test(line))).toEqual([])
    expect(lines.filter(line => line.startsWith('process_start_time_seconds'))).toHaveLength(1)
    const heads = lines.filter(line => line.startsWith('# TYPE '))
    expect(new Set(heads).size).toBe(heads.length)
  })
})
