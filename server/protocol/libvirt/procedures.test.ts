import { describe, expect, it } from 'vitest'
import { agentCommand } from './agent-procedures.ts'
import { authList, openConnection, saslStart, saslStep } from './connection-procedures.ts'
import { decodeDomainEvent } from './domain-events.ts'
import { allDomainStats, domainInfo } from './domain-procedures.ts'
import { decodeFrame, encodeFrame } from './frame.ts'
import { isPing, pingBytes, pongBytes } from './keep-alive.ts'
import { nodeCpu, nodeInfo } from './node-procedures.ts'
import type { Procedure } from './procedure.ts'
import { createFrameReader } from './read-frames.ts'
import { setSchedulerParameters } from './tune-procedures.ts'
import { XdrReader } from './xdr-reader.ts'
import { XdrWriter } from './xdr-writer.ts'

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'))
const hex = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replaceAll(/(.{8})(?=.)/g, '$1 ')

function asked<A>({ program, number, encode }: Procedure<A, unknown>, args: A, serial = 0): string {
  const writer = new XdrWriter()
  encode(writer, args)
  return hex(encodeFrame({ program, procedure: number, serial, payload: writer.written }))
}
const answer = <R>({ decode }: Procedure<never, R>, payload: string) => decode(new XdrReader(bytesOf(payload)))
const domain = { name: 'vm', uuid: '00000001-1111-2222-3333-444444444444', id: 7 }
/** Length 2, "vm" and padding; the UUID; id 7. */
const domainHex = '00000002 766d0000 00000001 11112222 33334444 44444444 00000007'

