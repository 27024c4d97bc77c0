import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { TuningMode } from '../../shared/model/tuning.ts'
import type { KnobDecision } from '../../shared/plan/knob-decision.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import { cpuStanding, memoryStanding } from './arbiter/arbiter-input.ts'
import type { ArbiterVm, Arbitration, WantedChange } from './arbiter/arbitration.ts'
import { createHostArbiter } from './arbiter/host-arbiter.ts'
import type { DueChange } from './knobs/knob-round.ts'
import { createMemoryBalancer, type MemoryLook } from './memory/memory-balancer.ts'
import type { MemoryLimits } from './memory/memory-plan.ts'
import { reserveOf } from './memory/memory-thresholds.ts'
import { createSettlingVms } from './memory/settling-vms.ts'
import { createPinBalancer, type PinBalancerOptions, type PinLook } from './pinning/pin-balancer.ts'
import type { FoundNow } from './restore/give-back.ts'
import { createLostKnobs } from './restore/lost-knobs.ts'
import { planRestore, type RestorePlan, whyRestored } from './restore/plan-restore.ts'
import type { TouchedKnob } from './restore/touched-knobs.ts'
import { type WhyBackFacts, whyBack } from './restore/why-back.ts'
import { unmanagedVm, type VmStanding } from './vm-standing.ts'

export type HostBalanceDeps = Readonly<{
  pins: PinBalancerOptions
  memory: MemoryLimits
  /** Statistics of guests that are older do not count. */
  staleMs: number
  /** undefined: nobody but the host knows it. */
  standingOf: (vmId: string) => VmStanding | undefined
  /** Where a balloon was sent and has not come yet. */
  headedKiB: (vmId: string) => number | undefined
  newId: () => string
}>

/** What is there at one instant. */
type Instant = Readonly<{
  nowMs: number
  reading: HostReading
  guests: readonly GuestReading[]
  touched: ReadonlyMap<string, TouchedKnob>
  leaving: ReadonlyMap<string, Reason>
}>

/** And what may be done. */
export type BalanceFacts = Instant &
  Pick<WhyBackFacts, 'modes' | 'isFromBefore'> &
  Readonly<{
    host: Named
    /** By the host’s clock. */
    takenAtMs: number
    arrived: ReadonlyMap<string, number>
    /** Why no VM can be asked to leave. */
    cannotAsk?: Reason
  }>

export type Balance = Readonly<{
  pins?: PinLook
  memory?: MemoryLook
  /** What balancers want, and what is to be given back. */
  others: readonly DueChange[]
  /** Knobs about which nothing is left to give back. */
  forget: readonly string[]
  /** Decides between all that is wanted. */
  arbitrate(wanted: readonly WantedChange[]): Arbitration
}>

