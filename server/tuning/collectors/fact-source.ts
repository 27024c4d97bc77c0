import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import type { SkippedGuest } from '../../../shared/plan/knob-decision.ts'
import type { EntityFacts, Sample } from '../../language/entity.ts'
import { isCallable, isEntity, isList, type Value } from '../../language/value.ts'
import type { GuestCollector, GuestContext, GuestSla, HostCollector, Readings } from './collector.ts'
import { labelGuests } from './guest-labels.ts'
import { figuresMissing, hasEnded, whyNotTuned } from './guest-standing.ts'
import type { IoDraft } from './io-draft.ts'
import { type CollectorProblem, createMonitor, type Monitor } from './monitor.ts'

export type FactSourceOptions = Readonly<{
  hostCollectors: readonly HostCollector[]
  guestCollectors: readonly GuestCollector[]
  /** Samples that averages go over, 1 or more. */
  historyLength: number
  /** How often readings come; property `interval` of the host. */
  intervalS: number
  io: IoDraft
}>

export type GuestFacts = Readonly<{ vmId: string; vmName: string; facts: EntityFacts }>
export type GuestCollectorProblem = CollectorProblem & Readonly<{ vmId: string; vmName: string }>
export type Variables = Readonly<Record<string, Value>>

/** What a policy can know of one host and its guests. Pure state: it has no clock and asks nobody. */
export type FactSource = Readonly<{
  /**
   * `atMs`: our clock, for the time of day. Differences of counters are by the reading's own. Guests are to be taken first: how
   * much KSM could merge may only be known from them.
   */
  takeHost(reading: HostReading, atMs: number): readonly CollectorProblem[]
  /**
   * All guests of the host; one that is not among them is gone, with its history and variables, so a list that failed must not be
   * handed in. `atMs`: when it was taken, by the host's clock.
   */
  takeGuests(
    guests: readonly GuestReading[],
    atMs: number,
    slaOf?: (vmId: string) => GuestSla | undefined,
  ): readonly GuestCollectorProblem[]
  /** Guests by name, those of one name by id. `missing`: what the host lacks to be ready, which is undefined then. */
  facts(): Readonly<{
    host: EntityFacts | undefined
    guests: readonly GuestFacts[]
    notReady: readonly SkippedGuest[]
    missing: readonly string[]
  }>
  /** Variables of an evaluation that was committed: the policy finds them again. Guests that are not named keep theirs. */
  keep(variables: Readonly<{ host?: Variables | undefined; guests?: ReadonlyMap<string, Variables> }>): void
  /** As they were handed in last, guests that are not ready included. */
  latest(): Readonly<{ host?: HostReading; guests: ReadonlyMap<string, GuestReading> }>
  /** The last sample of the host, where it is ready, and of each guest that is, by the label that traces have. */
  statistics(): Readonly<{ host: Sample | undefined; guests: ReadonlyMap<string, Sample> }>
}>

type Taken<Reading> = Readonly<{ reading: Reading; atMs: number }>

type WatchedGuest = Readonly<{
  name: string
  label: string
  properties: Variables
  monitor: Monitor<GuestReading, GuestContext>
  variables: Variables
  taken?: Taken<GuestReading> | undefined
  notReady?: SkippedGuest | undefined
}>

/** A reading this many intervals old is none to compare with: what happened since is not what happens now. */
const GAP_INTERVALS = 3

