import { ProtocolError } from '../protocol-error.ts'
import { uuidOf } from './uuid.ts'

const TWO_TO_32 = 0x1_0000_0000
// Names may hold any bytes; what is no UTF-8 is shown as such instead of costing us the connection.
const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })

/**
 * Reads one XDR value after the other (RFC 4506): big-endian, each a multiple of 4 bytes long. Everything throws
 * `ProtocolError` when the bytes do not hold it, and nothing is allocated that they could not fill.
 */
export class XdrReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get remaining(): number {
    return this.#bytes.length - this.#at
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4))
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4))
  }

  /** As a number: exact up to 2^53, rounded beyond. */
  i64(): number {
    const at = this.#take(8)
    return this.#view.getInt32(at) * TWO_TO_32 + this.#view.getUint32(at + 4)
  }

  /** As a number: exact up to 2^53, rounded beyond. */
  u64(): number {
    const at = this.#take(8)
    return this.#view.getUint32(at) * TWO_TO_32 + this.#view.getUint32(at + 4)
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8))
  }

  bool(): boolean {
    const value = this.u32()
    if (value > 1) throw new ProtocolError('bad-value', `A boolean is 0 or 1, not ${value}.`)
    return value === 1
  }

  /** As many bytes as their own count says. They are a view of the frame, not a copy. */
  bytes(): Uint8Array {
    const length = this.u32()
    if (length > this.remaining) throw tooMany(length, 'bytes', this.remaining)
    const start = this.#take(length)
    // Padding; what stands in it means nothing.
    this.#take(-length & 3)
    return this.#bytes.subarray(start, start + length)
  }

  text(): string {
    return utf8.decode(this.bytes())
  }

  uuid(): string {
    const start = this.#take(16)
    return uuidOf(this.#bytes.subarray(start, start + 16))
  }

  /** `leastBytes`: what the smallest element takes; no count is believed that the bytes left could not hold. */
  array<T>(leastBytes: number, read: () => T, atMost = Number.POSITIVE_INFINITY): T[] {
    const count = this.count(leastBytes, atMost)
    const values: T[] = []
    for (let index = 0; index < count; index++) values.push(read())
    return values
  }

  /** How many elements follow, which are read one by one. */
  count(leastBytes: number, atMost = Number.POSITIVE_INFINITY): number {
    const count = this.u32()
    const possible = Math.min(atMost, Math.floor(this.remaining / leastBytes))
    if (count > possible) throw tooMany(count, 'elements', possible)
    return count
  }

  optional<T>(read: () => T): T | undefined {
    return this.bool() ? read() : undefined
  }

  #take(length: number): number {
    const at = this.#at
    if (length > this.#bytes.length - at) {
      throw new ProtocolError('too-short', `The message ends ${length - (this.#bytes.length - at)} bytes too early.`)
    }
    this.#at = at + length
    return at
  }
}

const tooMany = (count: number, what: string, possible: number) =>
  new ProtocolError('too-many', `The message speaks of ${count} ${what}, where ${possible} are possible.`)
