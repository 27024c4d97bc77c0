import { nothing, type Procedure, reads } from './procedure.ts'
import { type DomainEventKind, domainEvents } from './procedure-numbers.ts'
import type { XdrReader } from './xdr-reader.ts'
import type { XdrWriter } from './xdr-writer.ts'

export const authTypes = { none: 0, sasl: 1, polkit: 2 } as const
export const features = { keepAlive: 10 } as const
export const openFlags = { readOnly: 1 } as const

/** Has to be asked first, whatever the answer: before it everything else is refused. */
export const authList = reads('AUTH_LIST', nothing, reader => reader.array(4, () => reader.i32(), 20))

export const authPolkit = reads('AUTH_POLKIT', nothing, reader => reader.i32())

/** The mechanisms, with commas between. */
export const saslInit = reads('AUTH_SASL_INIT', nothing, reader => reader.text())

export type SaslReply = Readonly<{ complete: boolean; data: Uint8Array | undefined }>

export const saslStart: Procedure<Readonly<{ mechanism: string; data: Uint8Array }>, SaslReply> = reads(
  'AUTH_SASL_START',
  (writer, { mechanism, data }) => {
    writer.text(mechanism)
    encodeSaslData(writer, data)
  },
  decodeSaslReply,
)

export const saslStep = reads<Uint8Array, SaslReply>('AUTH_SASL_STEP', encodeSaslData, decodeSaslReply)

/** Once per connection. `name` is the driver's URI without any transport: qemu:///system, not qemu+tls://host/system. */
export const openConnection: Procedure<Readonly<{ name: string; flags: number }>, void> = reads(
  'CONNECT_OPEN',
  (writer, { name, flags }) => {
    writer.optional<string>(name, text => writer.text(text))
    writer.u32(flags)
  },
  nothing,
)

/** Asking for `features.keepAlive` switches the daemon's pings on. */
export const supportsFeature = reads<number, boolean>(
  'CONNECT_SUPPORTS_FEATURE',
  (writer, feature) => writer.i32(feature),
  reader => reader.i32() !== 0,
)

export const driverName = reads('CONNECT_GET_TYPE', nothing, reader => reader.text())
/** major · 1,000,000 + minor · 1,000 + micro, of the hypervisor */
export const driverVersion = reads('CONNECT_GET_VERSION', nothing, reader => reader.u64())
/** The same of libvirt. */
export const libraryVersion = reads('CONNECT_GET_LIB_VERSION', nothing, reader => reader.u64())

/** For all VMs. Answers the number that the messages will carry. */
export const registerEvent = reads<DomainEventKind, number>(
  'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY',
  (writer, kind) => {
    writer.i32(domainEvents[kind].id)
    writer.bool(false)
  },
  reader => reader.i32(),
)

// SASL data are `char<>` in the protocol's definition, and XDR gives every char four bytes.
function encodeSaslData(writer: XdrWriter, data: Uint8Array): void {
  writer.i32(0) // there are data
  writer.array([...data], byte => writer.i32(byte))
}

function decodeSaslReply(reader: XdrReader): SaslReply {
  const complete = reader.i32() !== 0
  const isNil = reader.i32() !== 0
  const data = Uint8Array.from(reader.array(4, () => reader.i32() & 0xff, 65_536))
  return { complete, data: isNil ? undefined : data }
}
