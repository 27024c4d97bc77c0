/** Frames as vdsm sends them, changed in ways that hurt; the same for the same seed. */
import type { Random } from '../../server/planner/search/random.ts'
import { encodeFrame } from '../../server/protocol/stomp/frame.ts'
import { vdsmVerbs } from '../fakes/vdsm/vdsm-verbs.ts'
import { aVdsmVm, aVdsmWorld, VM_ID } from '../fakes/vdsm/vdsm-world.ts'

/** The words between which changes are made: a field of a frame, of JSON or of a definition. */
const telling = [
  '\0',
  '\n',
  '\n\n',
  '\r\n',
  ':',
  '\\',
  '\\t',
  'content-length:',
  'content-length:99999999999\n',
  'MESSAGE\n',
  '{',
  '[',
  '"',
  'null',
  '-1',
  '1e999',
  '"9007199254740993"',
  '9'.repeat(30),
  '"__proto__":',
  '"constructor":',
  '[[[[[[[[[[',
  '<!DOCTYPE a>',
  '&amp;&lt;',
  '<vcpupin vcpu="0" cpuset="0-8191"/>',
  '\uffff',
  'é'.repeat(50),
]

export type StompInput = Readonly<{ method: string; frame: Uint8Array }>

/** One sound frame of each kind, by the call that it answers. */
export function soundFrames(): StompInput[] {
  const world = aVdsmWorld({
    vms: new Map([[VM_ID, aVdsmVm({ quotaUs: 60_000, pins: new Map([[0, [0, 1]]]) })]]),
  })
  const answer = (body: object): Uint8Array => {
    const headers = { destination: 'c1b7', 'content-type': 'application/json', subscription: '0' }
    return encodeFrame('MESSAGE', headers, new TextEncoder().encode(JSON.stringify({ jsonrpc: '2.0', ...body })))
  }
  const results = [
    'Host.getStats',
    'Host.getCapabilities',
    'Host.getAllVmStats',
    'Host.getAllVmIoTunePolicies',
    'Host.dumpxmls',
  ].map(method => ({ method, frame: answer({ id: 'a', result: vdsmVerbs[method]?.(world, { vmList: [VM_ID] }) }) }))
  const status = { [VM_ID]: { status: 'Down', exitReason: 4 }, notify_time: 2_151_246_124 }
  return [
    ...results,
    { method: 'event', frame: answer({ method: `|virt|VM_status|${VM_ID}`, params: status }) },
    { method: 'error', frame: answer({ id: 'a', error: { code: 99, message: 'Recovering' } }) },
    { method: 'connected', frame: encodeFrame('CONNECTED', { version: '1.2', 'heart-beat': '10000,10000' }) },
  ]
}

/** One to four changes: a byte, a piece left out or doubled, something telling put in, or the end cut off. */
export function mutated(frame: Uint8Array, random: Random): Uint8Array {
  let bytes = Buffer.from(frame)
  const place = () => random.below(bytes.length + 1)
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = place()
    const to = Math.min(bytes.length, at + random.below(40))
    switch (random.below(6)) {
      case 0:
        if (at < bytes.length) bytes[at] = random.below(256)
        break
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)])
        break
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)])
        break
      case 3:
        bytes = bytes.subarray(0, at)
        break
      default: {
        const word = Buffer.from(telling[random.below(telling.length)] ?? '')
        // Over what is there, so that lengths may still be right, or between.
        const rest = bytes.subarray(random.next() < 0.5 ? at : Math.min(bytes.length, at + word.length))
        bytes = Buffer.concat([bytes.subarray(0, at), word, rest])
      }
    }
  }
  return bytes
}

/** The body changed and the frame around it right again: what comes past the reader. */
export function mutatedInside(frame: Uint8Array, random: Random): Uint8Array {
  const start = Buffer.from(frame).indexOf('\n\n') + 2
  const body = mutated(frame.subarray(start, -1), random)
  return encodeFrame('MESSAGE', { destination: 'c1b7', subscription: '0' }, body)
}

const strange: readonly unknown[] = [
  null,
  true,
  '',
  -1,
  0,
  1e308,
  '1e999',
  '-7.5',
  Number.MAX_SAFE_INTEGER + 1,
  '18446744073709551615',
  [],
  {},
  [[]],
  'x'.repeat(5000),
  JSON.parse('{"__proto__":{"status":"Up"},"length":-1}'),
  Array.from({ length: 1100 }, (_, n) => n),
]

/** Sound JSON in a sound frame, with up to five values that are not what they should be. */
export function withStrangeValues(frame: Uint8Array, random: Random): Uint8Array {
  const text = Buffer.from(frame).toString('utf8')
  const message = JSON.parse(text.slice(text.indexOf('\n\n') + 2, -1))
  for (let changes = 1 + random.below(5); changes > 0; changes--) {
    const within = message.result ?? message.params ?? message.error
    replaceOne(random.next() < 0.05 ? message : within, random)
  }
  const body = new TextEncoder().encode(JSON.stringify(message))
  return encodeFrame('MESSAGE', { destination: 'c1b7', subscription: '0' }, body)
}

function replaceOne(within: unknown, random: Random): void {
  if (typeof within !== 'object' || within === null) return
  const fields = within as Record<string, unknown>
  const keys = Object.keys(fields)
  const key = keys[random.below(keys.length)]
  if (key === undefined) return
  const value = fields[key]
  if (typeof value === 'object' && value !== null && random.next() < 0.9) replaceOne(value, random)
  else fields[key] = structuredClone(strange[random.below(strange.length)])
}
