import { X509Certificate } from 'node:crypto'
import { Agent, request } from 'undici'
import type { XmlRpcTls } from '../config/read-xml-rpc-tls.ts'
import { notTlsCodes } from '../protocol/tls/failure-codes.ts'
import { decodeReply } from '../protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../protocol/xmlrpc/encode-call.ts'
import { allowList } from './admit-callers.ts'

/** How the running service is to be found: as its settings say. */
export type Door = Readonly<{
  address: string
  port: number
  /** Where the endpoint is there; the root unless given. */
  path?: string
  tls?: XmlRpcTls | undefined
  allowFrom?: readonly string[]
}>

export type DoorFinding = Readonly<{ state: 'ok' | 'warning' | 'failed'; what: string; fix?: string }>

const DEADLINE_MS = 3_000
const RESTART = 'Restart the service, so that it takes the settings as they are now.'

/** Asks the endpoint what can be called, which counts as no call of the engine, and tells what came of it. Never rejects. */
export async function checkDoor(door: Door): Promise<DoorFinding> {
  const { address, port, path = '/', tls } = door
  const host = address.includes(':') ? `[${address}]` : address
  const url = `${tls === undefined ? 'http' : 'https'}://${host}:${port}${path}`
  const agent = tls === undefined ? undefined : trusting(tls)
  try {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'Content-Type': 'text/xml' },
      body: encodeCall('system.listMethods', []),
      signal: AbortSignal.timeout(DEADLINE_MS),
      ...(agent && { dispatcher: agent.dispatcher }),
    })
    if (statusCode !== 200 || !areOurMethods(await body.text())) throw new OtherProgram()
    if (tls?.clientCa === undefined) return { state: 'ok', what: `XML-RPC answers at ${url}` }
    const what = `XML-RPC at ${url} answers without a certificate of the caller, although xmlrpc.clientCa is set`
    return { state: 'warning', what, fix: RESTART }
  } catch (error) {
    return explain(error, door, url, agent?.wasRecognised() ?? false)
  } finally {
    await agent?.dispatcher.destroy()
  }
}

function areOurMethods(text: string): boolean {
  try {
    const value = decodeReply(text)
    return Array.isArray(value) && value.includes('discover') && value.includes('runLoadBalancing')
  } catch {
    return false
  }
}

class OtherProgram extends Error {}
class OtherCertificate extends Error {}

/**
 * Trusts exactly the configured certificate, by whatever name it is reached: here an address is called, and the
 * certificate is made for the name in the engine's URL. That it has not expired is checked as usual.
 */
function trusting({ certificate }: XmlRpcTls): { dispatcher: Agent; wasRecognised: () => boolean } {
  const own = new X509Certificate(certificate).raw
  let recognised = false
  const dispatcher = new Agent({
    connect: {
      ca: certificate,
      allowPartialTrustChain: true,
      checkServerIdentity(_name, shown) {
        recognised = own.equals(shown.raw)
        return recognised ? undefined : new OtherCertificate()
      },
    },
  })
  return { dispatcher, wasRecognised: () => recognised }
}

function explain(
  error: unknown,
  { address, tls, allowFrom = [] }: Door,
  url: string,
  recognised: boolean,
): DoorFinding {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const failed = (why: string, fix: string): DoorFinding => ({ state: 'failed', what: `XML-RPC at ${url}${why}`, fix })

  if (error instanceof OtherProgram) {
    return failed(' answers, but not as this service does', 'Another program may hold the port; see: ss -ltnp')
  }
  if (tls?.clientCa !== undefined && recognised) {
    return { state: 'ok', what: `XML-RPC listens at ${url} and demands a certificate of its caller; no call was made` }
  }
  if (cutOff.includes(code) && !allowList(allowFrom)(sourceOf(address))) {
    const what = `XML-RPC listens at ${url} and lets only xmlrpc.allowFrom call, which this address is not in`
    return { state: 'ok', what }
  }
  if (cutOff.includes(code)) return failed(' hangs up; it may expect TLS, or another certificate', RESTART)
  if (error instanceof OtherCertificate || untrusted.includes(code)) {
    return failed(' shows another certificate than that in xmlrpc.tlsCertificate', RESTART)
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return failed(
      ' shows a certificate that has expired',
      'Renew xmlrpc.tlsCertificate; the service takes the new file within a minute.',
    )
  }
  if (notTlsCodes.includes(code)) return failed(' speaks plain HTTP, although xmlrpc.tlsCertificate is set', RESTART)
  return failed(`: ${whyNot(error, code)}`, 'Start the service: ovirt-scheduler serve')
}

const cutOff = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']
const untrusted = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]

/** Where a call from this machine to one of its own addresses comes from. */
const sourceOf = (address: string): string => ({ '0.0.0.0': '127.0.0.1', '::': '::1' })[address] ?? address

function whyNot(error: unknown, code: string): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer in ${DEADLINE_MS / 1000} s`
  if (code === 'ECONNREFUSED') return 'nothing listens there'
  return error instanceof Error ? error.message : String(error)
}
