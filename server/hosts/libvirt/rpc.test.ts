import { duplexPair } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Peer, playLibvirt } from '../../../test/fakes/libvirt-server.ts'
import { allDomainStats } from '../../protocol/libvirt/domain-procedures.ts'
import { encodeFrame, type Frame } from '../../protocol/libvirt/frame.ts'
import { pingBytes } from '../../protocol/libvirt/keep-alive.ts'
import { hostname } from '../../protocol/libvirt/node-procedures.ts'
import { programs } from '../../protocol/libvirt/procedure-numbers.ts'
import { setMemory } from '../../protocol/libvirt/tune-procedures.ts'
import { type RpcTiming, startRpc, usualTiming } from './rpc.ts'

const signal = new AbortController().signal
const settled = () => new Promise(resolve => setImmediate(resolve))
const vm = { name: 'vm', uuid: '00000001-1111-2222-3333-444444444444', id: 1 }
const stats = { groups: 0, flags: 0 }

/** A connection to a daemon that keeps every call until the test says what becomes of it. */
function start(timing: Partial<RpcTiming> = {}) {
  const [ours, theirs] = duplexPair()
  const calls: Frame[] = []
  const messages: number[] = []
  const peer: Peer = playLibvirt(theirs, call => calls.push(call))
  const rpc = startRpc(ours, {
    timing: { ...usualTiming, ...timing },
    onMessage: (procedure, payload) => {
      messages.push(procedure)
      payload.i32()
    },
  })
  const open = async (many: number) => {
    await vi.waitFor(() => expect(calls.length).toBe(many))
    return calls[many - 1] ?? expect.fail('no call')
  }
  return { rpc, peer, calls, messages, open, end: () => theirs.end() }
}

/** The code that each of these rejects with. */
const codesOf = async (asked: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(asked)).map(result => (result.status === 'rejected' ? result.reason.code : 'answered'))

afterEach(() => vi.useRealTimers())

