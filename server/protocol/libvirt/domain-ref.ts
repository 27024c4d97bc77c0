import type { XdrReader } from './xdr-reader.ts'
import type { XdrWriter } from './xdr-writer.ts'

/** A VM as libvirt names it. The daemon looks it up by `uuid`; the other two may be out of date. */
export type DomainRef = Readonly<{
  name: string
  uuid: string
  /** -1: it is not running. */
  id: number
}>

/** An empty name's length, a UUID and a number. */
export const LEAST_DOMAIN_BYTES = 24

export function decodeDomain(reader: XdrReader): DomainRef {
  return { name: reader.text(), uuid: reader.uuid(), id: reader.i32() }
}

export function encodeDomain(writer: XdrWriter, { name, uuid, id }: DomainRef): void {
  writer.text(name)
  writer.uuid(uuid)
  writer.i32(id)
}
