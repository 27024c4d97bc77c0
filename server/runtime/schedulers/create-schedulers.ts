import type { Cluster } from '../../../shared/model/cluster.ts'
import { parseProperties } from '../../../shared/policy/properties.ts'
import type { SchedulerAsk } from '../../../shared/sdk/call-scheduler.ts'
import type { SchedulerFunction, Selected } from '../../../shared/sdk/scheduler.ts'
import type { IndexedSnapshot } from '../../model/indexed-snapshot.ts'
import { UnitFailure } from '../unit-failure.ts'
import { type HealthRecord, recordHealth } from '../unit-health.ts'
import type { FailureCode } from '../unit-runtime.ts'
import { checkAdvice, checkHasAnyHosts, checkSelectedHosts, checkSelection } from './check-scheduler-answer.ts'
import { type ClusterSchedulers, notAmong } from './cluster-schedulers.ts'
import type { LoadedScheduler } from './loaded-scheduler.ts'
import type { Answered, ClusterAsked, ClusterScheduler, Schedulers, VmAsked } from './schedulers.ts'

export type SchedulersOptions = Readonly<{
  /** The one that comes with the service: it has every function. */
  byDefault: LoadedScheduler
  /** Those of the site, as loaded now. */
  siteSchedulers: () => readonly LoadedScheduler[]
  clusters: ClusterSchedulers
  /** One of the site that fails so often in a row is asked no more until it is loaded anew. */
  quarantineAfter: number
  elapsedMs: () => number
  now: () => number
}>

type Running = ClusterScheduler & Readonly<{ loaded: LoadedScheduler }>

/** How many selections of a cluster are remembered. */
const MAX_SELECTED = 100