describe('questions and answers of the remote protocol', () => {
  it('asks for the ways to log in as libvirt does, and reads what libvirtd 9.0 answered', () => {
    // Recorded: length 28, program, version 1, procedure 66, call, serial 0, status ok.
    expect(asked(authList, undefined)).toBe('0000001c 20008086 00000001 00000042 00000000 00000000 00000000')
    const recorded = bytesOf('00000024 20008086 00000001 00000042 00000001 00000000 00000000 00000001 00000000')
    const { frame, rest } = decodeFrame(recorded) ?? expect.fail('no frame')
    expect({ ...frame, payload: hex(frame.payload) }).toEqual({
      program: 0x2000_8086,
      version: 1,
      procedure: 66,
      type: 1,
      serial: 0,
      status: 0,
      payload: '00000001 00000000',
    })
    expect(rest).toHaveLength(0)
    expect(authList.decode(new XdrReader(frame.payload))).toEqual([0])
  })

  it('opens with a name that may be there, and flags', () => {
    expect(asked(openConnection, { name: 'test:///default', flags: 1 }, 2)).toBe(
      '00000038 20008086 00000001 00000001 00000000 00000002 00000000 ' +
        '00000001 0000000f 74657374 3a2f2f2f 64656661 756c7400 00000001',
    )
  })

  it('gives every character of SASL data four bytes', () => {
    expect(asked(saslStep, bytesOf('63ff'))).toContain('00000000 00000002 00000063 000000ff')
    expect(asked(saslStart, { mechanism: 'X', data: bytesOf('') })).toContain('00000001 58000000 00000000 00000000')
    expect(answer(saslStep, '00000001 00000000 00000001 0000003d')).toEqual({ complete: true, data: bytesOf('3d') })
    expect(answer(saslStep, '00000000 00000001 00000000')).toEqual({ complete: false, data: undefined })
  })

  it('asks the agent of a guest through the program of QEMU', () => {
    expect(asked(agentCommand, { domain, command: '{}', timeoutS: 5 }, 9)).toBe(
      `00000048 20008087 00000001 00000003 00000000 00000009 00000000 ${domainHex} 00000002 7b7d0000 00000005 00000000`,
    )
    expect(answer(agentCommand, '00000001 00000002 7b7d0000')).toBe('{}')
    expect(answer(agentCommand, '00000000')).toBeUndefined()
  })

  it('reads the model of the host, whose characters have four bytes each', () => {
    const model = `00000078 00000038 ${'00000000'.repeat(30)}`
    const sizes = '00000000 00800000 00000002 00000a28 00000001 00000001 00000002 00000001'
    expect(answer(nodeInfo, model + sizes)).toEqual({ model: 'x8', memoryKiB: 8_388_608, cpus: 2 })
  })

  it('reads small numbers as whole words', () => {
    const info = '00000001 00000000 00040000 00000000 00020000 00000002 00000001 00000000'
    expect(answer(domainInfo, info)).toEqual({
      state: 1,
      maxKiB: 262_144,
      currentKiB: 131_072,
      vcpus: 2,
      cpuTimeNs: 2 ** 32,
    })
  })

  it('asks all VMs for groups of statistics without waiting, and reads a record for each', () => {
    expect(asked(allDomainStats, { groups: 47, flags: 2 ** 29 })).toMatch(/00000000 0000002f 20000000$/)
    // One record: the VM, two parameters: state.state int 1, cpu.time ullong 5.
    const record = `${domainHex} 00000002
      0000000b 73746174 652e7374 61746500 00000001 00000001
      00000008 6370752e 74696d65 00000004 00000000 00000005`
    expect(answer(allDomainStats, `00000001 ${record}`)).toEqual([
      { domain, figures: new Map([['state.state', 1], ['cpu.time', 5]]) }, // biome-ignore format: one line
    ])
  })

  it('writes a quota as llong, where -1 is none', () => {
    const parameters = [{ field: 'vcpu_quota', type: 'llong', value: -1 }] as const
    expect(asked(setSchedulerParameters, { domain, parameters })).toContain(
      `${domainHex} 00000001 0000000a 76637075 5f71756f 74610000 00000003 ffffffff ffffffff 00000001`,
    )
  })

  it('reads the figures of a CPU, and how many there are', () => {
    expect(asked(nodeCpu, { which: -1, count: 4 })).toMatch(/ffffffff 00000004 00000000$/)
    const { figures, count } = answer(nodeCpu, '00000001 00000004 69646c65 00000000 00000009 00000000')
    expect([Object.fromEntries(figures), count]).toEqual([{ idle: 9 }, 0])
  })

  it('reads events, and leaves what nobody registered for', () => {
    const event = (message: number, rest: string) =>
      decodeDomainEvent(message, new XdrReader(bytesOf(`00000000 ${domainHex} ${rest}`)))
    expect(event(318, '00000005 00000003')).toEqual({ kind: 'lifecycle', domain, event: 5, detail: 3 })
    expect(event(331, '00000000 00028000')).toEqual({ kind: 'balloonChange', domain, currentKiB: 163_840 })
    expect(event(359, '00000002')).toEqual({ kind: 'migrationIteration', domain, iteration: 2 })
    expect(event(9999, '')).toBeUndefined()
  })

  it('tells pings from pongs', () => {
    expect(hex(pingBytes)).toBe('0000001c 6b656570 00000001 00000001 00000002 00000000 00000000')
    expect(hex(pongBytes)).toBe('0000001c 6b656570 00000001 00000002 00000002 00000000 00000000')
    const [ping, pong] = createFrameReader()(Buffer.concat([pingBytes, pongBytes]))
    expect([ping && isPing(ping), pong && isPing(pong)]).toEqual([true, false])
  })
})

describe('createFrameReader', () => {
  for (const length of ['00000000', '0000001b', '02000001', 'ffffffff']) {
    it(`refuses a message that says it is 0x${length} bytes long, before it is there`, () => {
      const read = createFrameReader()
      expect(read(bytesOf(length.slice(0, 6)))).toEqual([])
      expect(() => read(bytesOf(length.slice(6)))).toThrow(expect.objectContaining({ code: 'frame-length' }))
    })
  }

  it('refuses a length behind a sound message in the same piece', () => {
    expect(() => createFrameReader()(Buffer.concat([pingBytes, bytesOf('00000003')]))).toThrow(/28 to 33554432/)
  })
})
