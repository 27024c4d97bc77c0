import { ProtocolError } from '../protocol-error.ts'
import { PROTOCOL_VERSION } from './procedure-numbers.ts'

/** One message: a length word, six header words, the payload. Big-endian throughout; the length counts itself. */
export type Frame = Readonly<
  Record<'program' | 'version' | 'procedure' | 'type' | 'serial' | 'status', number> & { payload: Uint8Array }
>

export const HEADER_BYTES = 28
/** The protocol's own limit (VIR_NET_MESSAGE_MAX). */
export const MAX_FRAME_BYTES = 32 * 1024 * 1024

const noBytes = new Uint8Array(0)

export function encodeFrame(frame: Partial<Frame> & Pick<Frame, 'program' | 'procedure'>): Uint8Array {
  const { program, version = PROTOCOL_VERSION, procedure, type = 0, serial = 0, status = 0, payload = noBytes } = frame
  const length = HEADER_BYTES + payload.length
  if (length > MAX_FRAME_BYTES) throw new RangeError(`a message of ${length} bytes is too long`)
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  for (const [index, word] of [length, program, version, procedure, type, serial, status].entries()) {
    view.setUint32(index * 4, word)
  }
  bytes.set(payload, HEADER_BYTES)
  return bytes
}

/** How long the message that starts here is. Undefined: its length is not there yet. */
export function frameLength(input: Uint8Array): number | undefined {
  if (input.length < 4) return undefined
  const length = new DataView(input.buffer, input.byteOffset, 4).getUint32(0)
  if (length < HEADER_BYTES || length > MAX_FRAME_BYTES) {
    throw new ProtocolError('frame-length', `A message has ${HEADER_BYTES} to ${MAX_FRAME_BYTES} bytes, not ${length}.`)
  }
  return length
}

/** Takes the first whole message off `input`. Undefined: there are bytes to come. */
export function decodeFrame(input: Uint8Array): Readonly<{ frame: Frame; rest: Uint8Array }> | undefined {
  const length = frameLength(input)
  if (length === undefined || input.length < length) return undefined
  const view = new DataView(input.buffer, input.byteOffset, length)
  const word = (index: number) => view.getUint32(index * 4)
  const frame = {
    program: word(1),
    version: word(2),
    procedure: word(3),
    type: word(4),
    serial: word(5),
    status: word(6),
    payload: input.subarray(HEADER_BYTES, length),
  }
  return { frame, rest: input.subarray(length) }
}
