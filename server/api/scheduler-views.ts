import { parameterView } from '../../shared/api/parameter-view.ts'
import type { SchedulerList } from '../../shared/api/schedulers.ts'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import type { ListedScheduler, Schedulers } from '../runtime/schedulers/schedulers.ts'

type SchedulersShown = Pick<Schedulers, 'list' | 'of' | 'selected'>

/** The schedulers there are, and which cluster has which. Without an index the clusters are not known. */
export const schedulerList = (schedulers: SchedulersShown, index: IndexedSnapshot | undefined): SchedulerList => ({
  schedulers: schedulers.list().map(schedulerView),
  clusters: index === undefined ? [] : index.snapshot.clusters.map(cluster => ofCluster(cluster, index, schedulers)),
})

function schedulerView({ scheduler, source, isolation, checksum, ignored, health }: ListedScheduler) {
  const { id, name, version, writtenFor, policies, functions, parameters } = scheduler
  const { state, problem = ignored } = health()
  return {
    ...{ id, name, version, writtenFor, checksum, source, isolation },
    policies: [...policies],
    functions: [...functions],
    inputs: Object.entries(parameters).map(([input, parameter]) => ({
      name: input,
      label: parameter.label,
      help: parameter.help,
      default: String(parameter.default),
      parameter: parameterView(parameter),
    })),
    state: ignored === undefined ? state : ('ignored' as const),
    ...(problem !== undefined && { problem }),
  }
}

function ofCluster(cluster: Cluster, index: IndexedSnapshot, schedulers: SchedulersShown) {
  const { scheduler, policy, values, given, problems } = schedulers.of(cluster, index)
  const { id, name } = scheduler.scheduler
  const nameOf = (known: ReadonlyMap<string, Readonly<{ name: string }>>, of: string) => ({
    id: of,
    name: known.get(of)?.name ?? of,
  })
  return {
    cluster: { id: cluster.id, name: cluster.name },
    scheduler: { id, name },
    policy,
    inputs: Object.entries(values).map(([input, value]) => ({
      name: input,
      value: String(value),
      given: given.includes(input),
    })),
    problems: [...problems],
    selected: schedulers
      .selected(cluster.id)
      .map(({ vmId, hostId, atMs }) => ({ vm: nameOf(index.vms, vmId), host: nameOf(index.hosts, hostId), atMs })),
  }
}
