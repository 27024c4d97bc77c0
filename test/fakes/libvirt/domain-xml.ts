import type { randomUUID } from 'node:crypto'

export type DomainOptions = Readonly<{
  name: string
  uuid: ReturnType<typeof randomUUID>
  memoryMiB?: number
  vcpus?: number
  /** What it boots; without, it has nothing to boot and no balloon driver. */
  guest?: Readonly<{ kernel: string; initrd: string }>
  /** An image, as vda. */
  disk?: string
  metadata?: string
}>

/** A VM under emulation, as libvirt wants to have it described. */
export function domainXml({
  name,
  uuid,
  memoryMiB = 32,
  vcpus = 2,
  guest,
  disk,
  metadata = '',
}: DomainOptions): string {
  const boot = guest
    ? `<kernel>${guest.kernel}</kernel><initrd>${guest.initrd}</initrd><cmdline>console=ttyS0 quiet</cmdline>`
    : ''
  const drive = disk
    ? `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${disk}'/><target dev='vda' bus='virtio'/></disk>
       <disk type='file' device='cdrom'><target dev='hda' bus='ide'/><readonly/></disk>`
    : ''
  return `<domain type='qemu'><name>${name}</name><uuid>${uuid}</uuid>
  <metadata>${metadata}</metadata>
  <memory unit='MiB'>${memoryMiB}</memory><vcpu placement='static'>${vcpus}</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type>${boot}</os><features><acpi/></features>
  <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>${drive}
    <memballoon model='virtio'>${guest ? "<stats period='1'/>" : ''}</memballoon></devices>
</domain>`
}
