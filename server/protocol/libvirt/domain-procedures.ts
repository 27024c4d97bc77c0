import { type DomainRef, decodeDomain, encodeDomain, LEAST_DOMAIN_BYTES } from './domain-ref.ts'
import { type Procedure, reads } from './procedure.ts'
import { decodeParameters, type Parameters } from './typed-parameters.ts'

/** Each brings its own keys: `balloon.current`, `vcpu.0.time`, `block.1.name`. */
export const statsGroups = { state: 1, cpu: 2, balloon: 4, vcpu: 8, block: 32 } as const
/** Do not wait for a VM that is busy; what it would have said is missing. */
export const STATS_NOWAIT = 2 ** 29

const MOST_DOMAINS = 16_384
const MOST_VCPUS = 16_384
const LEAST_VCPU_BYTES = 20

export type DomainStats = Readonly<{ domain: DomainRef; figures: Parameters }>

/** Of all VMs, those that are off included. What could not be read is missing: never count on a key. */
export const allDomainStats: Procedure<Readonly<{ groups: number; flags: number }>, DomainStats[]> = reads(
  'CONNECT_GET_ALL_DOMAIN_STATS',
  (writer, { groups, flags }) => {
    writer.array([], () => undefined)
    writer.u32(groups)
    writer.u32(flags)
  },
  reader => {
    const record = () => ({ domain: decodeDomain(reader), figures: decodeParameters(reader) })
    return reader.array(LEAST_DOMAIN_BYTES + 4, record, MOST_DOMAINS)
  },
)

/** XML of the VM as it runs now, without its secrets. */
export const domainXml = reads<DomainRef, string>(
  'DOMAIN_GET_XML_DESC',
  (writer, domain) => {
    encodeDomain(writer, domain)
    writer.u32(0)
  },
  reader => reader.text(),
)

export type DomainInfo = Readonly<{
  state: number
  maxKiB: number
  currentKiB: number
  vcpus: number
  cpuTimeNs: number
}>

export const domainInfo = reads<DomainRef, DomainInfo>('DOMAIN_GET_INFO', encodeDomain, reader => ({
  // An unsigned char and an unsigned short: four bytes each, as every small number.
  state: reader.u32(),
  maxKiB: reader.u64(),
  currentKiB: reader.u64(),
  vcpus: reader.u32(),
  cpuTimeNs: reader.u64(),
}))

export type VcpuPlace = Readonly<{ index: number; state: number; timeNs: number; cpuId: number }>

/** Which CPU each vCPU is on. Only of a VM that runs. */
export const vcpuPlaces = reads<Readonly<{ domain: DomainRef; vcpus: number }>, VcpuPlace[]>(
  'DOMAIN_GET_VCPUS',
  (writer, { domain, vcpus }) => {
    encodeDomain(writer, domain)
    writer.i32(vcpus)
    writer.i32(0) // no maps: what a vCPU may use is asked with `vcpuPins`
  },
  reader => {
    const place = () => ({ index: reader.u32(), state: reader.i32(), timeNs: reader.u64(), cpuId: reader.i32() })
    return reader.array(LEAST_VCPU_BYTES, place, MOST_VCPUS)
  },
)

/** The CPU map of each vCPU, `mapBytes` each, one behind the other: `splitCpuMaps`. */
export const vcpuPins = reads<Readonly<{ domain: DomainRef; vcpus: number; mapBytes: number }>, Uint8Array>(
  'DOMAIN_GET_VCPU_PIN_INFO',
  (writer, { domain, vcpus, mapBytes }) => {
    encodeDomain(writer, domain)
    writer.i32(vcpus)
    writer.i32(mapBytes)
    writer.u32(0)
  },
  reader => reader.bytes(),
)

export const emulatorPins = reads<Readonly<{ domain: DomainRef; mapBytes: number }>, Uint8Array>(
  'DOMAIN_GET_EMULATOR_PIN_INFO',
  (writer, { domain, mapBytes }) => {
    encodeDomain(writer, domain)
    writer.i32(mapBytes)
    writer.u32(0)
  },
  reader => reader.bytes(),
)
