import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { CoreMap } from './core-map.ts'
import type { CpuContext } from './cpu-context.ts'
import type { MovableVcpu } from './cpu-view.ts'
import { homeNodeOf } from './home-node.ts'
import type { MeasuredVcpu } from './measure-vcpus.ts'
import { createReaches } from './vcpu-reach.ts'

export type MeasuredGuest = Readonly<{
  guest: GuestReading
  /** It was not there at the reading before. */
  isNew: boolean
  vcpus: readonly MeasuredVcpu[]
}>

/** `stay`: vCPUs that are not to be moved. `because`: there, why none of them is. */
export type GuestJudgement = Readonly<{
  movable: readonly MovableVcpu[]
  stay: readonly MeasuredVcpu[]
  because?: Reason
}>

/** Which vCPUs of a VM may be moved, where they are, and where they may be. One that is configured for a single core stays there. */
export function createGuestJudge(map: CoreMap, context: CpuContext): (measured: MeasuredGuest) => GuestJudgement {
  const reachOf = createReaches(map)

  return measured => {
    const { guest, vcpus } = measured
    const alone = (because: Reason): GuestJudgement => ({ movable: [], stay: vcpus, because })
    const because = context.leaveAlone(guest.id) ?? whyLeftAlone(measured)
    if (because !== undefined) return alone(because)

    const home = homeFields(guest.id, vcpus, map, context)
    const movable: MovableVcpu[] = []
    const stay: MeasuredVcpu[] = []
    for (const one of vcpus) {
      const { index, onCpuId, pinnedTo } = one.reading
      const original = context.originalOf(guest.id, index)
      const reach = reachOf(original ?? pinnedTo)
      if (reach.allowedCores.length <= 1) {
        stay.push(one)
        continue
      }
      const pinnedCore = onlyCoreOf(pinnedTo, map)
      const core = pinnedCore ?? (onCpuId === undefined ? undefined : map.coreOf.get(onCpuId))
      if (core === undefined) return alone(unknownPlace(guest, index, onCpuId))
      movable.push({
        ...{ vmId: guest.id, vmName: guest.name, vcpu: index, demandPercent: one.demandPercent ?? 0, core },
        ...reach,
        ...home,
        isPinned: original !== undefined && pinnedCore !== undefined,
      })
    }
    if (movable.length > 0) return { movable, stay }
    const text = `Each vCPU of ${guest.name} is configured for CPUs of a single core.`
    return alone(reason('pin-vm-confined', text, { vm: guest.name }))
  }
}

function whyLeftAlone({ guest: { name, state, responsive }, isNew, vcpus }: MeasuredGuest): Reason | undefined {
  const vm = { vm: name }
  if (state !== 'running') return reason('pin-vm-state', `${name} is not simply running: ${state}.`, { ...vm, state })
  if (responsive === false) return reason('pin-vm-unresponsive', `The QEMU of ${name} does not answer.`, vm)
  if (isNew) return reason('pin-vm-new', `${name} has been here for less than two readings.`, vm)
  const silent = vcpus.find(({ reading }) => reading.timeNs === undefined)
  if (vcpus.length === 0 || silent !== undefined)
    return reason('pin-vcpus-not-told', `The host does not tell how long each vCPU of ${name} ran.`, vm)
  const unmeasured = vcpus.find(({ demandPercent }) => demandPercent === undefined)
  if (unmeasured === undefined) return undefined
  const { index } = unmeasured.reading
  const text = `vCPU ${index} of ${name} is new, or began to count anew.`
  return reason('pin-vcpu-new', text, { ...vm, vcpu: index })
}

function unknownPlace({ name }: GuestReading, vcpu: number, cpuId: number | undefined): Reason {
  if (cpuId === undefined)
    return reason('pin-vcpu-place', `The host does not tell which CPU vCPU ${vcpu} of ${name} is on.`, {
      vm: name,
      vcpu,
    })
  const text = `vCPU ${vcpu} of ${name} is on CPU ${cpuId}, which is kept for others or offline.`
  return reason('pin-vcpu-elsewhere', text, { vm: name, vcpu, cpu: cpuId })
}

function homeFields(
  vmId: string,
  vcpus: readonly MeasuredVcpu[],
  map: CoreMap,
  { homeOf }: CpuContext,
): Pick<MovableVcpu, 'homeNode' | 'isTogether'> {
  const homeNode = map.nodeIds.size < 2 ? undefined : (homeOf(vmId) ?? homeNodeOf(vcpus, map))
  if (homeNode === undefined) return { isTogether: false }
  const cpusThere = map.cores.reduce((sum, { nodeId, cpuIds }) => sum + (nodeId === homeNode ? cpuIds.length : 0), 0)
  return { homeNode, isTogether: vcpus.length > 1 && vcpus.length <= cpusThere }
}

/** The core that all these CPUs belong to; undefined where there are more, and for a CPU that is none of ours. */
function onlyCoreOf(cpuIds: readonly number[] | undefined, { coreOf }: CoreMap): number | undefined {
  const first = cpuIds?.[0] === undefined ? undefined : coreOf.get(cpuIds[0])
  return cpuIds?.every(id => coreOf.get(id) === first) ? first : undefined
}