describe('startRpc', () => {
  it('gives each caller its own answer, in whatever order they come', async () => {
    const { rpc, peer, calls, open } = start()
    const asked = [1, 2, 3].map(() => rpc.call(hostname, undefined, signal))
    await open(3)
    for (const call of calls.toReversed()) peer.answer(call, writer => writer.text(`host ${call.serial}`))
    expect(await Promise.all(asked)).toEqual(['host 1', 'host 2', 'host 3'])
  })

  it('says what the daemon refused, and goes on', async () => {
    const { rpc, peer, open } = start()
    const asked = rpc.call(hostname, undefined, signal)
    peer.refuse(await open(1), 42, 'no domain\nwith\u0007 matching uuid')
    await expect(asked).rejects.toMatchObject({
      code: 'host-no-such-vm',
      libvirtCode: 42,
      message: 'There is no such VM on the host: no domain with matching uuid (libvirt error 42)',
    })
    const again = rpc.call(hostname, undefined, signal)
    peer.answer(await open(2), writer => writer.text('here'))
    expect(await again).toBe('here')
  })

  const hostile: Readonly<Record<string, (peer: Peer, call: Frame) => void>> = {
    'a length that is none': peer => peer.send(Uint8Array.from([0, 0, 0, 3])),
    'a length beyond any': peer => peer.send(Uint8Array.from([0x7f, 0xff, 0xff, 0xff])),
    'an answer to a call that nobody made': (peer, call) =>
      peer.answer(call, writer => writer.text('x'), { serial: 99 }),
    'the answer to another procedure': (peer, call) => peer.answer(call, writer => writer.text('x'), { procedure: 1 }),
    'an answer twice': (peer, call) => {
      peer.answer(call, writer => writer.text('once'))
      peer.answer(call, writer => writer.text('twice'))
    },
    'an answer that cannot be read': (peer, call) => peer.answer(call, writer => writer.u32(0xffff_ffff)),
    'an answer that is too short': (peer, call) => peer.answer(call),
    'an error that cannot be read': (peer, call) => peer.answer(call, undefined, { status: 1 }),
    'a status that is none': (peer, call) => peer.answer(call, writer => writer.text(''), { status: 7 }),
    'an answer with file descriptors': (peer, call) => peer.answer(call, writer => writer.text(''), { type: 5 }),
    'another program': (peer, call) => peer.answer(call, writer => writer.text('x'), { program: 7 }),
    'another version': (peer, call) => peer.answer(call, writer => writer.text('x'), { version: 2 }),
    'an event that cannot be read': peer =>
      peer.send(encodeFrame({ program: programs.remote, procedure: 318, type: 2, serial: 1 })),
  }
  for (const [what, send] of Object.entries(hostile)) {
    it(`ends, and wakes all callers, at ${what}`, async () => {
      const { rpc, peer, open } = start()
      const asked = Array.from({ length: 10 }, () => rpc.call(hostname, undefined, signal))
      const codes = codesOf(asked)
      await open(3)
      const call = (peer.heard[0] as Frame) ?? expect.fail('nothing heard')
      send(peer, call)
      expect(new Set((await codes).filter(code => code !== 'answered'))).toEqual(new Set(['host-protocol']))
      expect(await rpc.ended).toMatchObject({ code: 'host-protocol' })
      await expect(rpc.call(hostname, undefined, signal)).rejects.toMatchObject({ code: 'host-protocol' })
    })
  }

  it('ends, and wakes all callers, when the daemon goes in the middle of a message', async () => {
    const { rpc, peer, open, end } = start()
    const codes = codesOf(Array.from({ length: 10 }, () => rpc.call(hostname, undefined, signal)))
    await open(3)
    peer.send(Uint8Array.from([0, 0, 1, 0, 1, 2, 3]))
    end()
    expect(new Set(await codes)).toEqual(new Set(['host-unreachable']))
  })

  it('ends when a read is not answered in time, later for a change', async () => {
    for (const [procedure, args, ms] of [
      [hostname, undefined, 10_000],
      [setMemory, { domain: vm, targetKiB: 1 }, 30_000],
    ] as const) {
      vi.useFakeTimers()
      const { rpc } = start()
      const asked = codesOf([rpc.call(procedure as typeof setMemory, args as never, signal)])
      let isEnded = false
      void rpc.ended.then(() => {
        isEnded = true
      })
      await vi.advanceTimersByTimeAsync(ms - 1)
      expect(isEnded).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      expect(await asked).toEqual(['host-timeout'])
      expect((await rpc.ended).message).toContain(`within ${ms / 1000} s`)
      vi.useRealTimers()
    }
  })

  it('lets go of a caller who gives up, and of nothing else', async () => {
    const { rpc, peer, calls, open } = start()
    const giving = new AbortController()
    const gone = rpc.call(hostname, undefined, giving.signal)
    const patient = rpc.call(hostname, undefined, signal)
    await open(2)
    giving.abort(new Error('gone'))
    await expect(gone).rejects.toThrow('gone')
    for (const call of calls) peer.answer(call, writer => writer.text('late'))
    expect(await patient).toBe('late')
    await expect(rpc.call(hostname, undefined, AbortSignal.abort())).rejects.toThrow()
  })

  it('has at most three reads and four calls open, and lets a change go first', async () => {
    const { rpc, peer, calls, open } = start()
    const reads = Array.from({ length: 5 }, () => rpc.call(allDomainStats, stats, signal))
    const changes = Array.from({ length: 2 }, () => rpc.call(setMemory, { domain: vm, targetKiB: 1 }, signal))
    const numbers = () => calls.map(({ procedure }) => procedure)
    await open(4)
    await settled()
    expect(numbers()).toEqual([344, 344, 344, 204])
    peer.answer(calls[0] as Frame, writer => writer.u32(0))
    await open(5)
    expect(numbers().at(-1)).toBe(204)
    let answered = 1
    await vi.waitFor(() => {
      for (; answered < calls.length; answered++) {
        const call = calls[answered] as Frame
        peer.answer(call, writer => call.procedure === 344 && writer.u32(0))
      }
      expect(answered).toBe(7)
    })
    await Promise.all([...reads, ...changes])
  })

  it('refuses what does not fit into a message, and goes on', async () => {
    const { rpc, peer, open } = start()
    await expect(rpc.call(setMemory, { domain: vm, targetKiB: -5 }, signal)).rejects.toMatchObject({
      code: 'host-refused',
    })
    const asked = rpc.call(hostname, undefined, signal)
    peer.answer(await open(1), writer => writer.text('here'))
    expect(await asked).toBe('here')
  })

  it('answers pings at once, and passes events on', async () => {
    const { peer, messages } = start()
    peer.send(pingBytes)
    peer.tell(318, writer => writer.i32(0))
    await vi.waitFor(() => expect(peer.heard).toHaveLength(1))
    expect(peer.heard[0]).toMatchObject({ program: programs.keepAlive, procedure: 2 })
    expect(messages).toEqual([318])
  })

  it('pings after 5 s of silence, and ends when five pings in a row are not answered', async () => {
    vi.useFakeTimers()
    const { rpc, peer } = start()
    rpc.keepAlive()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(peer.heard).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(peer.heard).toHaveLength(5)
    // Anything that is said will do.
    peer.tell(999, writer => writer.i32(0))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(peer.heard).toHaveLength(10)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await rpc.ended).toMatchObject({ code: 'host-timeout' })
    expect(vi.getTimerCount()).toBe(0)
  })
})
