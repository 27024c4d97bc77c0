import type { HostStatus } from '../../shared/model/host.ts'
import type { HostConnectionRule, WatchedHost } from '../../shared/model/watched-host.ts'
import type { Log } from '../telemetry/log.ts'
import { createConnectionLog } from './connection-log.ts'
import { contactHost, type HostContact } from './contact-host.ts'
import { createListeners } from './create-listeners.ts'
import { gathered } from './gathered.ts'
import type { Dial, HostAccess, HostConnection, HostEvent } from './host-client.ts'
import { fixOf, hostProblem } from './host-fixes.ts'
import { phaseOf } from './phase-of.ts'
import { printable } from './printable.ts'
import type { Sleep } from './sleep.ts'
import type { TakenSample } from './take-sample.ts'
import { whyNotDialled } from './why-not-dialled.ts'
import { createWorkSlots } from './work-slots.ts'

/** A host as the engine names it. */
export type FleetHost = Readonly<{
  id: string
  name: string
  cluster: Readonly<{ id: string; name: string }>
  status?: HostStatus | undefined
  address?: string | undefined
  /** Another replica of the service is connected to it. */
  isOfAnother?: boolean
}>

/** How a sample went. `outcome`: ok, or the code of the problem. */
export type SampleReport = Readonly<{ hostId: string; outcome: string; durationMs: number; lateMs: number }>

export type HostFleetDeps = Readonly<{
  viaOf: (cluster: Readonly<{ id: string; name: string }>) => HostConnectionRule
  dialOf: (via: HostConnectionRule, host: FleetHost) => Dial
  sampleIntervalMs: number
  /** How many hosts are asked, and how many are connected to, at once. */
  concurrency: number
  /** After so long a sample is over, and a host that is still being connected to holds no one else up. */
  callTimeoutMs: number
  onSampled?: (report: SampleReport) => void
  /** A host's turn came while it had not answered the time before. */
  onSkipped?: () => void
  sleep: Sleep
  now: () => number
  /** 0 up to 1. */
  random: () => number
  log: Pick<Log, 'info' | 'warn' | 'error'>
}>

export type HostFleet = Readonly<{
  /** The hosts there are now: new ones are connected to, those that are gone or cannot answer are let go. */
  follow(hosts: readonly FleetHost[]): void
  list(): readonly WatchedHost[]
  find(id: string): WatchedHost | undefined
  /** To read and change a host; undefined: it is not dialled. Its calls reject while there is no connection. */
  access(id: string): HostAccess | undefined
  /** Told after each sample, good or not. */
  onSample(listener: (host: WatchedHost) => void): () => void
  onEvent(listener: (hostId: string, event: HostEvent) => void): () => void
  /** Told when connections have come, gone, or fail for another reason; once for many. */
  onStandings(listener: () => void): () => void
  close(): void
}>

/** So many hosts are begun with at once, then as many more each time. */
const START_GROUP = 8
const START_PAUSE_MS = 250
const TELL_GATHER_MS = 500
const TELL_REST_MS = 2000

type Member = { host: WatchedHost; contact?: HostContact; dialled?: string }

