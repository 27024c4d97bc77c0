import { Agent, request } from 'undici'

/** Fetches for a plugin from the hosts it was granted. Rejects with a sentence otherwise. */
export type FetchForPlugin = (
  url: string,
  allowedHosts: readonly string[],
) => Promise<Readonly<{ status: number; body: string }>>

const MAX_BODY_BYTES = 1_048_576

/**
 * GET, without cookies, credentials or redirects: a redirect would lead to a host nobody granted. `timeoutMs` should be
 * below what a call has, so that a slow answer costs the call and not the plugin's process.
 */
export function createFetchForPlugins(timeoutMs: number): FetchForPlugin & Readonly<{ close(): Promise<void> }> {
  const dispatcher = new Agent({ connections: 8, connect: { timeout: timeoutMs } })
  const fetchFor: FetchForPlugin = async (text, allowedHosts) => {
    if (!URL.canParse(text)) throw new Error(`"${text.slice(0, 80)}" is no URL`)
    const url = new URL(text)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error(`${url.protocol} is not fetched`)
    if (url.username !== '' || url.password !== '') throw new Error('a URL with a password is not fetched')
    if (!allowedHosts.some(allowed => isHost(url, allowed))) {
      throw new Error(`${url.host} is not among the hosts this plugin was granted (units.grants)`)
    }
    const { statusCode, body } = await request(url, {
      dispatcher,
      headers: { accept: '*/*', 'user-agent': 'ovirt-scheduler-plugin' },
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: statusCode, body: await readBounded(body) }
  }
  return Object.assign(fetchFor, { close: () => dispatcher.destroy() })
}

/** `host` means the usual port of the scheme; another one must be granted with it. */
function isHost({ hostname, port, protocol }: URL, allowed: string): boolean {
  const [name = '', grantedPort] = allowed.split(':')
  const usualPort = protocol === 'https:' ? '443' : '80'
  const isPort = (port || usualPort) === (grantedPort ?? usualPort)
  return isPort && (name.startsWith('*.') ? hostname.endsWith(name.slice(1)) : hostname === name)
}

async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) throw new Error(`the reply has more than ${MAX_BODY_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
