import { afterEach, describe, expect, it, vi } from 'vitest'
import { nameOf, type Peer, startLibvirtServer } from '../../../test/fakes/libvirt-server.ts'
import { encodeDomain } from '../../protocol/libvirt/domain-ref.ts'
import type { Frame } from '../../protocol/libvirt/frame.ts'
import type { ProcedureName, QemuProcedureName } from '../../protocol/libvirt/procedure-numbers.ts'
import { encodeParameters } from '../../protocol/libvirt/typed-parameters.ts'
import type { XdrWriter } from '../../protocol/libvirt/xdr-writer.ts'
import type { HostEvent } from '../host-client.ts'
import { dialLibvirt, type LibvirtOptions } from './dial-libvirt.ts'

const signal = AbortSignal.timeout(60_000)
const domain = { name: 'vm', uuid: '00000001-1111-2222-3333-444444444444', id: 1 }

let stop: () => Promise<void> = async () => undefined
afterEach(() => stop())

type Name = ProcedureName | QemuProcedureName
type Answers = Partial<Record<Name, (peer: Peer, call: Frame) => void>>

/** Dials a daemon that deals with some calls as the test says, and with the others as one that welcomes everybody. */
async function dial(answers: Answers = {}, options: Partial<LibvirtOptions> = {}) {
  const asked: (Name | undefined)[] = []
  const events: HostEvent[] = []
  const server = await startLibvirtServer((call, peer) => {
    const name = nameOf(call)
    asked.push(name)
    const answer = name && answers[name]
    answer?.(peer, call)
    return answer !== undefined
  })
  stop = server.stop
  const way = { kind: 'unix', path: server.path } as const
  const open = dialLibvirt({ way, now: () => 1_000_000, ...options })(event => events.push(event), signal)
  return { open, asked, events, peer: () => server.peers[0] ?? expect.fail('nobody came') }
}

const answering =
  (write: (writer: XdrWriter) => void) =>
  (peer: Peer, call: Frame): void =>
    peer.answer(call, write)

