import { decodeFrame, type Frame, frameLength } from './frame.ts'

/**
 * Messages out of a stream that is cut anywhere. Bytes are joined once per message, not once per piece, and a length that is
 * not allowed is refused (`ProtocolError`) before anything is kept for it; the stream cannot be read on after that.
 */
export function createFrameReader(): (piece: Uint8Array) => Frame[] {
  let pieces: Uint8Array[] = []
  let held = 0
  let needed = 4

  return piece => {
    pieces.push(piece)
    held += piece.length
    if (held < needed) return []
    let input = joined(pieces, held)
    const frames: Frame[] = []
    for (let found = decodeFrame(input); found !== undefined; found = decodeFrame(input)) {
      frames.push(found.frame)
      input = found.rest
    }
    pieces = input.length === 0 ? [] : [input]
    held = input.length
    needed = frameLength(input) ?? 4
    return frames
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = pieces
  if (first !== undefined && pieces.length === 1) return first
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
