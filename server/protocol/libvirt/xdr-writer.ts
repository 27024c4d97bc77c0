import { uuidBytes } from './uuid.ts'

const TWO_TO_32 = 0x1_0000_0000
const utf8 = new TextEncoder()

/** Writes one XDR value after the other (RFC 4506). A number that does not fit its type is a mistake of ours and a RangeError. */
export class XdrWriter {
  #bytes = new Uint8Array(256)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  /** What was written so far, as a view. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  i32(value: number): void {
    if (!Number.isInteger(value) || value < -0x8000_0000 || value > 0x7fff_ffff) throw outOf('i32', value)
    const at = this.#make(4)
    this.#view.setInt32(at, value)
  }

  u32(value: number): void {
    if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) throw outOf('u32', value)
    const at = this.#make(4)
    this.#view.setUint32(at, value)
  }

  i64(value: number): void {
    if (!Number.isSafeInteger(value)) throw outOf('i64', value)
    const at = this.#make(8)
    this.#view.setInt32(at, Math.floor(value / TWO_TO_32))
    this.#view.setUint32(at + 4, value >>> 0)
  }

  u64(value: number): void {
    if (value < 0) throw outOf('u64', value)
    this.i64(value)
  }

  double(value: number): void {
    const at = this.#make(8)
    this.#view.setFloat64(at, value)
  }

  bool(value: boolean): void {
    this.u32(value ? 1 : 0)
  }

  bytes(value: Uint8Array): void {
    this.u32(value.length)
    const at = this.#make(value.length + (-value.length & 3))
    this.#bytes.set(value, at)
  }

  text(value: string): void {
    this.bytes(utf8.encode(value))
  }

  /** 16 bytes without a count. */
  uuid(value: string): void {
    const at = this.#make(16)
    this.#bytes.set(uuidBytes(value), at)
  }

  array<T>(values: readonly T[], write: (value: T) => void): void {
    this.u32(values.length)
    for (const value of values) write(value)
  }

  optional<T>(value: T | undefined, write: (value: T) => void): void {
    this.bool(value !== undefined)
    if (value !== undefined) write(value)
  }

  /** May replace what it grows: to be called before `#view` and `#bytes` are looked at. */
  #make(length: number): number {
    const at = this.#length
    if (at + length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, at + length))
      larger.set(this.#bytes)
      this.#bytes = larger
      this.#view = new DataView(larger.buffer)
    }
    this.#length = at + length
    return at
  }
}

const outOf = (type: string, value: number) => new RangeError(`${value} is no ${type}`)
