import type { GuestReading, HostReading, VcpuReading } from '../../../shared/model/host-reading.ts'
import type { KnobChange } from '../../../shared/plan/knob-decision.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { DueChange } from '../knobs/knob-round.ts'
import { isSameCpus, pinOf } from '../restore/compose-changes.ts'
import type { TouchedKnob } from '../restore/touched-knobs.ts'
import { type CpuView, vcpuKey } from './cpu-view.ts'
import { movesPerRound } from './moves-per-round.ts'
import { noPinMemory, type PinLimits, type PinMove, type PinPlan } from './pin-plan.ts'
import { planPins, rememberMoves } from './plan-pins.ts'
import { type Demands, smoothDemand } from './smooth-demand.ts'
import { viewCpus } from './view-cpus.ts'

/** What is asked of a host at one instant. */
export type PinFacts = Readonly<{
  reading: HostReading
  guests: readonly GuestReading[]
  /** By the host’s clock. */
  takenAtMs: number
  touched: ReadonlyMap<string, TouchedKnob>
  /** Why its pins are not ours to set, by whatever is known beside its readings. */
  leaveAlone(vmId: string): Reason | undefined
}>

export type PinLook = Readonly<{ view: CpuView; plan: PinPlan }>

export type PinBalancerOptions = Readonly<{
  limits: PinLimits
  /** CPUs that no vCPU is put on. */
  reservedCpuIds: ReadonlySet<number>
  /** Samples further apart tell nothing of now. */
  longestGapMs: number
}>

/**
 * A pin that somebody else has set over ours is theirs, and so is its VM for a while. One to all CPUs is nobody’s: the VM lost its pins on
 * its way here, or was started anew.
 */
const FOREIGN_MS = 3_600_000
/** One host and its vCPUs over time. It has no clock and sets nothing. */
export function createPinBalancer({ limits, reservedCpuIds, longestGapMs }: PinBalancerOptions) {
  let before: Pick<PinFacts, 'guests' | 'takenAtMs'> | undefined
  let demands: Demands = new Map()
  let memory = noPinMemory
  let look: PinLook | undefined
  /** The node that a VM was on when it was seen first: its memory stays there. */
  const homes = new Map<string, number>()
  const foreign = new Map<string, number>()

  /** As found before ours, where the pin that is there now is ours. */
  function originalOf({ touched }: PinFacts, vmId: string, vcpu: number, now: readonly number[] | undefined) {
    const isOurs = touched.get(`pins ${vmId}`)?.find(change => {
      const ours = change.knob === 'pins' ? pinOf(change.to, vcpu) : undefined
      return ours !== undefined && (now === undefined || isSameCpus(now, ours.cpuIds))
    })
    return isOurs?.knob === 'pins' ? pinOf(isOurs.from, vcpu)?.cpuIds : undefined
  }

  function watchForeign({ guests, touched, takenAtMs, reading }: PinFacts): void {
    for (const [vmId, sinceMs] of foreign) if (takenAtMs - sinceMs > FOREIGN_MS) foreign.delete(vmId)
    for (const { id, vcpus } of guests) {
      const ours = touched.get(`pins ${id}`)
      const isTheirs = ({ index, pinnedTo }: VcpuReading) =>
        pinnedTo !== undefined && pinnedTo.length < reading.cpus.length && !isKnown(ours ?? [], index, pinnedTo)
      if (ours !== undefined && vcpus.some(isTheirs)) foreign.set(id, takenAtMs)
    }
  }

  function planned(facts: PinFacts): PinLook | undefined {
    const { reading, guests, takenAtMs } = facts
    const elapsedMs = before === undefined ? 0 : takenAtMs - before.takenAtMs
    if (before === undefined || elapsedMs <= 0 || elapsedMs > longestGapMs) return undefined
    const pins = new Map(guests.flatMap(({ id, vcpus }) => vcpus.map(vcpu => [`${id} ${vcpu.index}`, vcpu.pinnedTo])))
    const raw = viewCpus({
      host: reading,
      guests,
      before: before.guests,
      elapsedMs,
      context: {
        reservedCpuIds,
        originalOf: (vmId, vcpu) => originalOf(facts, vmId, vcpu, pins.get(`${vmId} ${vcpu}`)),
        leaveAlone: vmId => facts.leaveAlone(vmId) ?? (foreign.has(vmId) ? setByOthers : undefined),
        homeOf: vmId => homes.get(vmId),
      },
    })
    if (raw === undefined) return undefined
    const smooth = smoothDemand(demands, raw)
    demands = smooth.demands
    const plan = planPins(smooth.view, memory, {
      ...limits,
      movesPerRound: movesPerRound(smooth.view.cores.length, limits),
    })
    memory = plan.memory
    return { view: smooth.view, plan }
  }

  return {
    /** undefined: two samples close enough to each other are needed first. */
    look(facts: PinFacts): PinLook | undefined {
      watchForeign(facts)
      look = planned(facts)
      before = facts
      const ids = new Set(facts.guests.map(({ id }) => id))
      for (const id of homes.keys()) if (!ids.has(id)) homes.delete(id)
      for (const { vmId, homeNode } of look?.view.vcpus ?? [])
        if (homeNode !== undefined && !homes.has(vmId)) homes.set(vmId, homeNode)
      return look
    },
    /** The moves of the last look as changes. */
    changes({ reading, guests }: Pick<PinFacts, 'reading' | 'guests'>, mode: DueChange['mode']): DueChange[] {
      const all = reading.cpus.map(({ id }) => id)
      return (look?.plan.moves ?? []).map(move => ({
        by: 'pinning',
        mode,
        because: [],
        reason: move.reason,
        change: changeOf(move, guests.find(({ id }) => id === move.vmId)?.vcpus, all),
      }))
    },
    /** Those of the last look that the host has taken. */
    made(changes: readonly KnobChange[]): void {
      if (look === undefined) return
      const keys = new Set(changes.flatMap(change => (change.knob === 'pins' ? keysOf(change) : [])))
      const moves = look.plan.moves.filter(move => keys.has(vcpuKey(move)))
      if (moves.length > 0) memory = rememberMoves(memory, moves, look.view)
    },
    isForeign: (vmId: string): boolean => foreign.has(vmId),
  }
}

type PinChange = Extract<KnobChange, { knob: 'pins' }>

const keysOf = ({ vmId, to }: PinChange): string[] => to.map(({ vcpu }) => vcpuKey({ vmId, vcpu }))

function changeOf(
  { vmId, vmName, vcpu, cpuIds }: PinMove,
  vcpus: GuestReading['vcpus'] = [],
  all: readonly number[],
): PinChange {
  const pinnedTo = vcpus.find(({ index }) => index === vcpu)?.pinnedTo ?? all
  return { knob: 'pins', vmId, vmName, from: [{ vcpu, cpuIds: [...pinnedTo] }], to: [{ vcpu, cpuIds: [...cpuIds] }] }
}

/** One of those that we set, or as it was found; or nothing was set there. */
function isKnown(ours: TouchedKnob, vcpu: number, pinnedTo: readonly number[]): boolean {
  const known = ours.flatMap(change =>
    change.knob === 'pins' ? [pinOf(change.to, vcpu), pinOf(change.from, vcpu)].filter(pin => pin !== undefined) : [],
  )
  return known.length === 0 || known.some(({ cpuIds }) => isSameCpus(cpuIds, pinnedTo))
}

const setByOthers = reason(
  'pin-set-by-others',
  'Somebody else has pinned it since: it is left alone for an hour, with the pins that it has.',
)