/** One host: its two balancers, what is to be given back, and the arbiter over all. It has no clock and sets nothing. */
export function createHostBalance(deps: HostBalanceDeps) {
  const { standingOf } = deps
  const pinBalancer = createPinBalancer(deps.pins)
  const memoryBalancer = createMemoryBalancer(deps.memory)
  const arbiter = createHostArbiter(deps.newId)
  const settling = createSettlingVms()
  const lost = createLostKnobs()

  const lookAtMemory = ({ nowMs, reading, guests, leaving }: Instant): MemoryLook | undefined =>
    memoryBalancer.look(reading, guests, {
      staleMs: deps.staleMs,
      headedOf: deps.headedKiB,
      priorityOf: vmId => standingOf(vmId)?.priority,
      leaveAlone: vmId => leaving.get(vmId) ?? standingOf(vmId)?.keepsMemory ?? settling.why(vmId, nowMs),
    })

  function arbiterOf(facts: BalanceFacts, pins: PinLook | undefined, memory: MemoryLook | undefined) {
    const { nowMs, host, leaving, arrived, reading, guests, cannotAsk } = facts
    return (changes: readonly WantedChange[]): Arbitration => {
      const cpu = pins && cpuStanding(pins.view, pins.plan)
      const vms = arbiterVms(guests, pins, standingOf)
      return arbiter.arbitrate({
        ...{ nowMs, host, vms, changes, leaving, arrived },
        ...(memory && { memory: memoryStanding(memory.view, memory.plan, reading.ksm?.running) }),
        ...(cpu && { cpu }),
        ...(cannotAsk && { cannotAsk }),
      })
    }
  }

  return {
    /** Looks at the host anew. Nothing is changed; the arbiter remembers what it decides. */
    balance(facts: BalanceFacts): Balance {
      const { nowMs, guests, touched, modes, leaving } = facts
      settling.look(runningOf(guests), nowMs)
      const pins = pinBalancer.look({
        ...facts,
        leaveAlone: vmId => leaving.get(vmId) ?? standingOf(vmId)?.keepsPins,
      })
      const memory = lookAtMemory(facts)
      const whyFacts: WhyBackFacts = {
        ...facts,
        isIdle: pins?.plan.isRelease === true,
        isLeaving: vmId => leaving.has(vmId),
        isForeign: pinBalancer.isForeign,
        standingOf,
      }
      const restore = planRestore(touched, foundNow(facts, memory, deps.memory), change => whyBack(change, whyFacts))
      const wanted = [
        ...(isActive(modes.pinning) ? pinBalancer.changes(facts, modes.pinning) : []),
        ...(isActive(modes.mode) && modes.memory === 'balancer' ? memoryBalancer.changes(modes.mode) : []),
      ]
      return {
        ...(pins && { pins }),
        ...(memory && { memory }),
        others: [...wanted, ...restore.changes],
        forget: [...restore.forget, ...lost.forGood(restore.lost, nowMs)],
        arbitrate: arbiterOf(facts, pins, memory),
      }
    },
    /** What came of a round. */
    note(decisions: readonly KnobDecision[]): void {
      const made = decisions.filter(({ by, outcome }) => by === 'pinning' && outcome === 'made')
      pinBalancer.made(made.map(({ change }) => change))
    },
    /** Nothing is decided here any more. */
    rest: arbiter.rest,
    /** All that is touched, as far as the host has room, for when we stop. */
    giveBack: (now: Instant): RestorePlan =>
      planRestore(now.touched, foundNow(now, lookAtMemory(now), deps.memory), () => whyRestored.stop),
    pressures: arbiter.pressures,
  }
}

/** A VM that is paused, or on its way to elsewhere, is not a new one when it goes on. */
const runningOf = (guests: readonly GuestReading[]): string[] =>
  guests.flatMap(({ id, state }) => (['off', 'starting', 'incoming'].includes(state) ? [] : [id]))

const foundNow = ({ reading, guests }: Instant, memory: MemoryLook | undefined, limits: MemoryLimits): FoundNow => ({
  reading,
  guests: new Map(guests.map(guest => [guest.id, guest])),
  // A host that does not tell what is available has at least what is free: balloons must not stay for ever.
  roomKiB: memory?.plan.budgetKiB ?? freeRoomKiB(reading, guests.length, limits),
})

const freeRoomKiB = ({ memory: { totalKiB, freeKiB = 0 } }: HostReading, vmCount: number, limits: MemoryLimits) =>
  Math.max(0, freeKiB - reserveOf({ totalKiB, vmCount }, limits))

export const isActive = (mode: TuningMode): mode is 'dry-run' | 'enforce' => mode === 'dry-run' || mode === 'enforce'

function arbiterVms(
  guests: readonly GuestReading[],
  pins: PinLook | undefined,
  standingOf: HostBalanceDeps['standingOf'],
): ArbiterVm[] {
  const demands = new Map<string, number>()
  for (const { vmId, demandPercent } of pins?.view.vcpus ?? [])
    demands.set(vmId, (demands.get(vmId) ?? 0) + demandPercent)
  return guests
    .filter(({ state }) => state !== 'off')
    .map(({ id, name, residentKiB, memoryKiB = 0 }) => {
      const { priority, canLeave } = standingOf(id) ?? unmanagedVm
      const demandPercent = demands.get(id) ?? 0
      return { id, name, residentKiB: residentKiB ?? memoryKiB, demandPercent, priority, canLeave }
    })
}
