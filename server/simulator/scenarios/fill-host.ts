import { clamp } from '../../../shared/measure/statistics.ts'
import { between, pick, type Random } from '../demand/random.ts'
import { hostOverheadMiB, vmOverheadMiB } from '../world/memory-overhead.ts'
import type { HostModel, VmPlan } from './plan.ts'
import { type VmRole, vmRoles } from './vm-roles.ts'

/** Gives the next free name of a role: web-01, web-02, db-01. */
export type Names = (role: string) => string

export function createNames(): Names {
  const counts = new Map<string, number>()
  return role => {
    const count = (counts.get(role) ?? 0) + 1
    counts.set(role, count)
    return `${role}-${String(count).padStart(2, '0')}`
  }
}

export type Load = Readonly<{
  model: HostModel
  vms: number
  /** Shares of the host in use, 0..1. */
  memoryUse: number
  cpuUse: number
  memoryDriftPercent: number
  /** VMs that are among them whatever is drawn. */
  among?: readonly VmPlan[]
}>

/** VMs of mixed roles that together use the wanted share of one host. */
export function fillHost(random: Random, names: Names, load: Load): VmPlan[] {
  const forGuestsMiB = load.memoryUse * load.model.memoryMiB - hostOverheadMiB(load.model.memoryMiB)
  const vms: VmPlan[] = (load.among ?? []).slice(0, load.vms)
  // Guests use most of what they have, never all.
  let leftMiB = forGuestsMiB / 0.82 - vms.reduce((sum, vm) => sum + vm.memoryMiB, 0)
  for (let left = load.vms - vms.length; left > 0; left--) {
    const vm = left === 1 ? fittingVm(names, leftMiB) : drawVm(random, names, leftMiB / left)
    leftMiB -= vm.memoryMiB
    vms.push(vm)
  }
  return fitCpu(fitMemory(vms, load), load)
}

function drawVm(random: Random, names: Names, aboutMiB: number): VmPlan {
  const role = pick(random, vmRoles)
  return planVm(role, names(role.name), nearestSize(role, aboutMiB * between(random, 0.5, 1.8)))
}

/** The last VM of a host makes up for what the draws before it missed. */
function fittingVm(names: Names, wantedMiB: number): VmPlan {
  const distance = (role: VmRole) => Math.abs(nearestSize(role, wantedMiB) - wantedMiB)
  const role = vmRoles.reduce((best, other) => (distance(other) < distance(best) ? other : best))
  return planVm(role, names(role.name), nearestSize(role, wantedMiB))
}

const nearestSize = ({ sizesMiB }: VmRole, wantedMiB: number): number =>
  sizesMiB.reduce((best, size) => (Math.abs(size - wantedMiB) < Math.abs(best - wantedMiB) ? size : best))

/** A VM of a role before its load is known. */
export const planVm = (role: VmRole, name: string, memoryMiB: number): VmPlan => ({
  name,
  memoryMiB,
  vcpus: role.vcpus,
  demand: {
    cpu: {
      kind: 'generated',
      basePercent: role.cpuFactor,
      dailyPercent: 0,
      peakHour: role.peakHour,
      noisePercent: 0,
      burstPercent: role.burstPercent,
      burstChance: role.burstChance,
    },
    memoryPercent: 70,
    memoryDriftPercent: 0,
    dirtyShare: role.dirtyShare,
  },
  placement: 'migratable',
  highlyAvailable: role.highlyAvailable,
  origin: 'ovirt',
  kind: 'server',
})

/** Sets guest memory use so that the host comes out at the wanted share; at most 97 % of any VM. */
export function fitMemory(
  vms: readonly VmPlan[],
  { model, memoryUse, memoryDriftPercent }: Pick<Load, 'model' | 'memoryUse' | 'memoryDriftPercent'>,
): VmPlan[] {
  const sum = (of: (vm: VmPlan) => number) => vms.reduce((total, vm) => total + of(vm), 0)
  const overheadMiB = hostOverheadMiB(model.memoryMiB) + sum(vmOverheadMiB)
  const percent = (100 * (memoryUse * model.memoryMiB - overheadMiB)) / sum(vm => vm.memoryMiB)
  const memoryPercent = clamp(percent, 10, 97)
  return vms.map(vm => ({ ...vm, demand: { ...vm.demand, memoryPercent, memoryDriftPercent } }))
}

/** Sets CPU demand so that the host comes out near the wanted share on average; roles keep their proportions. */
export function fitCpu(vms: readonly VmPlan[], { model, cpuUse }: Pick<Load, 'model' | 'cpuUse'>): VmPlan[] {
  const level = (vm: VmPlan) => (vm.demand.cpu.kind === 'generated' ? vm.demand.cpu.basePercent : 0)
  const weighed = vms.reduce((total, vm) => total + vm.vcpus * level(vm), 0)
  const wanted = cpuUse * 100 * model.sockets * model.cores * model.threads
  return vms.map(vm => {
    const { cpu } = vm.demand
    if (cpu.kind !== 'generated') return vm
    const percent = clamp((wanted * cpu.basePercent) / weighed, 0.5, 95)
    const shaped = {
      ...cpu,
      basePercent: 0.8 * percent,
      dailyPercent: 0.4 * percent,
      noisePercent: 0.2 * percent,
      burstPercent: Math.min(cpu.burstPercent, percent),
    }
    return { ...vm, demand: { ...vm.demand, cpu: shaped } }
  })
}
