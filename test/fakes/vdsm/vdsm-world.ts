import { formatCpuList } from '../../../shared/measure/format-cpu-list.ts'

/** A VM as vdsm keeps it. Tests change it at will. */
export type VdsmVm = {
  readonly id: string
  readonly name: string
  status: string
  exitReason?: number
  vcpus: number
  maxKiB: number
  minKiB: number
  currentKiB: number
  targetKiB: number
  /** No balloon device: vdsm tells an empty balloonInfo and says yes to any target. */
  hasBalloon: boolean
  quotaUs: number
  periodUs: number
  pins: Map<number, number[]>
  cpuPolicy: 'none' | 'manual' | 'dedicated'
  monitorResponse: number
  disks: Map<string, Record<string, number>>
}

export type VdsmWorld = {
  readonly vms: Map<string, VdsmVm>
  cpuIds: number[]
  memoryMiB: number
  ksm: { run: number; pages_to_scan: number; sleep_millisecs: number; merge_across_nodes: number }
  /** MOM fills the figures of KSM. */
  hasMom: boolean
  /** What MOM evaluates. Undefined: its own rules. */
  momPolicy?: string
  /** Host.getCapabilities asks so much of a host that it may fail. */
  hasCapabilities: boolean
  /** Milliseconds of the host’s clock, beyond 2^31 as vdsm’s are. */
  clockMs: number
}

export const VM_ID = '00000001-1111-4222-8333-444444444444'

export const aVdsmVm = (given: Partial<VdsmVm> = {}): VdsmVm => ({
  id: VM_ID,
  name: 'web1',
  status: 'Up',
  vcpus: 2,
  maxKiB: 262_144,
  minKiB: 131_072,
  currentKiB: 262_144,
  targetKiB: 262_144,
  hasBalloon: true,
  quotaUs: 0,
  periodUs: 100_000,
  pins: new Map(),
  cpuPolicy: 'manual',
  monitorResponse: 0,
  disks: new Map([['vda', { total_iops_sec: 0, total_bytes_sec: 0 }]]),
  ...given,
})

export const aVdsmWorld = (given: Partial<VdsmWorld> = {}): VdsmWorld => ({
  vms: new Map([[VM_ID, aVdsmVm()]]),
  cpuIds: [0, 1, 2, 3],
  memoryMiB: 8192,
  ksm: { run: 1, pages_to_scan: 100, sleep_millisecs: 20, merge_across_nodes: 1 },
  hasMom: true,
  hasCapabilities: true,
  clockMs: 2_151_252_207,
  ...given,
})

/** As libvirt describes the running VM, of what matters here. */
export function domainXml(vm: VdsmVm): string {
  const pins = [...vm.pins].map(([vcpu, cpus]) => `<vcpupin vcpu='${vcpu}' cpuset='${formatCpuList(cpus)}'/>`)
  const disks = [...vm.disks.keys()].map(
    name =>
      `<disk type='file' device='disk'><source file='/images/${name}'/><target dev='${name}' bus='virtio'/></disk>`,
  )
  return `<domain type='kvm' id='1'>
  <name>${vm.name}</name>
  <uuid>${vm.id}</uuid>
  <metadata xmlns:ovirt-vm='http://ovirt.org/vm/1.0'><ovirt-vm:vm><ovirt-vm:cpuPolicy>${vm.cpuPolicy}</ovirt-vm:cpuPolicy></ovirt-vm:vm></metadata>
  <memory unit='KiB'>${vm.maxKiB}</memory>
  <vcpu placement='static' current='${vm.vcpus}'>16</vcpu>
  <cputune><shares>1024</shares>${pins.join('')}</cputune>
  <devices>${disks.join('')}<disk type='file' device='cdrom'><target dev='sdc' bus='sata'/></disk></devices>
</domain>`
}
