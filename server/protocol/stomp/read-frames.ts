import { ProtocolError } from '../protocol-error.ts'
import { bodyLengthOf, bodyTooLarge, decodeHead, type FrameHead } from './decode-head.ts'
import type { StompFrame } from './frame.ts'
import { growingBytes } from './growing-bytes.ts'

export type StompLimits = Readonly<{
  /** Command and headers with their line ends. */
  maxHeadBytes: number
  maxHeaders: number
  maxBodyBytes: number
}>

/** A host with 200 VMs describes them in about 4 MiB. */
export const defaultStompLimits: StompLimits = {
  maxHeadBytes: 16 * 1024,
  maxHeaders: 64,
  maxBodyBytes: 32 * 1_048_576,
}

/** The frames that `bytes` completes, in their order. */
export type FrameReader = (bytes: Uint8Array) => StompFrame[]

type State = { part: 'between' | 'head' } | { part: 'body'; head: FrameHead; length: number | undefined }

const [LF, CR, NUL] = [0x0a, 0x0d, 0x00]

/**
 * Reads frames from a stream that is cut anywhere. Line ends between frames are heart-beats. Throws ProtocolError as soon as
 * a limit is passed or announced to be; a reader that threw has lost its place in the stream and throws the same again.
 */
export function createFrameReader(limits: StompLimits = defaultStompLimits): FrameReader {
  const collected = growingBytes()
  let state: State = { part: 'between' }
  let broken: unknown

  /** How many of `bytes` were used up, at least one. */
  function step(bytes: Uint8Array, frames: StompFrame[]): number {
    switch (state.part) {
      case 'between':
        return skipHeartBeats(bytes)
      case 'head':
        return readHead(bytes)
      case 'body':
        return state.length === undefined
          ? readToNul(state.head, bytes, frames)
          : readLength(state.head, state.length, bytes, frames)
    }
  }

  function skipHeartBeats(bytes: Uint8Array): number {
    const first = bytes.findIndex(byte => byte !== LF && byte !== CR)
    if (first < 0) return bytes.length
    state = { part: 'head' }
    return first
  }

  // Of the header line that is being read: an empty one ends the head, and it too may arrive in pieces.
  let lineBytes = 0
  let lineBegins: number | undefined

  function readHead(bytes: Uint8Array): number {
    const end = bytes.indexOf(LF)
    const line = end < 0 ? bytes : bytes.subarray(0, end)
    if (collected.length() + line.length + 1 > limits.maxHeadBytes) {
      throw new ProtocolError('header-too-large', `a frame has headers of more than ${limits.maxHeadBytes} bytes`)
    }
    if (lineBytes === 0) lineBegins = line[0]
    lineBytes += line.length
    const isEmpty = lineBytes === 0 || (lineBytes === 1 && lineBegins === CR)
    if (end < 0) {
      collected.add(line)
      return line.length
    }
    lineBytes = 0
    if (!isEmpty) {
      collected.add(bytes.subarray(0, end + 1))
      return end + 1
    }
    const head = decodeHead(collected.take(), limits.maxHeaders)
    state = { part: 'body', head, length: bodyLengthOf(head, limits.maxBodyBytes) }
    return end + 1
  }

  function readLength(head: FrameHead, length: number, bytes: Uint8Array, frames: StompFrame[]): number {
    const wanted = length - collected.length()
    if (bytes.length <= wanted) {
      collected.add(bytes)
      return bytes.length
    }
    if (bytes[wanted] !== NUL) throw new ProtocolError('no-end', 'a frame does not end where content-length says')
    collected.add(bytes.subarray(0, wanted))
    finish(head, frames)
    return wanted + 1
  }

  function readToNul(head: FrameHead, bytes: Uint8Array, frames: StompFrame[]): number {
    const end = bytes.indexOf(NUL)
    const part = end < 0 ? bytes : bytes.subarray(0, end)
    if (collected.length() + part.length > limits.maxBodyBytes) throw bodyTooLarge(limits.maxBodyBytes)
    collected.add(part)
    if (end < 0) return bytes.length
    finish(head, frames)
    return end + 1
  }

  function finish(head: FrameHead, frames: StompFrame[]): void {
    frames.push({ ...head, body: collected.take() })
    state = { part: 'between' }
  }

  return bytes => {
    if (broken !== undefined) throw broken
    const frames: StompFrame[] = []
    try {
      for (let at = 0; at < bytes.length; ) at += step(bytes.subarray(at), frames)
    } catch (error) {
      broken = error
      throw error
    }
    return frames
  }
}
