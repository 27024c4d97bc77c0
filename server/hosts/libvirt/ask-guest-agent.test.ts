import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { fakeAgent } from '../../../test/fakes/guest-agent.ts'
import { nameOf, type Peer, startLibvirtServer } from '../../../test/fakes/libvirt-server.ts'
import { decodeDomain } from '../../protocol/libvirt/domain-ref.ts'
import type { Frame } from '../../protocol/libvirt/frame.ts'
import { XdrReader } from '../../protocol/libvirt/xdr-reader.ts'
import type { GuestAgentCommand } from '../host-client.ts'
import { readAgentMemory } from '../read-agent-memory.ts'
import { dialLibvirt } from './dial-libvirt.ts'

const VM = '00000001-1111-2222-3333-444444444444'
const signal = AbortSignal.timeout(60_000)

type Asked = Readonly<{ vmId: string; command: string; timeoutS: number; flags: number }>

function askedBy({ payload }: Frame): Asked {
  const reader = new XdrReader(payload)
  return { vmId: decodeDomain(reader).uuid, command: reader.text(), timeoutS: reader.i32(), flags: reader.u32() }
}

/** A link to a daemon whose guests answer as the test says. */
async function openLink(answer: (peer: Peer, call: Frame, asked: Asked) => void) {
  const commands: Asked[] = []
  const server = await startLibvirtServer((call, peer) => {
    if (nameOf(call) !== 'DOMAIN_AGENT_COMMAND') return false
    const asked = askedBy(call)
    commands.push(asked)
    answer(peer, call, asked)
    return true
  })
  const dial = dialLibvirt({ way: { kind: 'unix', path: server.path }, now: () => 1_000_000 })
  const link = await dial(() => undefined, signal)
  onTestFinished(async () => {
    link.close()
    await server.stop()
  })
  const { askGuestAgent = expect.fail('libvirt can') } = link
  const ask = (command: GuestAgentCommand, vmId = VM, by = signal) => askGuestAgent(vmId, command, by)
  return { link, ask, commands }
}

const saying = (text: string | undefined) => (peer: Peer, call: Frame) =>
  peer.answer(call, writer => writer.optional(text, value => writer.text(value)))

describe('the agent of a guest, asked through libvirt', () => {
  it('is asked with JSON, and returns what it returned', async () => {
    const { ask, commands } = await openLink(saying('{"return":{"id":7}}'))
    expect(await ask({ execute: 'guest-sync', arguments: { id: 7 } })).toEqual({ id: 7 })
    const command = '{"execute":"guest-sync","arguments":{"id":7}}'
    expect(commands).toEqual([{ vmId: VM, command, timeoutS: 5, flags: 0 }])
  })

  it.each([undefined, '', '{', 'null', '7', '{"error":{}}'])(
    'answers %j: nothing, and the link goes on',
    async text => {
      const { link, ask } = await openLink(saying(text))
      await expect(ask({ execute: 'guest-ping' })).rejects.toMatchObject({ code: 'host-refused' })
      expect(await link.listGuests(signal)).toEqual([])
    },
  )

  const refusals = [
    { why: 'has no channel', code: 74, expected: 'host-unsupported' },
    { why: 'is not connected', code: 86, expected: 'host-busy' },
    { why: 'says no', code: 1, expected: 'host-refused' },
    { why: 'is of a VM that is off', code: 55, expected: 'host-refused' },
    { why: 'is of no VM', code: 42, expected: 'host-no-such-vm' },
    { why: 'is behind a driver that knows no agents', code: 3, expected: 'host-unsupported' },
    { why: 'is behind a daemon without QEMU', code: 39, expected: 'host-refused' },
  ]
  it.each(refusals)('that $why is $expected', async ({ code, expected }) => {
    const { ask } = await openLink((peer, call) => peer.refuse(call, code))
    await expect(ask({ execute: 'guest-ping' })).rejects.toMatchObject({ code: expected })
  })

  it('is of no VM whose id is none', async () => {
    const { ask } = await openLink(saying('{}'))
    await expect(ask({ execute: 'guest-ping' }, '../vm')).rejects.toMatchObject({ code: 'host-no-such-vm' })
  })

  it('that is slow keeps other guests waiting, but not the host', async () => {
    const open: (() => void)[] = []
    const { link, ask, commands } = await openLink((peer, call) => open.push(() => saying('{"return":1}')(peer, call)))
    const asked = Array.from({ length: 6 }, () => ask({ execute: 'guest-ping' }))
    expect(await link.listGuests(signal)).toEqual([])
    expect(commands).toHaveLength(1)
    for (const [index] of asked.entries()) {
      await vi.waitFor(() => expect(open).toHaveLength(index + 1))
      open[index]?.()
    }
    expect(await Promise.all(asked)).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('is given up on by who waits, and its place is taken till it answers', async () => {
    const open: (() => void)[] = []
    const { ask, commands } = await openLink((peer, call) => open.push(() => saying('{"return":1}')(peer, call)))
    const leaving = new AbortController()
    const first = ask({ execute: 'guest-ping' }, VM, leaving.signal)
    await vi.waitFor(() => expect(open).toHaveLength(1))
    leaving.abort(new Error('given up'))
    await expect(first).rejects.toThrow('given up')
    const second = ask({ execute: 'guest-info' })
    await new Promise(resolve => setImmediate(resolve))
    expect(commands).toHaveLength(1)
    open[0]?.()
    await vi.waitFor(() => expect(open).toHaveLength(2))
    open[1]?.()
    expect(await second).toBe(1)
  })

  it('reads the memory of its guest', async () => {
    const agent = fakeAgent({ '/proc/meminfo': 'MemTotal: 9 kB\nMemFree: 4 kB\n', '/proc/vmstat': 'pswpin 3\n' })
    const { link } = await openLink((peer, call, { command }) => {
      try {
        saying(JSON.stringify({ return: agent.answer(JSON.parse(command)) }))(peer, call)
      } catch (error) {
        peer.refuse(call, 1, String(error))
      }
    })
    expect(await readAgentMemory(link, VM, signal)).toEqual({ totalKiB: 9, unusedKiB: 4, swapInPages: 3 })
    expect(agent.open.size).toBe(0)
  })
})
