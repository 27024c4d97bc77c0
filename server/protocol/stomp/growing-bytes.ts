const FIRST_BYTES = 4096

export type GrowingBytes = Readonly<{
  length(): number
  add(bytes: Uint8Array): void
  /** All that was added, as bytes of their own; empty again after that. */
  take(): Uint8Array
}>

/** Bytes that arrive in pieces of any size. Takes at most twice the room of what is there, whatever was announced. */
export function growingBytes(): GrowingBytes {
  let room = new Uint8Array(0)
  let used = 0
  return {
    length: () => used,
    add(bytes) {
      const needed = used + bytes.length
      if (needed > room.length) {
        const larger = new Uint8Array(Math.max(FIRST_BYTES, needed, Math.min(room.length * 2, needed * 2)))
        larger.set(room.subarray(0, used))
        room = larger
      }
      room.set(bytes, used)
      used = needed
    },
    take() {
      const taken = room.slice(0, used)
      used = 0
      // One large body must not keep its room for as long as the connection lives.
      if (room.length > FIRST_BYTES) room = new Uint8Array(0)
      return taken
    },
  }
}
