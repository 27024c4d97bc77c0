import type { IoLimits } from '../../../shared/model/host-reading.ts'
import { elementsAt, type XmlElement } from '../../protocol/xml/read-elements.ts'
import { ioFields } from '../io-fields.ts'
import { parseXml, wholeNumber } from './parse-xml.ts'

export type DiskDefinition = Readonly<{
  device: string
  path?: string
  /** What vdsm wrote: the engine's disk profile. */
  allowed?: IoLimits
}>

/** What only the VM's definition tells. */
export type DomainDefinition = Readonly<{
  disks: readonly DiskDefinition[]
  /** What vdsm wrote: of the whole host, the engine's CPU profile. */
  cpuLimitPercent?: number
  /** What vdsm wrote: the memory that the engine guarantees. */
  guaranteedKiB?: number
}>

const TUNE = 'http://ovirt.org/vm/tune/1.0'
const VM = 'http://ovirt.org/vm/1.0'
const KIB_PER_MIB = 1024

export function parseDomain(document: string): DomainDefinition {
  const domain = parseXml(document)
  const metadata = elementsAt(domain, 'metadata').flatMap(({ children }) => children)
  // The engine writes what is inside them with and without their namespace.
  const [qos, vm] = [TUNE, VM].map(uri => metadata.filter(element => element.uri === uri))
  const cpuLimitPercent = wholeNumber(firstText(qos, 'vcpuLimit'))
  const guaranteedMiB = wholeNumber(firstText(vm, 'minGuaranteedMemoryMb'))
  const tuned = (qos ?? []).flatMap(element => elementsAt(element, 'ioTune', 'device'))
  return {
    disks: elementsAt(domain, 'devices', 'disk').flatMap(disk => toDisk(disk, tuned)),
    ...(cpuLimitPercent !== undefined && { cpuLimitPercent }),
    ...(guaranteedMiB !== undefined && { guaranteedKiB: guaranteedMiB * KIB_PER_MIB }),
  }
}

const firstText = (elements: readonly XmlElement[] = [], name: string) =>
  elements.flatMap(element => elementsAt(element, name))[0]?.text

/** Only what the guest writes to and reads from as a disk: I/O of a CD drive is not limited by anybody. */
function toDisk(disk: XmlElement, tuned: readonly XmlElement[]): DiskDefinition[] {
  const device = elementsAt(disk, 'target')[0]?.attributes.dev
  const kind = disk.attributes.device ?? 'disk'
  if (!device || (kind !== 'disk' && kind !== 'lun')) return []
  const { file, dev, name } = elementsAt(disk, 'source')[0]?.attributes ?? {}
  const path = file ?? dev ?? name
  // vdsm names the disk in either way.
  const profile = tuned.find(({ attributes }) => attributes.name === device || (path && attributes.path === path))
  const allowed = profile && allowedBy(profile)
  return [{ device, ...(path !== undefined && { path }), ...(allowed && { allowed }) }]
}

function allowedBy(profile: XmlElement): IoLimits | undefined {
  const [maximum] = elementsAt(profile, 'maximum')
  if (maximum === undefined) return undefined
  const limits = Object.entries(ioFields).flatMap(([key, field]) => {
    const value = wholeNumber(elementsAt(maximum, field)[0]?.text)
    return value === undefined ? [] : [[key, value === 0 ? 'unlimited' : value] as const]
  })
  return limits.length === 0 ? undefined : Object.fromEntries(limits)
}
