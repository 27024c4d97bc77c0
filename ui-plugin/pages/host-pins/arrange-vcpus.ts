import type { HostPins } from '../../../shared/api/pins.ts'
import { compareNames } from '../../../shared/measure/compare-names.ts'
import { compareKeys, type SortKey } from '../../components/compare-keys.ts'

export const vcpuColumns = ['vm', 'demand', 'cpus', 'pinned'] as const
export type VcpuColumn = (typeof vcpuColumns)[number]
export type VcpuOrder = Readonly<{ by: VcpuColumn; direction: 'asc' | 'desc' }>
type Vcpu = HostPins['vcpus'][number]

/** What is asked for first of a column: the most. */
export const firstVcpuDirection = (by: VcpuColumn): VcpuOrder['direction'] => (by === 'demand' ? 'desc' : 'asc')

/** In order; those that are not pinned by us last in both directions, equals by VM and number. */
export function arrangedVcpus(
  { vcpus, cores }: Pick<HostPins, 'vcpus' | 'cores'>,
  { by, direction }: VcpuOrder,
): readonly Vcpu[] {
  const sign = direction === 'asc' ? 1 : -1
  const keyOf = (vcpu: Vcpu): SortKey => {
    switch (by) {
      case 'vm':
        return vcpu.vmName
      case 'demand':
        return vcpu.demandPercent
      case 'cpus':
        return cores[vcpu.core]?.cpuIds[0]
      case 'pinned':
        return vcpu.pinnedTo?.[0]
    }
  }
  return vcpus.toSorted(
    (a, b) => compareKeys(keyOf(a), keyOf(b), sign) || compareNames(a.vmName, b.vmName) || a.vcpu - b.vcpu,
  )
}
