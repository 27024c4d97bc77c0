import { formatCpuList } from '../../../shared/measure/format-cpu-list.ts'
import type { CpuTuneChange, KsmTune, VcpuPin } from '../../../shared/model/host-knobs.ts'
import type { KnobChange } from '../../../shared/plan/knob-decision.ts'
import { printable } from '../../hosts/printable.ts'

/** A change of one knob in one line: `balloon of vm1: 4194304 → 2097152 KiB`. */
export function changeText(change: KnobChange): string {
  const limits = 'limits' in change ? (change.limits ?? []) : []
  const held = limits.map(({ by, wanted }) => ` (${wanted} wanted, held by the ${by})`).join('')
  return `${bareText(change)}${held}`
}

function bareText(change: KnobChange): string {
  switch (change.knob) {
    case 'balloon':
      return `balloon of ${printable(change.vmName)}: ${change.fromKiB} → ${change.toKiB} KiB`
    case 'ksm':
      return `KSM: ${fields(change.from, change.to)}`
    case 'cpu':
      return `CPU of ${printable(change.vmName)}: ${fields(change.from, change.to)}`
    case 'io':
      return `disk ${printable(change.device)} of ${printable(change.vmName)}: ${fields(change.from, change.to)}`
    case 'pins':
      return `pins of ${printable(change.vmName)}: ${pins(change.from)} → ${pins(change.to)}`
    default:
      return `request to ${change.request} ${printable(change.vmName)}`
  }
}

const pins = (all: readonly VcpuPin[]): string =>
  all.map(({ vcpu, cpuIds }) => `vCPU ${vcpu} on ${formatCpuList(cpuIds)}`).join(', ')

type Fields = KsmTune | CpuTuneChange | Extract<KnobChange, { knob: 'io' }>['to']

/** What is named in `to`, and what each was, where that was told. */
function fields(from: Fields, to: Fields): string {
  const before = new Map(Object.entries(from))
  return Object.entries(to)
    .map(([name, value]) => `${name} ${before.get(name) ?? 'unknown'} → ${value}`)
    .join(', ')
}
