import { type Dispatcher, request } from 'undici'
import type { z } from 'zod'
import { HostError } from '../host-error.ts'
import { failureOf, refusalOf } from './failure-of.ts'

export type Question = Readonly<{ method: 'GET' | 'PUT'; path: string; body?: unknown }>

export type Asking = Readonly<{
  baseUrl: string
  dispatcher: Dispatcher
  timeoutMs: number
  caller: AbortSignal
  /** Aborts, with why, when the connection has ended. */
  link: AbortSignal
}>

/** Larger by far than the guests of the largest host there is. */
const MAX_REPLY_BYTES = 32 * 1_048_576

/** One call and its reply, which must be of the given shape; undefined where there is none. Rejects with HostError. */
export async function askSimulatedHost<T>(question: Question, schema: z.ZodType<T>, asking: Asking): Promise<T> {
  const { baseUrl, dispatcher, timeoutMs, caller, link } = asking
  const deadline = AbortSignal.timeout(timeoutMs)
  const asked = `${question.method} ${question.path}`
  try {
    const { statusCode, body } = await request(`${baseUrl}${question.path}`, {
      dispatcher,
      method: question.method,
      signal: AbortSignal.any([caller, link, deadline]),
      ...(question.body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(question.body),
      }),
    })
    const text = await textOf(body, asked)
    if (statusCode !== 200 && statusCode !== 204) throw refusalOf(statusCode, text, asked)
    return parsed(text, schema, asked)
  } catch (error) {
    throw failureOf(error, { caller, link, deadline, asked })
  }
}

/** Throws HostError for more than any host has to say. */
export async function textOf(body: AsyncIterable<Uint8Array>, asked: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_REPLY_BYTES)
      throw new HostError('host-protocol', `${asked} was answered with more than ${MAX_REPLY_BYTES} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes).toString('utf8')
}

function parsed<T>(text: string, schema: z.ZodType<T>, asked: string): T {
  let value: unknown
  try {
    value = text === '' ? undefined : JSON.parse(text)
  } catch (error) {
    throw new HostError('host-protocol', `${asked} was answered with something that is no JSON.`, error)
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue === undefined ? '' : `: ${issue.path.join('.') || 'reply'}: ${issue.message}`
  throw new HostError('host-protocol', `${asked} was answered with another shape than promised${where}.`)
}
