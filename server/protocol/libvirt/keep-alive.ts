import { encodeFrame, type Frame } from './frame.ts'
import { messageTypes, programs } from './procedure-numbers.ts'

const procedures = { ping: 1, pong: 2 } as const

const encode = (procedure: number) =>
  encodeFrame({ program: programs.keepAlive, procedure, type: messageTypes.message })

/** Either side may ask whether the other is alive, who answers at once. No serial, no payload. */
export const pingBytes = encode(procedures.ping)
export const pongBytes = encode(procedures.pong)

export const isKeepAlive = ({ program }: Frame): boolean => program === programs.keepAlive
export const isPing = (frame: Frame): boolean => isKeepAlive(frame) && frame.procedure === procedures.ping
