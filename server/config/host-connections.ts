import {
  type HostConnectionKind,
  type HostConnectionRule,
  hostConnectionKinds,
} from '../../shared/model/watched-host.ts'
import { closestTo } from './closest-to.ts'
import { type Setting, texts } from './setting.ts'
import { splitEntry } from './split-entry.ts'

/** Which cluster's hosts are reached how. */
export type HostConnectionRules = Readonly<{
  /** By the name or the id of a cluster. */
  of(cluster: Readonly<{ id: string; name: string }>): HostConnectionRule
  /** Clusters that are named, as written; "*" is every other one. */
  named: readonly string[]
  /** Every kind that some cluster has, `none` left out. */
  kinds: ReadonlySet<HostConnectionKind>
}>

const NONE: HostConnectionRule = { kind: 'none' }
/** Linux takes no longer path for a unix socket. */
const MAX_SOCKET_PATH = 107

/** One entry of `hosts.connect` behind its "="; a text says what is wrong. */
export function parseHostConnection(given: string): HostConnectionRule | string {
  const [, word = '', path] = /^([^:]*)(?::(.*))?$/s.exec(given) ?? []
  const kind = hostConnectionKinds.find(known => known === word)
  if (kind === undefined) {
    const meant = closestTo(word, hostConnectionKinds)
    return `"${word}" is no connection; ${meant === undefined ? `there are ${hostConnectionKinds.join(', ')}` : `did you mean ${meant}?`}`
  }
  if (path === undefined) return { kind }
  if (kind !== 'libvirt+unix') return `only libvirt+unix takes a path; write ${kind}`
  if (!path.startsWith('/') || Buffer.byteLength(path) > MAX_SOCKET_PATH || path.includes('\0'))
    return `"${path}" must be the path of a socket, from / on, of ${MAX_SOCKET_PATH} bytes at most`
  return { kind, path }
}

/** Entries as CLUSTER=CONNECTION; "*" for every other cluster. All problems at once. */
export function parseHostConnections(
  entries: readonly string[],
): Readonly<{ rules: HostConnectionRules; problems: readonly string[] }> {
  const byCluster = new Map<string, HostConnectionRule>()
  const problems: string[] = []
  for (const entry of entries) {
    const parts = splitEntry(entry)
    if (parts === undefined) {
      problems.push(`"${entry}" must be CLUSTER=CONNECTION, such as Default=vdsm`)
      continue
    }
    const [cluster, given] = parts
    if (byCluster.has(cluster)) problems.push(`the cluster ${cluster} is named twice`)
    const rule = parseHostConnection(given)
    if (typeof rule === 'string') problems.push(`${cluster}: ${rule}`)
    else byCluster.set(cluster, rule)
  }
  const kinds = new Set([...byCluster.values()].map(({ kind }) => kind).filter(kind => kind !== 'none'))
  return {
    problems,
    rules: {
      of: ({ id, name }) => byCluster.get(name) ?? byCluster.get(id) ?? byCluster.get('*') ?? NONE,
      named: [...byCluster.keys()].filter(cluster => cluster !== '*'),
      kinds,
    },
  }
}

/** The setting: texts of which each is an entry. */
export function hostConnections(
  described: Pick<Setting<readonly string[]>, 'default' | 'help'>,
): Setting<readonly string[]> {
  const list = texts({ argument: '<CLUSTER=CONNECTION,…>', ...described })
  return {
    ...list,
    parse(given) {
      const parsed = list.parse(given)
      if (!parsed.ok) return parsed
      const { problems } = parseHostConnections(parsed.value)
      return problems.length === 0 ? parsed : { ok: false, problem: `cannot be used: ${problems.join('; ')}` }
    },
  }
}
