import type { HostProblem, WatchedHost } from '../../shared/model/watched-host.ts'
import type { Log } from '../telemetry/log.ts'
import { gathered } from './gathered.ts'
import type { Sleep } from './sleep.ts'

export type ConnectionLogDeps = Readonly<{
  log: Pick<Log, 'info' | 'warn'>
  sleep: Sleep
  now: () => number
  signal: AbortSignal
}>

const GATHER_MS = 1000
const REST_MS = 10_000
const MAX_NAMES = 10

type Seen = Readonly<{ standing: 'connected' | 'waiting'; lostConnections: number }>
type Told = Pick<WatchedHost, 'id' | 'name' | 'standing' | 'lostConnections' | 'problem'>

/** What is told of a host whose standing went from one to the other; the sentence for one host, and for several. */
const news = {
  answers: { level: 'info', one: 'A host answers.', several: 'Hosts answer.' },
  back: { level: 'info', one: 'A host answers again.', several: 'Hosts answer again.' },
  unreached: { level: 'warn', one: 'A host cannot be reached.', several: 'Hosts cannot be reached.' },
  lost: {
    level: 'warn',
    one: 'The connection to a host is lost.',
    several: 'The connections to several hosts are lost.',
  },
  flapped: {
    level: 'warn',
    one: 'The connection to a host was lost and is there again.',
    several: 'The connections to several hosts were lost and are there again.',
  },
} as const

/** Logs hosts that are lost or come back: a line for each kind of news, however many hosts it is of, and a pause after it. */
export function createConnectionLog({ log, sleep, now, signal }: ConnectionLogDeps): {
  note(host: Told): void
  forget(id: string): void
} {
  const reported = new Map<string, Seen>()
  const latest = new Map<string, Told>()
  const tellSoon = gathered({ gatherMs: GATHER_MS, restMs: REST_MS, sleep, now, signal }, tell)

  function tell(): void {
    const told = Map.groupBy(latest.values(), host => newsOf(reported.get(host.id), host))
    for (const { id, standing, lostConnections } of latest.values())
      if (standing === 'connected' || standing === 'waiting') reported.set(id, { standing, lostConnections })
    latest.clear()
    for (const [what, hosts] of told) {
      if (what === undefined) continue
      const { level, one, several } = news[what]
      log[level](fieldsOf(hosts), hosts.length === 1 ? one : several)
    }
  }

  return {
    note(host) {
      latest.set(host.id, host)
      tellSoon()
    },
    forget(id) {
      latest.delete(id)
      reported.delete(id)
    },
  }
}

function newsOf(before: Seen | undefined, { standing, lostConnections }: Told): keyof typeof news | undefined {
  if (standing === 'waiting') {
    if (before === undefined) return 'unreached'
    return before.standing === 'connected' ? 'lost' : undefined
  }
  if (standing !== 'connected') return undefined
  if (before === undefined) return 'answers'
  if (before.standing === 'waiting') return 'back'
  return lostConnections > before.lostConnections ? 'flapped' : undefined
}

function fieldsOf(hosts: readonly Told[]): Record<string, unknown> {
  const [only] = hosts
  if (hosts.length === 1 && only !== undefined)
    return { host: only.name, ...(only.problem && { code: only.problem.code, problem: only.problem.message }) }
  const problems = hosts.flatMap(({ problem }) => problem ?? [])
  return {
    count: hosts.length,
    hosts: hosts.slice(0, MAX_NAMES).map(({ name }) => name),
    ...(problems.length > 0 && { codes: countsOf(problems), problem: problems[0]?.message }),
  }
}

const countsOf = (problems: readonly HostProblem[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(problems, ({ code }) => code)].map(([code, { length }]) => [code, length]))
