import { closestTo } from '../../config/closest-to.ts'
import { splitEntry } from '../../config/split-entry.ts'
import { DEFAULT_SCHEDULER } from './parse-scheduler-declaration.ts'

/** What a cluster was given. */
export type Assignment = Readonly<{
  schedulerId: string
  /** Absent: the first that the scheduler offers. */
  policy?: string
  inputs: Readonly<Record<string, string>>
}>

export type ClusterSchedulers = Readonly<{
  /** By the name or the id of a cluster. */
  of(cluster: Readonly<{ id: string; name: string }>): Assignment
  /** Clusters that are named, as written; "*" is every other one. */
  named: readonly string[]
}>

const byDefault: Assignment = { schedulerId: DEFAULT_SCHEDULER, inputs: {} }
const FORM = 'CLUSTER=SCHEDULER, CLUSTER=SCHEDULER/POLICY or CLUSTER=SCHEDULER/POLICY?input=value&input=value'

/** The setting `schedulers.clusters`, each entry as the form above; "*" for all others. All problems at once. */
export function parseClusterSchedulers(
  entries: readonly string[],
): Readonly<{ clusters: ClusterSchedulers; problems: readonly string[] }> {
  const assigned = new Map<string, Assignment>()
  const problems: string[] = []
  for (const entry of entries) {
    const [cluster, scheduler = ''] = splitEntry(entry) ?? []
    const match = /^(?<id>[A-Za-z0-9_-]+)(\/(?<policy>[A-Za-z0-9_-]+))?(\?(?<inputs>.*))?$/.exec(scheduler)
    const { id, policy, inputs = '' } = match?.groups ?? {}
    if (cluster === undefined || id === undefined) {
      problems.push(`schedulers.clusters: "${entry}" must be ${FORM}`)
      continue
    }
    if (assigned.has(cluster)) problems.push(`schedulers.clusters: the cluster ${cluster} is named twice`)
    const given = [...new URLSearchParams(inputs)]
    const seen = new Set<string>()
    const twice = given.find(([name]) => seen.size === seen.add(name).size)
    if (twice !== undefined) problems.push(`schedulers.clusters: "${entry}" gives the input ${twice[0]} twice`)
    assigned.set(cluster, { schedulerId: id, ...(policy && { policy }), inputs: Object.fromEntries(given) })
  }
  return {
    problems,
    clusters: {
      of: ({ id, name }) => assigned.get(name) ?? assigned.get(id) ?? assigned.get('*') ?? byDefault,
      named: [...assigned.keys()].filter(cluster => cluster !== '*'),
    },
  }
}

/** What is wrong with the name of something that is looked for among others, and the one that was meant, maybe. */
export function notAmong(what: string, name: string, known: readonly string[]): string {
  const meant = closestTo(name, known)
  return `there is no ${what} "${name}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`
}
