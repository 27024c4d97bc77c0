import { type DomainRef, decodeDomain, encodeDomain } from './domain-ref.ts'
import type { XdrReader } from './xdr-reader.ts'
import type { XdrWriter } from './xdr-writer.ts'

/** What a reply with status 1 holds. */
export type RemoteError = Readonly<{
  /** `virErrorNumber`. */
  code: number
  /** In the daemon's language: to be shown, never to be compared. */
  message: string
  domain?: DomainRef
  /** With code 38 ("system error"): the errno. */
  int1: number
}>

export function decodeRemoteError(reader: XdrReader): RemoteError {
  const text = () => reader.optional(() => reader.text())
  const code = reader.i32()
  reader.i32() // which part of libvirt found it
  const message = text() ?? ''
  reader.i32() // warning or error
  const domain = reader.optional(() => decodeDomain(reader))
  text()
  text()
  text()
  const int1 = reader.i32()
  reader.i32()
  reader.optional(() => [reader.text(), reader.uuid()])
  return { code, message, ...(domain && { domain }), int1 }
}

/** For a server in a test. */
export function encodeRemoteError(writer: XdrWriter, { code, message, domain, int1 }: RemoteError): void {
  writer.i32(code)
  writer.i32(0)
  writer.optional<string>(message, text => writer.text(text))
  writer.i32(2)
  writer.optional(domain, ref => encodeDomain(writer, ref))
  for (let text = 0; text < 3; text++) writer.bool(false)
  writer.i32(int1)
  writer.i32(0)
  writer.bool(false)
}
