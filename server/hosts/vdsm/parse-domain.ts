import { SaxesParser } from 'saxes'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { parseCpuList } from './parse-cpu-list.ts'
import { count, text } from './wire.ts'

const MAX_LETTERS = 2 * 1_048_576
const MAX_DEPTH = 64
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

type Found = {
  memoryKiB?: number | undefined
  maxVcpus?: number | undefined
  currentVcpus?: number | undefined
  cpuset?: number[] | undefined
  emulatorPin?: number[] | undefined
  shares?: number | undefined
  cpuPolicy?: string | undefined
  online: { index: number; isOnline: boolean }[]
  pins: Map<number, readonly number[]>
  disks: { device: string; path: string | undefined }[]
}

type Attributes = Readonly<Record<string, string>>
const perUnit: Readonly<Record<string, number>> = { KiB: 1, k: 1, MiB: 1024, M: 1024, GiB: 1_048_576, G: 1_048_576 }

/** Where an element stands, and what it says when it opens, and with its text when it closes. */
const atOpening: Readonly<Record<string, (found: Found, attributes: Attributes) => void>> = {
  'domain/vcpus/vcpu': ({ online }, { id, enabled }) => {
    const index = count(id)
    if (index !== undefined && online.length < MAX_VCPUS) online.push({ index, isOnline: enabled === 'yes' })
  },
  'domain/cputune/vcpupin': ({ pins }, { vcpu, cpuset = '' }) => {
    const [index, cpus] = [count(vcpu), parseCpuList(cpuset)]
    if (index !== undefined && cpus !== undefined && pins.size < MAX_VCPUS) pins.set(index, cpus)
  },
  'domain/cputune/emulatorpin': (found, { cpuset = '' }) => {
    found.emulatorPin = parseCpuList(cpuset)
  },
  'domain/devices/disk': ({ disks }, { device = 'disk' }) => {
    if (disks.length >= MAX_DISKS) throw new ProtocolError('bad-message', 'a VM has disks without an end')
    // CD-ROMs and floppies are no disks to balance; an entry without a name is dropped at the end.
    disks.push({ device: device === 'disk' || device === 'lun' ? '' : '-', path: undefined })
  },
  'domain/devices/disk/source': ({ disks }, attributes) => {
    const disk = disks.at(-1)
    if (disk !== undefined) disk.path = text(attributes.file ?? attributes.dev ?? attributes.name, 4096)
  },
  'domain/devices/disk/target': ({ disks }, { dev = '' }) => {
    const disk = disks.at(-1)
    if (disk?.device === '') disk.device = text(dev, 100) ?? '-'
  },
}
const atClosing: Readonly<Record<string, (found: Found, content: string, attributes: Attributes) => void>> = {
  'domain/memory': (found, content, { unit = 'KiB' }) => {
    const factor = perUnit[unit]
    if (factor !== undefined) found.memoryKiB = count(Number(content) * factor)
  },
  'domain/vcpu': (found, content, { current, cpuset }) => {
    found.maxVcpus = count(content)
    found.currentVcpus = count(current) ?? found.maxVcpus
    found.cpuset = cpuset === undefined ? undefined : parseCpuList(cpuset)
  },
  'domain/cputune/shares': (found, content) => {
    found.shares = count(content)
  },
  'domain/metadata/vm/cpuPolicy': (found, content) => {
    found.cpuPolicy = text(content.trim(), 50)
  },
}

/** Throws ProtocolError: not well-formed, too large, or with a document type, which libvirt never writes. */
export function parseDomain(xml: string): Definition {
  if (xml.length > MAX_LETTERS) throw new ProtocolError('body-too-large', 'the definition of a VM is too long')
  const found: Found = { online: [], pins: new Map(), disks: [] }
  const path: { name: string; attributes: Attributes }[] = []
  let content = ''
  const parser = new SaxesParser({ xmlns: true, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true })
  parser.on('doctype', () => {
    throw new ProtocolError('bad-message', 'the definition of a VM has a document type')
  })
  parser.on('error', error => {
    throw new ProtocolError('bad-message', 'the definition of a VM is not well-formed', { cause: error })
  })
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (path.length >= MAX_DEPTH) throw new ProtocolError('bad-message', 'the definition of a VM is too deep')
    // Elements of other namespaces that have the name of libvirt’s are none of it.
    const name = uri === '' || uri === OVIRT_NAMESPACE ? local : `{${uri}}`
    const plain = Object.fromEntries(Object.values(attributes).map(({ local: key, value }) => [key, value]))
    path.push({ name, attributes: plain })
    content = ''
    placeIn(atOpening, path)?.(found, plain)
  })
  parser.on('text', piece => {
    content += piece
  })
  parser.on('closetag', () => {
    placeIn(atClosing, path)?.(found, content, path.at(-1)?.attributes ?? {})
    path.pop()
    content = ''
  })
  parser.write(xml).close()
  return definitionOf(found)
}

function placeIn<T>(handlers: Readonly<Record<string, T>>, path: readonly { name: string }[]): T | undefined {
  const place = path.map(({ name }) => name).join('/')
  return Object.hasOwn(handlers, place) ? handlers[place] : undefined
}

function definitionOf(found: Found): Definition {
  const { online, currentVcpus = 0, memoryKiB, maxVcpus, cpuset, emulatorPin, shares, cpuPolicy, pins, disks } = found
  const listed = online.filter(({ isOnline }) => isOnline).map(({ index }) => index)
  // libvirt lists single vCPUs only where they can be plugged one by one.
  const vcpus = online.length > 0 ? listed : Array.from({ length: Math.min(currentVcpus, MAX_VCPUS) }, (_, n) => n)
  const named = disks.filter(({ device }) => device !== '' && device !== '-')
  return { memoryKiB, maxVcpus, vcpus, pins, cpuset, emulatorPin, shares, cpuPolicy, disks: named }
}
