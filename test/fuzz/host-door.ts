/** What hosts and the kernel say in documents: definitions of VMs and hosts, readings of simulated hosts, files of /proc. */
import fc from 'fast-check'
import { HostError } from '../../server/hosts/host-error.ts'
import { parseTopology } from '../../server/hosts/libvirt/capabilities-xml.ts'
import { parseDomain } from '../../server/hosts/libvirt/domain-xml.ts'
import { parseProcessStat } from '../../server/hosts/local/process-stat.ts'
import { figuresOf } from '../../server/hosts/proc-figures.ts'
import { readAgentMemory } from '../../server/hosts/read-agent-memory.ts'
import { eventTexts } from '../../server/hosts/simulated/event-texts.ts'
import { type Door, knocksOf } from './door.ts'
import { editedText } from './edited-text.ts'
import { anyText, editedJson } from './strange-values.ts'

const domain = `<domain type='kvm'><metadata><q:qos xmlns:q='http://ovirt.org/vm/tune/1.0'><q:vcpuLimit>75</q:vcpuLimit><ioTune>
<device name='vda'><maximum><total_iops_sec>100</total_iops_sec></maximum></device></ioTune></q:qos>
<o:vm xmlns:o='http://ovirt.org/vm/1.0'><o:minGuaranteedMemoryMb type='int'>512</o:minGuaranteedMemoryMb></o:vm></metadata>
<devices><disk type='file' device='disk'><source file='/a.img'/><target dev='vda'/></disk></devices></domain>`
const capabilities = `<capabilities><host><cpu><pages unit='KiB' size='4'/></cpu><topology><cells num='1'><cell id='0'>
<memory unit='KiB'>2048</memory><distances><sibling id='0' value='10'/></distances><cpus num='1'>
<cpu id='0' socket_id='0' core_id='0' siblings='0'/></cpus></cell></cells></topology></host></capabilities>`
const meminfo = 'MemTotal:       16316412 kB\nMemFree:         1049600 kB\nMemAvailable:    9000000 kB\nCached: 1 kB\n'
const stat = '4242 (qemu) kvm) S 1 4242 4242 0 -1 4194560 1 0 2 0 500 300 0 0 20 0 7 0 9999 1 1'
const events =
  'data: {"kind":"vm-stopped","vmId":"a","because":"migration"}\n\n: x\n\ndata: {"kind":"host-changed"}\r\n\r\n'

const xmlPieces = fc.oneof(
  fc.constantFrom('<', '>', '/>', '</domain>', '<a>'.repeat(100), '<b/>'.repeat(5_000), '<!DOCTYPE a>', '&a;', '&#0;'),
  fc.constantFrom(
    "id='99999999999999999999'",
    "id='-1'",
    "id='1e9'",
    "siblings='0-99999999'",
    'xmlns="x"',
    '<![CDATA[',
  ),
  anyText,
)
const textPieces = fc.oneof(
  anyText,
  fc.constantFrom('9'.repeat(400), '-1', ' kB', ':', '\n', ')', '(', 'data:', '\r', 'x'.repeat(5_000)),
)
/** What a guest agent answers to each of its commands: of the guest, which nobody trusts. */
const agent = editedJson(
  fc.constant({
    open: 7,
    read: { count: meminfo.length, 'buf-b64': Buffer.from(meminfo).toString('base64'), eof: true },
    close: {},
  }),
)

const told = fc.record({
  domain: editedText(fc.constant(domain), xmlPieces),
  capabilities: editedText(fc.constant(capabilities), xmlPieces),
  meminfo: editedText(fc.constant(meminfo), textPieces),
  stat: editedText(fc.constant(stat), textPieces),
  events: editedText(fc.constant(events), textPieces),
  agent,
})
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never

export const hostDoor = (): Door => ({ knocks: knocksOf(told, readAll), close: () => undefined })

async function readAll(said: Told): Promise<string> {
  const refusals = await Promise.all([
    refused(() => finite(parseDomain(said.domain))),
    refused(() => finite(parseTopology(said.capabilities))),
    refused(() => finite([...figuresOf(said.meminfo).values()])),
    refused(() => finite(parseProcessStat(said.stat))),
    refused(async () => {
      const bytes = Buffer.from(said.events)
      const pieces = async function* () {
        for (let at = 0; at < bytes.length; at += 40) yield bytes.subarray(at, at + 40)
      }
      for await (const text of eventTexts(pieces())) finite(text)
    }),
    refused(async () => {
      const answers = Object(said.agent) as Record<string, unknown>
      const askGuestAgent = async (_vm: string, { execute }: { execute: string }) =>
        answers[execute.replace('guest-file-', '')]
      finite(await readAgentMemory({ askGuestAgent } as never, 'v', AbortSignal.timeout(5_000)))
    }),
  ])
  return `${refusals.filter(Boolean).length} of ${refusals.length} refused`
}

async function refused(read: () => unknown): Promise<boolean> {
  try {
    await read()
    return false
  } catch (error) {
    if (error instanceof HostError && error.message !== '') return true
    throw error
  }
}

/** No figure may be NaN or infinite, nor below zero: a host counts nothing so. */
function finite(value: unknown): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || value < 0) throw new Error(`a figure of ${value}`)
  } else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) finite(part)
}
