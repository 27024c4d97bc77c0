import { gunzipSync } from 'node:zlib'
import { type Agent, errors, request } from 'undici'

/** No usable HTTP answer: what the engine's client library reports as its own exception, and the engine survives. */
export class CallFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CallFailure'
  }
}

/** As the engine's client library sends them on a current JDK. */
const headers = {
  'Content-Type': 'text/xml',
  'User-Agent': 'Apache XML RPC 3.1.3 (Sun HTTP Transport)',
  'Cache-Control': 'no-cache',
  Pragma: 'no-cache',
  Accept: 'text/html, image/gif, image/jpeg, */*; q=0.2',
}

/**
 * Sends one document and returns the other. Throws CallFailure for refused connections, timeouts, and any status but
 * 2xx, whose body is not looked at.
 */
export async function postCall(agent: Agent, url: string, document: string): Promise<string> {
  try {
    return await post(agent, url, document)
  } catch (error) {
    if (!closedWithoutAnswer(error)) throw asFailure(error)
  }
  // The JDK repeats a request, once, when the other side hung up without a byte.
  return post(agent, url, document).catch((error: unknown) => {
    throw asFailure(error)
  })
}

async function post(agent: Agent, url: string, document: string): Promise<string> {
  const {
    statusCode,
    headers: received,
    body,
  } = await request(url, {
    method: 'POST',
    dispatcher: agent,
    headers,
    body: document,
  })
  if (statusCode < 200 || statusCode > 299) {
    await body.dump()
    throw new CallFailure(`${url} answered with status ${statusCode}`)
  }
  const bytes = new Uint8Array(await body.arrayBuffer())
  // Never asked for, yet understood.
  const plain = received['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
  return new TextDecoder().decode(plain)
}

const closedWithoutAnswer = (error: unknown): boolean =>
  error instanceof errors.SocketError && error.message.includes('other side closed')

const asFailure = (error: unknown): CallFailure =>
  error instanceof CallFailure
    ? error
    : new CallFailure(error instanceof Error ? error.message || error.name : String(error), { cause: error })