export function createFactSource({
  hostCollectors,
  guestCollectors,
  historyLength,
  intervalS,
  io,
}: FactSourceOptions): FactSource {
  const host = createMonitor(hostCollectors, historyLength)
  const hostProperties = { interval: BigInt(Math.trunc(intervalS)) }
  let hostTaken: Taken<HostReading> | undefined
  let hostVariables: Variables = {}
  let watched: ReadonlyMap<string, WatchedGuest> = new Map()
  let guestReadings: ReadonlyMap<string, GuestReading> | undefined

  function readingsOf<Reading>({ reading: now, atMs }: Taken<Reading>, before: Taken<Reading> | undefined) {
    const elapsedMs = before === undefined ? 0 : atMs - before.atMs
    const isGap = elapsedMs <= 0 || elapsedMs > GAP_INTERVALS * intervalS * 1000
    return (isGap ? { now } : { now, before: before?.reading, elapsedMs }) satisfies Readings<Reading>
  }

  function guestsKiB(): number | undefined {
    if (guestReadings === undefined) return undefined
    const alive = [...guestReadings.values()].filter(({ state }) => !hasEnded(state))
    return alive.reduce((sum, { memoryKiB = 0 }) => sum + memoryKiB, 0)
  }

  return {
    takeHost(reading, atMs) {
      const taken = { reading, atMs: reading.takenAtMs }
      const readings = readingsOf(taken, hostTaken)
      hostTaken = taken
      return host.take(readings, { atMs, intervalS, guestsKiB: guestsKiB() })
    },

    takeGuests(guests, atMs, slaOf) {
      const problems: GuestCollectorProblem[] = []
      const listed = inOrder(guests)
      guestReadings = new Map(listed.map(reading => [reading.id, reading]))
      const labels = labelGuests(listed)
      const context = { atMs, intervalS, guestsKiB: guestsKiB(), io }

      const watch = (reading: GuestReading): WatchedGuest => {
        const { id, name, pid } = reading
        const vm = { vmId: id, vmName: name }
        const known = hasEnded(reading.state) ? undefined : watched.get(id)
        const guest = {
          name,
          label: labels.get(id) ?? name,
          properties: { name, uuid: id, ...(pid !== undefined && { pid: BigInt(pid) }) },
          monitor: known?.monitor ?? createMonitor(guestCollectors, historyLength),
          variables: known?.variables ?? {},
        }
        const whyNot = whyNotTuned(reading)
        if (whyNot !== undefined) return { ...guest, taken: known?.taken, notReady: { ...vm, ...whyNot } }
        const taken = { reading, atMs }
        const found = guest.monitor.take(readingsOf(taken, known?.taken), { ...context, sla: slaOf?.(id) })
        problems.push(...found.map(problem => ({ ...problem, ...vm })))
        if (guest.monitor.isReady()) return { ...guest, taken }
        const because = found.map(({ collector, message }) => `${collector}: ${message}.`)
        return { ...guest, taken, notReady: { ...vm, ...figuresMissing(guest.monitor.missing(), because) } }
      }
      watched = new Map(listed.map(reading => [reading.id, watch(reading)]))
      return problems
    },

    facts() {
      const isReady = host.isReady()
      const guests = [...watched].flatMap(([vmId, guest]) => (guest.notReady ? [] : factsOf(vmId, guest)))
      return {
        host: isReady
          ? { name: 'Host', samples: host.samples(), properties: hostProperties, variables: hostVariables }
          : undefined,
        guests,
        notReady: [...watched.values()].flatMap(({ notReady }) => notReady ?? []),
        missing: host.missing(),
      }
    },

    keep({ host: ofHost, guests }) {
      if (ofHost !== undefined) hostVariables = plain(ofHost)
      watched = new Map(
        [...watched].map(([vmId, guest]) => {
          const variables = guests?.get(vmId)
          return [vmId, variables === undefined ? guest : { ...guest, variables: plain(variables) }]
        }),
      )
    },

    latest: () => ({ ...(hostTaken && { host: hostTaken.reading }), guests: guestReadings ?? new Map() }),

    statistics: () => ({
      host: host.isReady() ? host.samples().at(-1) : undefined,
      guests: new Map(
        [...watched.values()].flatMap(({ label, monitor, notReady }) => {
          const sample = notReady === undefined ? monitor.samples().at(-1) : undefined
          return sample === undefined ? [] : [[label, sample] as const]
        }),
      ),
    }),
  }
}

const factsOf = (vmId: string, { name, label, monitor, properties, variables }: WatchedGuest): GuestFacts => ({
  vmId,
  vmName: name,
  facts: { name: label, samples: monitor.samples(), properties, variables },
})

/** By name, then by id; an id that is told twice counts once. Code units, so that the order is the same everywhere. */
function inOrder(guests: readonly GuestReading[]): GuestReading[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  const once = new Map(guests.map(guest => [guest.id, guest]))
  return [...once.values()].sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id))
}

/**
 * Without hosts, guests and functions, which belong to the evaluation that is over: kept, each would hold the one before it, and
 * memory would grow for ever.
 */
function plain(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => isPlain(value)))
}

const isPlain = (value: Value): boolean =>
  isList(value) ? value.every(isPlain) : !isEntity(value) && !isCallable(value)
