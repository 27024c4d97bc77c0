import { type DomainRef, encodeDomain } from './domain-ref.ts'
import { changes, type Procedure, reads } from './procedure.ts'
import { decodeParameters, encodeParameters, type Parameters, type TypedParameter } from './typed-parameters.ts'

/** What runs is changed, and nothing that would outlive it: every change here goes with the running VM. */
const LIVE = 1

type Tuning = Readonly<{ domain: DomainRef; parameters: readonly TypedParameter[] }>

/** The balloon's target. The guest follows later, or never. */
export const setMemory = changes<Readonly<{ domain: DomainRef; targetKiB: number }>>(
  'DOMAIN_SET_MEMORY_FLAGS',
  (writer, { domain, targetKiB }) => {
    encodeDomain(writer, domain)
    writer.u64(targetKiB)
    writer.u32(LIVE)
  },
)

/** Has no flags because it means the running VM; the newer procedure that has them (225) is not known to every driver. */
export const pinVcpu = changes<Readonly<{ domain: DomainRef; vcpu: number; map: Uint8Array }>>(
  'DOMAIN_PIN_VCPU',
  (writer, { domain, vcpu, map }) => {
    encodeDomain(writer, domain)
    writer.u32(vcpu)
    writer.bytes(map)
  },
)

/** `posix`: shares, and with nine parameters also quota and period. Refused where the host has no CPU controller. */
export const schedulerType: Procedure<DomainRef, Readonly<{ type: string; parameters: number }>> = reads(
  'DOMAIN_GET_SCHEDULER_TYPE',
  encodeDomain,
  reader => ({ type: reader.text(), parameters: reader.i32() }),
)

export const schedulerParameters = reads<DomainRef, Parameters>(
  'DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS',
  (writer, domain) => {
    encodeDomain(writer, domain)
    writer.i32(16) // 0 and more than 16 are refused
    writer.u32(LIVE)
  },
  decodeParameters,
)

export const setSchedulerParameters = changes<Tuning>(
  'DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS',
  (writer, { domain, parameters }) => {
    encodeDomain(writer, domain)
    encodeParameters(writer, parameters)
    writer.u32(LIVE)
  },
)

const MOST_IO_PARAMETERS = 32

/** `disk`: its target, such as vda, or the path of its source. */
export const blockIoTune = reads<Readonly<{ domain: DomainRef; disk: string }>, Parameters>(
  'DOMAIN_GET_BLOCK_IO_TUNE',
  (writer, { domain, disk }) => {
    encodeDomain(writer, domain)
    writer.optional<string>(disk, text => writer.text(text))
    writer.i32(MOST_IO_PARAMETERS)
    writer.u32(LIVE)
  },
  decodeParameters,
)

export const setBlockIoTune = changes<Tuning & Readonly<{ disk: string }>>(
  'DOMAIN_SET_BLOCK_IO_TUNE',
  (writer, { domain, disk, parameters }) => {
    encodeDomain(writer, domain)
    writer.text(disk)
    encodeParameters(writer, parameters)
    writer.u32(LIVE)
  },
)
