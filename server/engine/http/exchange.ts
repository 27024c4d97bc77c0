import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type Dispatcher, request } from 'undici'
import { badReply, isEngineError } from './engine-error.ts'
import { timedOut, toTransportFailure } from './transport-error.ts'

const inflate = promisify(gunzip)

export type Outgoing = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: URL
  headers: Readonly<Record<string, string>>
  body?: string
}>

export type Incoming = Readonly<{ status: number; contentType: string; location: string | undefined; text: string }>

/** `wasSent`: the engine may have acted on the request although we have no answer. */
export type Exchanged = Readonly<{ ok: true; reply: Incoming } | { ok: false; wasSent: boolean; error: unknown }>

/** One request and its whole reply. Never rejects: what went wrong is part of the answer, for actions need to know more. */
export type Exchange = (outgoing: Outgoing, signal: AbortSignal) => Promise<Exchanged>

export type ExchangeOptions = Readonly<{ dispatcher: Dispatcher; timeoutMs: number; maxReplyBytes: number }>

/** Redirects are not followed: they would carry the token to wherever the reply points. */
export function createExchange({ dispatcher, timeoutMs, maxReplyBytes }: ExchangeOptions): Exchange {
  async function receive({ method, url, headers, body }: Outgoing, signal: AbortSignal): Promise<Incoming> {
    const {
      statusCode,
      headers: given,
      body: stream,
    } = await request(url, {
      dispatcher,
      method,
      headers: { ...headers, 'Accept-Encoding': 'gzip' },
      body: body ?? null,
      signal,
    })
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxReplyBytes) throw tooLarge(maxReplyBytes)
      chunks.push(chunk)
    }
    const text = await decode(Buffer.concat(chunks, bytes), textOf(given['content-encoding']), maxReplyBytes)
    return {
      status: statusCode,
      contentType: textOf(given['content-type']) ?? '',
      location: textOf(given.location),
      text,
    }
  }

  return async (outgoing, signal) => {
    const deadline = AbortSignal.timeout(timeoutMs)
    try {
      return { ok: true, reply: await receive(outgoing, AbortSignal.any([signal, deadline])) }
    } catch (error) {
      const { origin } = outgoing.url
      if (signal.aborted) return { ok: false, wasSent: true, error: abortedBy(signal, origin) }
      if (deadline.aborted) return { ok: false, wasSent: true, error: timedOut(origin, error) }
      if (isEngineError(error)) return { ok: false, wasSent: true, error }
      return { ok: false, ...toTransportFailure(error, origin) }
    }
  }
}

/** A caller's deadline is a time-out like ours; a caller that no longer wants the answer gets its own reason back. */
export function abortedBy(signal: AbortSignal, origin: string): unknown {
  const reason: unknown = signal.reason
  return reason instanceof Error && reason.name === 'TimeoutError' ? timedOut(origin, reason) : reason
}

async function decode(bytes: Buffer, encoding: string | undefined, maxReplyBytes: number): Promise<string> {
  if (encoding !== 'gzip' || bytes.length === 0) return bytes.toString('utf8')
  try {
    return (await inflate(bytes, { maxOutputLength: maxReplyBytes })).toString('utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(maxReplyBytes)
    throw badReply('The engine sent a reply that cannot be decompressed.', { cause: error })
  }
}

const tooLarge = (limit: number) => badReply(`The engine sent a reply of more than ${limit} bytes; it was not read.`)

const textOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)
