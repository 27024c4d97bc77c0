import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { TuningMode } from '../../shared/model/tuning.ts'
import type { KnobChange, KnobDecision } from '../../shared/plan/knob-decision.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { PressureDecision } from '../../shared/plan/pressure.ts'
import type { MemoryOwner } from '../../shared/plan/tuning-state.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import { cpuStanding, memoryStanding } from './arbiter/arbiter-input.ts'
import { arbitrate } from './arbiter/arbitrate.ts'
import type { ArbiterState, ArbiterVm, Arbitration, WantedChange } from './arbiter/arbitration.ts'
import type { DueChange } from './knobs/knob-round.ts'
import { createMemoryBalancer, type MemoryLook } from './memory/memory-balancer.ts'
import type { MemoryLimits } from './memory/memory-plan.ts'
import { createPinBalancer, type PinBalancerOptions, type PinLook } from './pinning/pin-balancer.ts'
import type { HostChange } from './restore/compose-changes.ts'
import { planRestore, whyRestored } from './restore/plan-restore.ts'
import type { TouchedKnob } from './restore/touched-knobs.ts'
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

/** What is there at one instant, and what may be done. */
export type BalanceFacts = Readonly<{
  nowMs: number
  host: Named
  reading: HostReading
  guests: readonly GuestReading[]
  /** By the host’s clock. */
  takenAtMs: number
  touched: ReadonlyMap<string, TouchedKnob>
  /** What was found touched when we were started is given back first. */
  isFromBefore: boolean
  leaving: ReadonlyMap<string, Reason>
  arrived: ReadonlyMap<string, number>
  /** Of policies and memory, and of pins; those that really hold. */
  modes: Readonly<{ mode: TuningMode; pinning: TuningMode; memory: MemoryOwner }>
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

const MOST_PRESSURES = 50

/** One host: its two balancers, what is to be given back, and the arbiter over all. It has no clock and sets nothing. */
export function createHostBalance(deps: HostBalanceDeps) {
  const pinBalancer = createPinBalancer(deps.pins)
  const memoryBalancer = createMemoryBalancer(deps.memory)
  let state: ArbiterState = {}
  let pressures: readonly PressureDecision[] = []

  const keepsPins = ({ leaving }: BalanceFacts, vmId: string): Reason | undefined =>
    leaving.get(vmId) ?? deps.standingOf(vmId)?.keepsPins
  const keepsMemory = ({ leaving, arrived, nowMs }: BalanceFacts, vmId: string): Reason | undefined => {
    const standing = leaving.get(vmId) ?? deps.standingOf(vmId)?.keepsMemory
    const arrivedMs = arrived.get(vmId)
    return standing ?? (arrivedMs !== undefined && nowMs - arrivedMs < WARM_UP_MS ? justArrived : undefined)
  }

  /** undefined: whoever changed it still has it. */
  function whyBack(facts: BalanceFacts, pins: PinLook | undefined, change: HostChange): Reason | undefined {
    const { modes, leaving, isFromBefore } = facts
    if (change.knob !== 'pins') return modes.mode === 'enforce' ? undefined : whyRestored.off
    if (modes.pinning !== 'enforce') return whyRestored.off
    if (isFromBefore) return whyRestored.again
    if (leaving.has(change.vmId)) return whyRestored.leaving
    if (keepsPins(facts, change.vmId) ?? (pinBalancer.isForeign(change.vmId) ? true : undefined))
      return whyRestored.excluded
    return pins?.plan.isRelease === true ? whyRestored.idle : undefined
  }

  function roomKiB(memory: MemoryLook | undefined): number {
    return memory === undefined ? 0 : memory.plan.budgetKiB
  }

  function arbiterOf(facts: BalanceFacts, pins: PinLook | undefined, memory: MemoryLook | undefined) {
    const cpu = pins && cpuStanding(pins.view, pins.plan)
    const vms = facts.guests.flatMap(guest => (guest.state === 'off' ? [] : [arbiterVm(guest, pins, deps.standingOf)]))
    return (changes: readonly WantedChange[]): Arbitration => {
      const { nowMs, host, leaving, arrived, reading } = facts
      const arbitration = arbitrate(
        {
          ...{ nowMs, host, vms, changes, leaving, arrived },
          ...(memory && { memory: memoryStanding(memory.view, memory.plan, reading.ksm?.running) }),
          ...(cpu && { cpu }),
        },
        state,
        deps.newId,
      )
      state = arbitration.state
      const told = new Map(arbitration.told.map(event => [event.id, event]))
      pressures = [...arbitration.told.toReversed(), ...pressures.filter(({ id }) => !told.has(id))].slice(
        0,
        MOST_PRESSURES,
      )
      return arbitration
    }
  }

  return {
    /** Looks at the host anew. Nothing is changed; the arbiter remembers what it decides. */
    balance(facts: BalanceFacts): Balance {
      const { reading, guests, touched, modes } = facts
      const pins = pinBalancer.look({ ...facts, leaveAlone: vmId => keepsPins(facts, vmId) })
      const memory = memoryBalancer.look(reading, guests, {
        staleMs: deps.staleMs,
        headedOf: deps.headedKiB,
        priorityOf: vmId => deps.standingOf(vmId)?.priority,
        leaveAlone: vmId => keepsMemory(facts, vmId),
      })
      const found = { reading, guests: new Map(guests.map(guest => [guest.id, guest])), roomKiB: roomKiB(memory) }
      const restore = planRestore(touched, found, change => whyBack(facts, pins, change))
      const wanted = [
        ...(isActive(modes.pinning) ? pinBalancer.changes(facts, modes.pinning) : []),
        ...(isActive(modes.mode) && modes.memory === 'balancer' ? memoryBalancer.changes(modes.mode) : []),
      ]
      return {
        ...(pins && { pins }),
        ...(memory && { memory }),
        others: [...wanted, ...restore.changes],
        forget: restore.forget,
        arbitrate: arbiterOf(facts, pins, memory),
      }
    },
    /** What came of a round. */
    note(decisions: readonly KnobDecision[]): void {
      const made = (by: KnobDecision['by']): KnobChange[] =>
        decisions.flatMap(decision => (decision.by === by && decision.outcome === 'made' ? [decision.change] : []))
      pinBalancer.made(made('pinning'))
    },
    /** Newest first. */
    pressures: (): readonly PressureDecision[] => pressures,
  }
}

export const isActive = (mode: TuningMode): mode is 'dry-run' | 'enforce' => mode === 'dry-run' || mode === 'enforce'

/** Its figures settle, and what it brought along counts double on no host. */
const WARM_UP_MS = 120_000
const justArrived = reason(
  'memory-arrived',
  'It came to this host a moment ago: its memory is left alone until it has settled.',
)

function arbiterVm(
  { id, name, residentKiB, memoryKiB = 0 }: GuestReading,
  pins: PinLook | undefined,
  standingOf: HostBalanceDeps['standingOf'],
): ArbiterVm {
  const { priority, canLeave } = standingOf(id) ?? unmanagedVm
  const ofVm = pins?.view.vcpus.filter(({ vmId }) => vmId === id) ?? []
  const demandPercent = ofVm.reduce((sum, vcpu) => sum + vcpu.demandPercent, 0)
  return { id, name, residentKiB: residentKiB ?? memoryKiB, demandPercent, priority, canLeave }
}
