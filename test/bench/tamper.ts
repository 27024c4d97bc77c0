import { createRandom } from '../../server/planner/search/random.ts'

/** Numbers that mean something to whoever reads lengths, counts and types. */
const telling = [
  0, 1, 2, 3, 7, 8, 27, 28, 0x7f, 0xff, 0x1000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_fffc,
] as const

/**
 * One of these messages with words changed, bytes changed, cut, doubled or filled, the same for the same seed and index. Its
 * length mostly fits what became of it, so that it is not refused for that alone.
 */
export function tamperWith(messages: readonly Buffer[], seed: number, index: number): Buffer {
  const random = createRandom(seed * 0x9e37_79b1 + index)
  const upTo = (limit: number) => random.below(Math.max(1, limit))
  let bytes: Buffer = Buffer.from(messages[upTo(messages.length)] ?? Buffer.alloc(28))
  for (let edits = 1 + upTo(6); edits > 0; edits--) {
    const at = upTo(bytes.length)
    const word = at & ~3
    switch (upTo(8)) {
      case 0:
        bytes[at] = upTo(256)
        break
      case 1:
      case 2:
        if (word + 4 <= bytes.length) bytes.writeUInt32BE(telling[upTo(telling.length)] ?? 0, word)
        break
      case 3:
        if (word + 4 <= bytes.length) bytes.writeUInt32BE(upTo(bytes.length), word)
        break
      case 4:
        bytes = bytes.subarray(0, at)
        break
      case 5:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at / 2, at), bytes.subarray(at)])
        break
      case 6:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.alloc(upTo(64), upTo(256)), bytes.subarray(at)])
        break
      default:
        bytes.fill(upTo(256), at, Math.min(bytes.length, at + upTo(16)))
    }
  }
  if (bytes.length >= 4 && upTo(8) > 0) bytes.writeUInt32BE(bytes.length, 0)
  return bytes
}
