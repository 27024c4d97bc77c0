import { deflateSync, inflateSync } from 'node:zlib'
import { z } from 'zod'
import { messageSchema, type Received } from './messages.ts'

/** PostgreSQL takes less than 8,000 bytes at a time. */
const MOST_BYTES = 7_000
/** Of what was taken apart: some 60 MB of answers, which nobody has. */
const MOST_PARTS = 1_000
const MOST_WHOLE_BYTES = 64 * 1024 ** 2

const wholeSchema = z.object({ from: z.string(), message: messageSchema })
const partSchema = z.object({
  from: z.string(),
  id: z.string(),
  part: z.int().nonnegative(),
  of: z.int().positive().max(MOST_PARTS),
  data: z.string(),
})

/** The payloads that a message takes, to be sent at once; `id`: of this message. Throws where it is beyond all measure. */
export function toPayloads(received: Received, id: string): string[] {
  const text = JSON.stringify(received)
  if (Buffer.byteLength(text) <= MOST_BYTES) return [text]
  const packed = deflateSync(text).toString('base64')
  const parts = Math.ceil(packed.length / MOST_BYTES)
  if (parts > MOST_PARTS) throw new Error(`a message of ${text.length} characters is too long to be told`)
  return Array.from({ length: parts }, (_, part) => {
    const data = packed.slice(part * MOST_BYTES, (part + 1) * MOST_BYTES)
    return JSON.stringify({ from: received.from, id, part, of: parts, data } satisfies z.infer<typeof partSchema>)
  })
}

/**
 * Puts together what comes in parts: those of one message follow each other, since they were sent in one transaction. undefined: not whole yet,
 * or nothing that this version knows.
 */
export function createPayloadReader(): (payload: string) => Received | undefined {
  const begun = new Map<string, { id: string; data: string[] }>()

  function addPart({ from, id, part, of, data }: z.infer<typeof partSchema>): string | undefined {
    const before = begun.get(from)
    const message = before?.id === id ? before : { id, data: [] }
    begun.set(from, message)
    // One that lacks a part is given up: it was lost with the connection.
    if (message.data.length !== part) return undefined
    message.data.push(data)
    if (message.data.length < of) return undefined
    begun.delete(from)
    return inflateSync(Buffer.from(message.data.join(''), 'base64'), { maxOutputLength: MOST_WHOLE_BYTES }).toString()
  }

  return payload => {
    try {
      const content: unknown = JSON.parse(payload)
      const part = partSchema.safeParse(content)
      if (!part.success) return wholeSchema.parse(content)
      const whole = addPart(part.data)
      return whole === undefined ? undefined : wholeSchema.parse(JSON.parse(whole))
    } catch {
      return undefined
    }
  }
}
