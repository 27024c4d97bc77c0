import { clamp } from '../measure/statistics.ts'
import { vcpusPerCpu } from '../measure/vcpus-per-cpu.ts'
import type { Plan, PlannedHost, PlannedStep } from './plan.ts'

/** A moment of a plan as estimated. Before it has begun nothing moves; at second 0 the first migrations are under way. */
export type PlanInstant = Readonly<{ atS: number; hasBegun: boolean }>

/** Before the first step, and every moment at which steps begin or end. */
export function planInstants(steps: readonly PlannedStep[]): readonly PlanInstant[] {
  const moments = new Set(steps.flatMap(({ startsAtS, endsAtS }) => [startsAtS, endsAtS]))
  const begun = [...moments].sort((a, b) => a - b).map((atS): PlanInstant => ({ atS, hasBegun: true }))
  return [{ atS: 0, hasBegun: false }, ...begun]
}

/** How many groups of steps there are that begin together. */
export const stepGroups = (steps: readonly PlannedStep[]): number =>
  new Set(steps.map(({ startsAtS }) => startsAtS)).size

export type StepsAt = Readonly<{ done: readonly PlannedStep[]; underWay: readonly PlannedStep[] }>

/** What is done and what is under way at a moment; what ends just then is done. */
export function stepsAt(steps: readonly PlannedStep[], { atS, hasBegun }: PlanInstant): StepsAt {
  if (!hasBegun) return { done: [], underWay: [] }
  return {
    done: steps.filter(({ endsAtS }) => endsAtS <= atS),
    underWay: steps.filter(({ startsAtS, endsAtS }) => startsAtS <= atS && endsAtS > atS),
  }
}

/** The use of a host at one moment of a plan. */
export type HostAt = Readonly<{
  memoryMiB: number
  memoryPercent: number
  cpuPoints: number
  cpuPercent: number
  /** Absent: an earlier version made the plan, which did not tell vCPUs. */
  vcpusPerCpu?: number
  vms: number
}>

/**
 * Host id → its use at a moment, as the planner counts: a VM that migrates takes its memory and CPU on both hosts, and is told among
 * the VMs of the one it leaves, where its vCPUs run until it is over. undefined: an earlier version made the plan, and steps did not carry their figures then.
 */
export function hostsAt(
  { hosts, steps }: Pick<Plan, 'hosts' | 'steps'>,
  instant: PlanInstant,
): ReadonlyMap<string, HostAt> | undefined {
  const { done, underWay } = stepsAt(steps, instant)
  const changes = new Map(hosts.map(({ host }) => [host.id, noChange()]))
  const add = (hostId: string, { load }: PlannedStep, sign: 1 | -1, vms: number) => {
    const change = changes.get(hostId)
    if (change === undefined || load === undefined) return false
    change.memoryMiB += sign * load.memoryMiB
    change.cpuPoints += sign * load.cpuPoints
    change.vms += vms
    if (change.vcpus !== undefined)
      change.vcpus = load.vcpus === undefined ? undefined : change.vcpus + vms * load.vcpus
    return true
  }
  const isKnown = [
    ...done.map(step => add(step.from.id, step, -1, -1) && add(step.to.id, step, 1, 1)),
    ...underWay.map(step => add(step.to.id, step, 1, 0)),
  ]
  if (isKnown.includes(false)) return undefined
  const at = new Map<string, HostAt>()
  for (const host of hosts) {
    const change = changes.get(host.host.id)
    if (host.now === undefined || change === undefined) return undefined
    at.set(host.host.id, changed(host.now, host.vmsBefore, change))
  }
  return at
}

type Change = { memoryMiB: number; cpuPoints: number; vms: number; vcpus: number | undefined }

const noChange = (): Change => ({ memoryMiB: 0, cpuPoints: 0, vms: 0, vcpus: 0 })

function changed(
  { memoryTotalMiB, memoryUsedMiB, logicalCpus, cpuPoints, vcpus }: NonNullable<PlannedHost['now']>,
  vms: number,
  change: Readonly<Change>,
): HostAt {
  const isContentionKnown = vcpus !== undefined && change.vcpus !== undefined
  const [memory, points] = [memoryUsedMiB + change.memoryMiB, cpuPoints + change.cpuPoints]
  return {
    memoryMiB: memory,
    memoryPercent: percent((100 * memory) / Math.max(memoryTotalMiB, 1)),
    cpuPoints: points,
    cpuPercent: percent(points / Math.max(logicalCpus, 1)),
    ...(isContentionKnown && { vcpusPerCpu: vcpusPerCpu(vcpus + change.vcpus, logicalCpus) }),
    vms: vms + change.vms,
  }
}

/** Rounded as the plan's own figures are, so that the last moment is what the plan says of the end. */
const percent = (value: number): number => Math.round(clamp(value, 0, 100) * 10) / 10
