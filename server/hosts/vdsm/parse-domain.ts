import { parseCpuList } from '../../../shared/measure/parse-cpu-list.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { elementsAt, readElements, type XmlElement } from '../../protocol/xml/read-elements.ts'
import { count, text } from './wire.ts'

const MAX_LETTERS = 2 * 1_048_576
const MAX_VCPUS = 4096
const MAX_DISKS = 1024
const OVIRT_NAMESPACE = 'http://ovirt.org/vm/1.0'

/** Of libvirt’s definition of a running VM (libvirt.org/formatdomain.html), what vdsm tells nowhere else. */
export type Definition = Readonly<{
  memoryKiB: number | undefined
  maxVcpus: number | undefined
  /** Those that are online, by index. */
  vcpus: readonly number[]
  /** Of the vCPUs that are pinned; others may run on `cpuset`, or anywhere. */
  pins: ReadonlyMap<number, readonly number[]>
  cpuset: readonly number[] | undefined
  emulatorPin: readonly number[] | undefined
  shares: number | undefined
  /** How the engine places its vCPUs: none, manual, dedicated, siblings, isolate-threads. */
  cpuPolicy: string | undefined
  disks: readonly Readonly<{ device: string; path: string | undefined }>[]
}>

const perUnit: Readonly<Record<string, number>> = { KiB: 1, k: 1, MiB: 1024, M: 1024, GiB: 1_048_576, G: 1_048_576 }

/** Throws ProtocolError: not well-formed, too large, or with a document type, which libvirt never writes. */
export function parseDomain(xml: string): Definition {
  if (xml.length > MAX_LETTERS) throw new ProtocolError('body-too-large', 'the definition of a VM is too long')
  const document = { children: oursOf([readElements(xml, 'the definition of a VM')]) }
  const listAt = (...path: readonly string[]) => elementsAt(document, 'domain', ...path)
  const at = (...path: readonly string[]) => listAt(...path).at(-1)
  const vcpu = at('vcpu')
  const maxVcpus = count(vcpu?.text)
  return {
    memoryKiB: memoryOf(at('memory')),
    maxVcpus,
    vcpus: onlineOf(listAt('vcpus', 'vcpu'), count(vcpu?.attributes.current) ?? maxVcpus ?? 0),
    pins: pinsOf(listAt('cputune', 'vcpupin')),
    cpuset: cpusOf(vcpu),
    emulatorPin: cpusOf(at('cputune', 'emulatorpin')),
    shares: count(at('cputune', 'shares')?.text),
    cpuPolicy: text(at('metadata', 'vm', 'cpuPolicy')?.text.trim(), 50),
    disks: disksOf(listAt('devices', 'disk')),
  }
}

/** Elements of other namespaces that have the name of libvirt’s are none of it. */
const oursOf = (elements: readonly XmlElement[]): XmlElement[] =>
  elements
    .filter(({ uri }) => uri === '' || uri === OVIRT_NAMESPACE)
    .map(element => ({ ...element, children: oursOf(element.children) }))

function memoryOf(memory: XmlElement | undefined): number | undefined {
  const factor = perUnit[memory?.attributes.unit ?? 'KiB']
  return memory && factor && count(Number(memory.text) * factor)
}

/** libvirt lists single vCPUs only where they can be plugged one by one; otherwise the first `current` are online. */
function onlineOf(vcpus: readonly XmlElement[], current: number): number[] {
  const listed = vcpus.slice(0, MAX_VCPUS).flatMap(({ attributes: { id, enabled } }) => {
    const index = count(id)
    return index === undefined ? [] : [{ index, isOnline: enabled === 'yes' }]
  })
  if (listed.length > 0) return listed.filter(({ isOnline }) => isOnline).map(({ index }) => index)
  return Array.from({ length: Math.min(current, MAX_VCPUS) }, (_, index) => index)
}

function pinsOf(pins: readonly XmlElement[]): Map<number, readonly number[]> {
  const found = pins.slice(0, MAX_VCPUS).flatMap(pin => {
    const [index, cpus] = [count(pin.attributes.vcpu), cpusOf(pin)]
    return index === undefined || cpus === undefined ? [] : [[index, cpus] as const]
  })
  return new Map(found)
}

const cpusOf = (element: XmlElement | undefined): number[] | undefined => parseCpuList(element?.attributes.cpuset ?? '')

/** CD-ROMs and floppies are no disks to balance. */
function disksOf(disks: readonly XmlElement[]): Definition['disks'] {
  if (disks.length > MAX_DISKS) throw new ProtocolError('bad-message', 'a VM has disks without an end')
  return disks.flatMap(disk => {
    const { device: kind = 'disk' } = disk.attributes
    const device = text(elementsAt(disk, 'target')[0]?.attributes.dev, 100)
    if (device === undefined || (kind !== 'disk' && kind !== 'lun')) return []
    const { file, dev, name } = elementsAt(disk, 'source').at(-1)?.attributes ?? {}
    return [{ device, path: text(file ?? dev ?? name, 4096) }]
  })
}
