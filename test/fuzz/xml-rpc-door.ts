/** The door that the engine calls: documents that are none, in whatever encoding, over connections that behave like none. */
import fc from 'fast-check'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import { XmlRpcFault } from '../../server/protocol/xmlrpc/xml-rpc-error.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import { builtIn } from '../../server/runtime/unit-runner.ts'
import { builtInUnits } from '../../server/units/built-in-units.ts'
import { createEndpoint } from '../../server/xmlrpc/create-endpoint.ts'
import { listenXmlRpc } from '../../server/xmlrpc/listen-xml-rpc.ts'
import { hostileDocument } from '../bench/hostile-inputs.ts'
import { aHost, aSnapshot, aVm, NOON_MS } from '../fakes/builders.ts'
import { aLog } from '../fakes/log.ts'
import { aSnapshotSource } from '../fakes/services.ts'
import { type Door, knocksOf } from './door.ts'
import { editedText } from './edited-text.ts'
import { exchangeBytes } from './exchange-bytes.ts'
import { type WireBytes, wireBytes } from './wire-bytes.ts'

const H1 = '11111111-1111-1111-1111-111111111111'
const VM = '33333333-3333-3333-3333-333333333333'
const PATIENCE_MS = 5_000
/** So that who never ends a request is told so within the patience. */
const REQUEST_TIMEOUT_MS = 1_000

const names = builtInUnits.map(({ id }) => id)
const calls = fc.constantFrom(
  encodeCall('discover', []),
  encodeCall('runFilters', [names, [H1], VM, {}]),
  encodeCall('runCostFunctions', [names.map(name => [name, 1]), [H1], VM, {}]),
  encodeCall('runLoadBalancing', [names[0] ?? '', [H1], {}]),
  encodeCall('system.listMethods', []),
)
const pieces = fc.oneof(
  fc.constantFrom('<value>', '</value>', '<array><data>', '</struct>', '<nil/>', '<int>1e9</int>', '<base64>', '&lt;'),
  fc.constantFrom('<!DOCTYPE a [<!ENTITY a "a">]>', '<![CDATA[', ']]>', '&#0;', '&#xD800;', '<?xml encoding="x"?>'),
  fc.constantFrom('<!--', '-->', '\0', '\ufffe', ' xmlns="urn:x"', '<double>NaN</double>', '<boolean>2</boolean>'),
  fc.constantFrom('<value>'.repeat(2_000), '<value/>'.repeat(20_000), 'x'.repeat(200_000), '&amp;'.repeat(20_000)),
)
const documents = fc.oneof(calls, editedText(calls, pieces), hostileDocument)

export async function xmlRpcDoor(): Promise<Door> {
  const { log, lines } = aLog()
  const snapshot = aSnapshot({ hosts: [aHost({ id: H1 })], vms: [aVm({ id: VM, hostId: H1 })] })
  const endpoint = createEndpoint({
    runtime: createRuntime({ units: builtInUnits.map(unit => builtIn(unit)), elapsedMs: () => performance.now() }),
    snapshots: aSnapshotSource({ snapshot }),
    log,
    now: () => NOON_MS,
  })
  const listening = await listenXmlRpc(endpoint.app, {
    port: 0,
    addresses: ['127.0.0.1'],
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    log,
  })
  const good = Buffer.from(`POST / HTTP/1.0\r\nContent-Length: ${DISCOVER.length}\r\n\r\n${DISCOVER}`)
  return {
    knocks: knocksOf(
      wireBytes(documents),
      async sent => {
        const kind = kindOf(await exchangeBytes(listening.port, sent, PATIENCE_MS))
        const still = await exchangeBytes(listening.port, { pieces: [good], pauseMs: 0, end: 'wait' }, PATIENCE_MS)
        if (kindOf(still) !== '200 result') throw new Error(`the door does not answer any more: ${still.slice(0, 300)}`)
        const failed = lines.splice(0).find(({ level }) => level === 'error')
        if (failed !== undefined) throw new Error(`${failed.sentence} ${(failed.fields.error as Error).stack}`)
        return kind
      },
      shown,
    ),
    close: () => listening.close(),
  }
}

const DISCOVER = encodeCall('discover', [])

const shown = ({ pieces: parts, pauseMs, end }: WireBytes): string =>
  `${JSON.stringify(Buffer.concat(parts).toString('latin1')).slice(0, 500)} in ${parts.length}, ${pauseMs} ms, ${end}`

/** Of the first answer; throws when any is none of ours. */
function kindOf(received: string): string {
  if (received === '') return 'closed'
  const kinds: string[] = []
  let rest = withoutContinue(received)
  while (rest !== '') {
    const head = /^HTTP\/1\.1 (\d{3}) [^\r]*\r\n([\s\S]*?)\r\n\r\n/.exec(rest)
    if (head === null) throw new Error(`no HTTP: ${rest.slice(0, 300)}`)
    const [whole, status = '', fields = ''] = head
    const told = /^content-length: (\d+)/im.exec(fields)?.[1]
    // Without a length, as to HTTP/1.0, it goes on to the end.
    const length = told === undefined ? rest.length - whole.length : Number(told)
    const body = rest.slice(whole.length, whole.length + length)
    rest = withoutContinue(rest.slice(whole.length + length))
    if (Number(status) >= 500 && status !== '503') throw new Error(`HTTP ${status} ${body.slice(0, 300)}`)
    if (status === '200' && body.length === length)
      kinds.push(`200 ${replyKind(Buffer.from(body, 'latin1').toString())}`)
    else kinds.push(status)
  }
  return kinds[0] ?? 'closed'
}

const withoutContinue = (text: string): string => text.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')

function replyKind(document: string): string {
  try {
    decodeReply(document)
    return 'result'
  } catch (error) {
    if (!(error instanceof XmlRpcFault)) throw error
    // That we failed, not the caller.
    if (error.faultCode === -32_603) throw new Error(`an internal error: ${document}`)
    return 'fault'
  }
}