/** All schedulers and which cluster has which. Never rejects for what a scheduler does. */
export function createSchedulers(options: SchedulersOptions): Schedulers {
  const { byDefault, siteSchedulers, clusters, quarantineAfter, elapsedMs, now } = options
  const records = new WeakMap<LoadedScheduler, HealthRecord>()
  const selected = new Map<string, readonly Selected[]>()

  function recordOf(loaded: LoadedScheduler): HealthRecord {
    const known = records.get(loaded) ?? recordHealth(loaded === byDefault ? undefined : quarantineAfter)
    records.set(loaded, known)
    return known
  }

  /** A cluster never goes without: what was given to it and cannot be used leaves it with the default. */
  function runningIn(cluster: Cluster, index: IndexedSnapshot): Running {
    const { schedulerId, policy, inputs } = clusters.of(cluster)
    const all = [byDefault, ...siteSchedulers()]
    const found = all.find(({ scheduler }) => scheduler.id === schedulerId)
    const usable = all.filter(({ ignored }) => ignored === undefined)
    if (found?.ignored !== undefined) return defaultIn(cluster, index, [`the scheduler ${found.ignored}`])
    if (found === undefined) {
      return defaultIn(cluster, index, [
        notAmong(
          'scheduler',
          schedulerId,
          usable.map(({ scheduler }) => scheduler.id),
        ),
      ])
    }
    return prepared(found, { policy, inputs }, cluster, index)
  }

  const defaultIn = (cluster: Cluster, index: IndexedSnapshot, problems: readonly string[]): Running => {
    const running = prepared(byDefault, { policy: undefined, inputs: {} }, cluster, index)
    return { ...running, problems: [...problems, ...running.problems] }
  }

  async function ask<T>(
    name: SchedulerFunction,
    { index, cluster }: ClusterAsked,
    more: Partial<SchedulerAsk>,
    check: (answer: unknown) => T,
  ): Promise<Answered<T>> {
    const own = runningIn(cluster, index)
    const running = own.scheduler.scheduler.functions.includes(name) ? own : defaultIn(cluster, index, [])
    const { loaded, policy, given, values } = running
    const by = loaded.scheduler.id
    const record = recordOf(loaded)
    const quarantine = record.quarantine(cluster.id)
    const fail = (code: FailureCode, message: string) => ({ ok: false, code, message, failsClosed: false, by }) as const
    if (quarantine !== undefined) return fail('quarantined', `${by} is quarantined: it ${quarantine}`)
    const startedMs = elapsedMs()
    try {
      const question = { clusterId: cluster.id, policy, given, selected: selected.get(cluster.id) ?? [], ...more }
      const value = check(await loaded.run(name, { snapshot: index.snapshot, ask: question, values }))
      record.succeeded({ startedMs, endedMs: elapsedMs() }, cluster.id)
      return { ok: true, value, by }
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      record.failed({ startedMs, endedMs: elapsedMs() }, cluster.id, `${name}: ${text.slice(0, MAX_TEXT)}`)
      return fail(
        error instanceof UnitFailure ? error.code : 'failed',
        `${by} failed in ${name}: ${text.slice(0, MAX_TEXT)}`,
      )
    }
  }

  const scopeOf = ({ index, cluster }: ClusterAsked) => ({
    cluster,
    hosts: index.hostsOf(cluster.id),
    vms: index.vmsOf(cluster.id),
  })
  const advice = (name: SchedulerFunction, asked: ClusterAsked, more: Partial<SchedulerAsk> = {}) =>
    ask(name, asked, more, answer => checkAdvice(answer, scopeOf(asked)))
  const about = ({ vm, candidates }: VmAsked) => ({ vmId: vm.id, candidates })
  const idsOf = ({ candidates }: VmAsked) => candidates.map(({ hostId }) => hostId)

  return {
    list: () => [byDefault, ...siteSchedulers()].map(loaded => ({ ...loaded, health: () => recordOf(loaded).now() })),
    of: runningIn,
    selected: clusterId => selected.get(clusterId) ?? [],
    selectedHosts: asked =>
      ask('selectedHosts', asked, {}, answer => checkSelectedHosts(answer, asked.index.hostsOf(asked.cluster.id))),
    hasAnyHosts: asked => ask('hasAnyHosts', asked, about(asked), answer => checkHasAnyHosts(answer, idsOf(asked))),
    async selectHost(asked, { isTrial } = { isTrial: false }) {
      const answered = await ask('selectHost', asked, about(asked), answer => checkSelection(answer, idsOf(asked)))
      if (answered.ok && answered.value.hostId !== undefined && !isTrial) {
        const { id } = asked.cluster
        const last = { vmId: asked.vm.id, hostId: answered.value.hostId, atMs: now() }
        selected.set(id, [last, ...(selected.get(id) ?? [])].slice(0, MAX_SELECTED))
      }
      return answered
    },
    loadBalance: asked => advice('loadBalance', asked),
    onTimerInvoked: asked => advice('onTimerInvoked', asked),
    onStatusChanged: (asked, { kind, id, from, ...change }) =>
      advice(kind === 'vm' ? 'onVmStatusChanged' : 'onHostStatusChanged', asked, {
        changedId: id,
        change: { ...change, ...(from !== undefined && { from }) },
      }),
  }
}

const MAX_TEXT = 300

/** The cluster's own properties are inputs too, where the scheduler has inputs of those names; what it was given counts more. */
function prepared(
  loaded: LoadedScheduler,
  { policy, inputs }: Readonly<{ policy: string | undefined; inputs: Readonly<Record<string, string>> }>,
  cluster: Cluster,
  { policies }: IndexedSnapshot,
): Running {
  const { run: _, ...registered } = loaded
  const { policies: offered, parameters, id } = registered.scheduler
  const problems: string[] = []
  const [first = ''] = offered
  if (policy !== undefined && !offered.includes(policy)) problems.push(`${id}: ${notAmong('policy', policy, offered)}`)
  const names = Object.keys(parameters)
  for (const name of Object.keys(inputs).filter(input => !names.includes(input))) {
    problems.push(`${id}: ${notAmong('input', name, names)}`)
  }
  const engines = { ...(cluster.policyId && policies.get(cluster.policyId)?.properties), ...cluster.properties }
  const parsed = parseProperties(parameters, { ...engines, ...inputs })
  problems.push(...parsed.problems.map(({ property, problem }) => `${id}: ${property} ${problem}; its default is used`))
  return {
    loaded,
    scheduler: registered,
    policy: policy !== undefined && offered.includes(policy) ? policy : first,
    values: parsed.values,
    given: names.filter(name => Object.hasOwn(inputs, name)),
    problems,
  }
}
