import { formatCpuList } from '../../../shared/measure/format-cpu-list.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { Step } from './find-step.ts'
import type { PinMove } from './pin-plan.ts'
import { isAway, type Place, type Placed, put } from './placing.ts'

/** Changes the placing by a step, and tells what is to be done for it. */
export function makeStep({ shifts, drop }: Step): PinMove[] {
  const kind = shifts.length === 2 ? 'swap' : 'move'
  const begun = shifts.map(({ placed, to }) => ({ placed, from: stand(placed.place), to: stand(to) }))
  for (const { placed, to } of shifts) put(placed, to)
  return begun.map(({ placed, from, to }) => {
    const { vmId, vmName, vcpu, demandPercent, allowedCpuIds } = placed.vcpu
    return {
      ...{ vmId, vmName, vcpu, demandPercent, kind, gain: drop },
      fromCore: from.place.index,
      toCore: to.place.index,
      cpuIds: to.place.core.cpuIds.filter(id => allowedCpuIds?.has(id) ?? true),
      reason: whyMoved(placed, from, to, kind),
    }
  })
}

/** A core and its load before the step; after it the load stands in the core itself. */
type Stand = Readonly<{ place: Place; before: number }>

const stand = (place: Place): Stand => ({ place, before: place.load })

function whyMoved(placed: Placed, from: Stand, to: Stand, kind: PinMove['kind']): Reason {
  const values = {
    ...{ vm: placed.vcpu.vmName, vcpu: placed.vcpu.vcpu, demand: Math.round(placed.vcpu.demandPercent) },
    ...{ from: cpusOf(from.place), fromBefore: Math.round(from.before), fromAfter: Math.round(from.place.load) },
    ...{ to: cpusOf(to.place), toBefore: Math.round(to.before), toAfter: Math.round(to.place.load) },
  }
  const comesHome = isAway(placed, from.place) && !isAway(placed, to.place)
  const [code, so] =
    kind === 'swap'
      ? ['pin-swap', ' in exchange for another']
      : comesHome
        ? ['pin-home-node', ', back to the node of its memory']
        : ['pin-even-out', ' to even them out']
  const what = `vCPU ${values.vcpu} of ${values.vm} (${values.demand} %) goes from CPU ${values.from} to CPU ${values.to}${so}`
  const loads = `loads of ${values.fromBefore} % and ${values.toBefore} % become ${values.fromAfter} % and ${values.toAfter} %`
  return reason(code, `${what}: ${loads}.`, values)
}

const cpusOf = ({ core }: Place): string => formatCpuList(core.cpuIds)