/** One connection to every host that is to be reached and can be; each is asked for its figures at its own turn. */
export function createHostFleet(deps: HostFleetDeps): HostFleet {
  const { viaOf, dialOf, sampleIntervalMs, concurrency, callTimeoutMs, sleep, now, random, log } = deps
  const closing = new AbortController()
  const { signal } = closing
  const members = new Map<string, Member>()
  const slots = { count: concurrency, holdMs: callTimeoutMs, sleep }
  const [dialSlots, sampleSlots] = [createWorkSlots(slots), createWorkSlots(slots)]
  const connectionLog = createConnectionLog({ log, sleep, now, signal })
  const samples = createListeners<[WatchedHost]>(log)
  const events = createListeners<[string, HostEvent]>(log)
  const standings = createListeners<[]>(log)
  const tellStandings = gathered({ gatherMs: TELL_GATHER_MS, restMs: TELL_REST_MS, sleep, now, signal }, standings.tell)

  function become(member: Member, next: WatchedHost): void {
    const before = member.host
    member.host = next
    if (before.standing === next.standing && before.problem?.code === next.problem?.code) return
    connectionLog.note(next)
    tellStandings()
  }

  function onConnection(member: Member, { state, software, problem, nextAttemptAtMs }: HostConnection): void {
    const { software: _, problem: __, nextAttemptAtMs: ___, ...before } = member.host
    // Lost stays lost while it is tried again: only that says since when.
    const standing = state === 'connected' || state === 'waiting' ? state : before.standing
    const kind = before.via.kind
    become(member, {
      ...before,
      standing,
      sinceMs: standing === before.standing ? before.sinceMs : now(),
      lostConnections: before.lostConnections + (before.standing === 'connected' && state === 'waiting' ? 1 : 0),
      ...(software !== undefined && { software: printable(software) }),
      ...(nextAttemptAtMs !== undefined && { nextAttemptAtMs }),
      ...(problem !== undefined && {
        problem: { ...problem, message: printable(problem.message), fix: fixOf(problem.code, kind) },
      }),
    })
  }

  function onSample(member: Member, taken: TakenSample, lateMs: number): void {
    const { endedAtMs, durationMs, reading, guests } = taken
    const { kind } = member.host.via
    const problem = taken.problem === undefined ? undefined : hostProblem(taken.problem, kind, endedAtMs)
    member.host = {
      ...member.host,
      ...(reading !== undefined && { reading, readAtMs: endedAtMs }),
      ...(guests !== undefined && {
        guests: { takenAtMs: reading?.takenAtMs ?? endedAtMs, readAtMs: endedAtMs, guests },
      }),
      sample: { endedAtMs, durationMs, ...(problem && { problem }) },
    }
    deps.onSampled?.({ hostId: member.host.id, outcome: problem?.code ?? 'ok', durationMs, lateMs })
    samples.tell(member.host)
  }

  function dial(member: Member, host: FleetHost, startAfterMs: number): void {
    member.contact = contactHost({
      dial: dialOf(member.host.via, host),
      startAfterMs,
      sampleIntervalMs,
      phaseMs: phaseOf(host.id, sampleIntervalMs),
      sampleDeadlineMs: callTimeoutMs,
      ...{ dialSlots, sampleSlots, sleep, now, random },
      onConnection: connection => onConnection(member, connection),
      onEvent: event => events.tell(host.id, event),
      onSample: (sample, lateMs) => onSample(member, sample, lateMs),
      onSkipped: () => deps.onSkipped?.(),
    })
  }

  function hangUp(member: Member): void {
    member.contact?.close()
    delete member.contact
    delete member.dialled
  }

  /** What the engine says of it now. True: it is to be dialled anew. */
  function take(member: Member, { id, name, cluster, status, address, isOfAnother }: FleetHost): boolean {
    const via = viaOf(cluster)
    const because = whyNotDialled(via, { status, address, isOfAnother })
    const target = because === undefined ? JSON.stringify([via, address]) : undefined
    const { status: _, address: __, because: ___, ...rest } = member.host
    const facts = { ...rest, id, name, cluster, via, ...(status && { status }), ...(address && { address }) }
    if (target !== undefined && target === member.dialled) {
      member.host = facts
      return false
    }
    const { problem: _p, software: _s, nextAttemptAtMs: _n, ...kept } = facts
    hangUp(member)
    const standing = via.kind === 'none' ? 'not-configured' : target === undefined ? 'not-dialled' : 'connecting'
    const sinceMs = standing === kept.standing ? kept.sinceMs : now()
    become(member, { ...kept, standing, sinceMs, ...(because !== undefined && via.kind !== 'none' && { because }) })
    if (target !== undefined) member.dialled = target
    return target !== undefined
  }

  function remove(id: string, member: Member): void {
    hangUp(member)
    members.delete(id)
    connectionLog.forget(id)
    tellStandings()
  }

  return {
    follow(hosts) {
      if (signal.aborted) return
      const ids = new Set(hosts.map(({ id }) => id))
      for (const [id, member] of members) if (!ids.has(id)) remove(id, member)
      let begun = 0
      for (const host of hosts) {
        const member = members.get(host.id) ?? { host: unknownYet(host, now()) }
        members.set(host.id, member)
        if (!take(member, host)) continue
        dial(member, host, Math.floor(begun / START_GROUP) * START_PAUSE_MS)
        begun += 1
      }
    },
    list: () => [...members.values()].map(({ host }) => host),
    find: id => members.get(id)?.host,
    access: id => members.get(id)?.contact?.access(),
    onSample: samples.add,
    onEvent: events.add,
    onStandings: standings.add,
    close() {
      closing.abort()
      for (const member of members.values()) hangUp(member)
    },
  }
}

const unknownYet = ({ id, name, cluster }: FleetHost, nowMs: number): WatchedHost => ({
  id,
  name,
  cluster,
  via: { kind: 'none' },
  standing: 'not-configured',
  sinceMs: nowMs,
  lostConnections: 0,
})