describe('dialLibvirt', () => {
  it('asks how to log in before anything else, and registers for events before it is open', async () => {
    const { open, asked } = await dial()
    const link = await open
    expect(link.software).toBe('libvirt 9.0.0, FAKE 1.2.3')
    expect(asked.slice(0, 3)).toEqual(['AUTH_LIST', 'CONNECT_OPEN', 'CONNECT_SUPPORTS_FEATURE'])
    expect(asked.filter(name => name === 'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY')).toHaveLength(8)
    link.close()
    expect(await link.ended).toMatchObject({ code: 'host-closed' })
  })

  it('does without facts, events and pings that a daemon does not have', async () => {
    const refuse = (peer: Peer, call: Frame) => peer.refuse(call, 3)
    const { open } = await dial({
      CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: refuse,
      CONNECT_SUPPORTS_FEATURE: answering(writer => writer.i32(0)),
      CONNECT_GET_VERSION: refuse,
      CONNECT_GET_TYPE: refuse,
      NODE_GET_INFO: answering(writer => {
        for (let character = 0; character < 32; character++) writer.i32(0)
        writer.u64(4096)
        for (let word = 0; word < 6; word++) writer.i32(2)
      }),
    })
    const link = await open
    expect(link.software).toBe('libvirt 9.0.0')
    expect(await link.readHost(signal)).toEqual({
      takenAtMs: 1_000_000,
      memory: { totalKiB: 4096 },
      cpus: [{ id: 0 }, { id: 1 }],
      numaNodes: [],
    })
    expect(await link.listGuests(signal)).toEqual([])
    link.close()
  })

  it('lists a VM of which the daemon tells nothing more', async () => {
    const { open } = await dial({
      CONNECT_GET_ALL_DOMAIN_STATS: answering(writer => {
        writer.u32(1)
        encodeDomain(writer, domain)
        encodeParameters(writer, [{ field: 'state.state', type: 'int', value: 1 }])
      }),
    })
    const link = await open
    expect(await link.listGuests(signal)).toEqual([
      { id: domain.uuid, name: 'vm', state: 'running', vcpus: [], disks: [] },
    ])
    link.close()
  })

  it('reads a definition once, and again after it may have changed', async () => {
    const { open, asked, peer, events } = await dial({
      CONNECT_GET_ALL_DOMAIN_STATS: answering(writer => {
        writer.u32(1)
        encodeDomain(writer, domain)
        encodeParameters(writer, [])
      }),
      DOMAIN_GET_XML_DESC: answering(writer => writer.text('<domain/>')),
    })
    const link = await open
    const definitions = () => asked.filter(name => name === 'DOMAIN_GET_XML_DESC').length
    await link.listGuests(signal)
    await link.listGuests(signal)
    expect(definitions()).toBe(1)
    const tell = (message: number, write: (writer: XdrWriter) => void) =>
      peer().tell(message, writer => {
        writer.i32(0)
        encodeDomain(writer, domain)
        write(writer)
      })
    tell(331, writer => writer.u64(77))
    await vi.waitFor(() => expect(events).toEqual([{ kind: 'balloon-changed', vmId: domain.uuid, currentKiB: 77 }]))
    await link.listGuests(signal)
    expect(definitions()).toBe(1)
    tell(379, writer => writer.i32(2))
    tell(331, writer => writer.u64(78))
    await vi.waitFor(() => expect(events).toHaveLength(2))
    await link.listGuests(signal)
    expect(definitions()).toBe(2)
    link.close()
  })

  const refusals: Readonly<Record<string, readonly [string, Answers]>> = {
    'wants SASL, and no user is configured': [
      'host-authentication',
      { AUTH_LIST: answering(writer => writer.array([1], type => writer.i32(type))) },
    ],
    'wants a log-in that nobody knows': [
      'host-authentication',
      { AUTH_LIST: answering(writer => writer.array([9], type => writer.i32(type))) },
    ],
    'refuses polkit': [
      'host-authentication',
      {
        AUTH_LIST: answering(writer => writer.array([2], type => writer.i32(type))),
        AUTH_POLKIT: (peer, call) => peer.refuse(call, 1),
      },
    ],
    'has no such driver': ['host-unsupported', { CONNECT_OPEN: (peer, call) => peer.refuse(call, 5) }],
    'hangs up': ['host-unreachable', { CONNECT_OPEN: peer => peer.hangUp() }],
    'talks nonsense': ['host-protocol', { CONNECT_OPEN: peer => peer.send(Uint8Array.from([9, 9, 9, 9])) }],
    'says nothing': ['host-timeout', { CONNECT_OPEN: () => undefined }],
  }
  for (const [why, [code, answers]] of Object.entries(refusals)) {
    it(`rejects with ${code} when the daemon ${why}`, async () => {
      const { open } = await dial(answers, { timing: { dialMs: 200 } })
      await expect(open).rejects.toMatchObject({ name: 'HostError', code })
    })
  }

  it('rejects with host-closed when nobody wants it any more', async () => {
    const server = await startLibvirtServer(() => true)
    stop = server.stop
    const leaving = new AbortController()
    const open = dialLibvirt({ way: { kind: 'unix', path: server.path }, now: Date.now })(
      () => undefined,
      leaving.signal,
    )
    await vi.waitFor(() => expect(server.peers[0]?.heard).toHaveLength(1))
    leaving.abort()
    await expect(open).rejects.toMatchObject({ code: 'host-closed' })
  })

  it('refuses a description of the host that cannot be read, and goes on', async () => {
    const { open } = await dial({
      NODE_GET_MEMORY_PARAMETERS: answering(writer => writer.u32(0)),
      CONNECT_GET_CAPABILITIES: answering(writer => writer.text('<x>')),
    })
    const link = await open
    await expect(link.readHost(signal)).rejects.toMatchObject({ code: 'host-protocol' })
    expect(await link.listGuests(signal)).toEqual([])
    link.close()
  })

  const scheduler = (type: string, parameters: number) =>
    answering(writer => {
      writer.text(type)
      writer.i32(parameters)
    })
  const schedulers: Readonly<
    Record<string, readonly [Answers['DOMAIN_GET_SCHEDULER_TYPE'], readonly [string, string]]>
  > = {
    'knows quotas': [scheduler('posix', 9), ['done', 'done']],
    'knows shares only': [scheduler('posix', 1), ['host-unsupported', 'done']],
    'has another scheduler': [scheduler('fair', 1), ['host-unsupported', 'host-unsupported']],
    'has no CPU controller': [(peer, call) => peer.refuse(call, 55), ['host-unsupported', 'host-unsupported']],
    'is of a user without control groups': [
      (peer, call) => peer.refuse(call, 84),
      ['host-unsupported', 'host-unsupported'],
    ],
    'has no such VM': [(peer, call) => peer.refuse(call, 42), ['host-no-such-vm', 'host-no-such-vm']],
  }
  for (const [why, [answer, expected]] of Object.entries(schedulers)) {
    it(`answers ${expected.join(' and ')} to a quota and to shares on a host that ${why}`, async () => {
      const { open } = await dial({
        ...(answer && { DOMAIN_GET_SCHEDULER_TYPE: answer }),
        DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS: answering(() => undefined),
      })
      const link = await open
      const outcome = (change: Parameters<typeof link.setCpuTune>[1]) =>
        link.setCpuTune(domain.uuid, change, signal).then(
          () => 'done',
          error => error.code,
        )
      expect([await outcome({ quotaUs: 5000 }), await outcome({ shares: 10 })]).toEqual(expected)
      link.close()
    })
  }
})
