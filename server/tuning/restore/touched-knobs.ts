import { isDeepStrictEqual } from 'node:util'
import { oneAtATime } from '../../../shared/measure/one-at-a-time.ts'
import type { KnobChange } from '../../../shared/plan/knob-decision.ts'
import type { TouchedHost } from '../../../shared/plan/touched-host.ts'
import { knobOf } from '../knobs/back-off.ts'
import { composeChanges, type HostChange, settled } from './compose-changes.ts'

export type TouchedStore = {
  listTouchedHosts(): Promise<TouchedHost[]>
  /** Durable when it resolves. */
  putTouchedHost(touched: TouchedHost): Promise<void>
}

/** Newest first; never empty. The host has taken one of them, and it is not known which where there are several. */
export type TouchedKnob = readonly HostChange[]
type Touched = ReadonlyMap<string, TouchedKnob>

/**
 * What on which host is not as it was found, known over a crash: it is written down before the first change of it is made.
 */
export type TouchedKnobs = Readonly<{
  /** Must have been awaited once before the others count; again before a host is taken over from another replica. */
  load(): Promise<void>
  /** By knob, in the order in which they were first touched. */
  of(hostId: string): Touched
  hostIds(): readonly string[]
  /** VMs of a host about which there is something. */
  vmIds(hostId: string): ReadonlySet<string>
  /** Rejects, with nothing noted, when it cannot be written: then nothing must be changed. */
  willChange(hostId: string, changes: readonly KnobChange[]): Promise<void>
  /** The host has taken them. */
  made(hostId: string, changes: readonly KnobChange[]): Promise<void>
  /** They are as they were, or not ours any more. */
  forget(hostId: string, knobs: readonly string[]): Promise<void>
  /** A VM came from elsewhere and brought along what was set for it there, as far as `carried` has it. */
  carry(
    vmId: string,
    way: Readonly<{ from: string; to: string }>,
    carried: (change: HostChange) => HostChange | undefined,
  ): Promise<void>
}>

/** Attempts that failed one after the other are one doubt each. Of more than these the last that was made is kept, and the newest. */
const MOST_DOUBTS = 8

export function createTouchedKnobs(store: TouchedStore): TouchedKnobs {
  const writing = oneAtATime()
  const hosts = new Map<string, Touched>()
  const of = (hostId: string): Touched => hosts.get(hostId) ?? new Map()

  async function put(hostId: string, next: Touched): Promise<void> {
    await store.putTouchedHost({ hostId, changes: [...next.values()].flat() })
    if (next.size === 0) hosts.delete(hostId)
    else hosts.set(hostId, next)
  }

  return {
    load: () =>
      writing(async () => {
        const stored = await store.listTouchedHosts()
        hosts.clear()
        for (const { hostId, changes } of stored) hosts.set(hostId, Map.groupBy(changes.filter(isOfHost), knobOf))
      }),
    of,
    hostIds: () => [...hosts.keys()],
    vmIds: hostId => new Set([...of(hostId).values()].flatMap(([change]) => (change && vmOf(change)) ?? [])),

    willChange: (hostId, changes) =>
      writing(async () => {
        const lasting = changes.filter(isOfHost)
        if (lasting.length === 0) return
        const next = new Map(of(hostId))
        for (const [knob, all] of Map.groupBy(lasting, knobOf)) {
          const before = next.get(knob) ?? []
          const attempt = all.reduce<HostChange | undefined>(composeChanges, knowingAll(before)[0])
          next.set(knob, fewest([...(attempt ? [attempt] : []), ...before]))
        }
        await put(hostId, next)
      }),

    made: (hostId, changes) =>
      writing(async () => {
        const next = new Map(of(hostId))
        for (const change of changes.filter(isOfHost)) {
          const left = afterMade(next.get(knobOf(change)) ?? [], change)
          if (left.length === 0) next.delete(knobOf(change))
          else next.set(knobOf(change), left)
        }
        await put(hostId, next)
      }),

    forget: (hostId, knobs) =>
      writing(async () => {
        const gone = new Set(knobs)
        const left = new Map([...of(hostId)].filter(([knob]) => !gone.has(knob)))
        if (left.size < of(hostId).size) await put(hostId, left)
      }),

    carry: (vmId, { from, to }, carried) =>
      writing(async () => {
        const isMoved = ([, [change]]: readonly [string, TouchedKnob]) => change !== undefined && vmOf(change) === vmId
        const moved = [...of(from)].filter(isMoved)
        if (moved.length === 0) return
        const brought = moved
          .map(([knob, doubts]) => [knob, doubts.flatMap(change => carried(change) ?? [])] as const)
          .filter(([, doubts]) => doubts.length > 0)
        // There first: a crash between the two leaves it known twice, which does no harm.
        if (brought.length > 0) await put(to, new Map([...of(to), ...brought]))
        await put(from, new Map([...of(from)].filter(entry => !isMoved(entry))))
      }),
  }
}

const fewest = (doubts: TouchedKnob): TouchedKnob =>
  doubts.length <= MOST_DOUBTS ? doubts : [...doubts.slice(0, MOST_DOUBTS - 1), ...doubts.slice(-1)]

/** How a pin or field was found is true of each doubt, whichever of them names it. */
function knowingAll(doubts: TouchedKnob): TouchedKnob {
  if (doubts.length < 2) return doubts
  const all = doubts.reduce(composeChanges)
  return 'from' in all ? doubts.map(doubt => ({ ...doubt, from: all.from }) as HostChange) : doubts
}

/** What was made holds in each of the doubts; of other pins and fields of the knob they remain. */
function afterMade(doubts: TouchedKnob, made: HostChange): TouchedKnob {
  const left = knowingAll(doubts).flatMap(doubt => settled(composeChanges(doubt, made)) ?? [])
  return left.filter((one, at) => left.findIndex(other => isDeepStrictEqual(one, other)) === at)
}

const vmOf = (change: HostChange): string | undefined => ('vmId' in change ? change.vmId : undefined)

const isOfHost = (change: KnobChange): change is HostChange => change.knob !== 'request'
