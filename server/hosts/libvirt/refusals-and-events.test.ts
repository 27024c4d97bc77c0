import { describe, expect, it } from 'vitest'
import { LibvirtError } from './libvirt-error.ts'
import { toHostEvent } from './to-host-event.ts'

const domain = { name: 'vm', uuid: '00000001-1111-2222-3333-444444444444', id: 1 }
const figures = (values: Record<string, number | string | boolean>) => new Map(Object.entries(values))

describe('LibvirtError', () => {
  const cases = [
    [3, 0, 'host-unsupported'],
    [8, 0, 'host-refused'],
    [29, 0, 'host-unsupported'],
    [38, 22, 'host-refused'],
    [38, 30, 'host-unsupported'],
    [38, 13, 'host-unsupported'],
    [42, 0, 'host-no-such-vm'],
    [45, 0, 'host-authentication'],
    [55, 0, 'host-refused'],
    [67, 0, 'host-refused'],
    [68, 0, 'host-busy'],
    [74, 0, 'host-refused'],
    [84, 0, 'host-unsupported'],
    [86, 0, 'host-busy'],
    [87, 0, 'host-busy'],
    [88, 0, 'host-authentication'],
    [97, 0, 'host-busy'],
    [1, 0, 'host-refused'],
    [9999, 0, 'host-refused'],
  ] as const
  it.each(cases)('of code %s with errno %s is %s', (code, int1, expected) => {
    expect(new LibvirtError({ code, message: 'm', int1 })).toMatchObject({ code: expected, libvirtCode: code })
  })
  it('is fit to be printed, whatever the daemon said', () => {
    expect(new LibvirtError({ code: 1, message: 'a\u001b[31m\nb', int1: 0 }).message).toContain(': a [31m b (')
  })
})

describe('toHostEvent', () => {
  const life = (event: number, detail: number) => toHostEvent({ kind: 'lifecycle', domain, event, detail })
  const vmId = domain.uuid
  it('tells of starts, stops and pauses, and why', () => {
    expect([life(2, 0), life(2, 1)]).toEqual([
      { kind: 'vm-started', vmId },
      { kind: 'vm-started', vmId, because: 'migration' },
    ])
    expect([life(5, 1), life(5, 2), life(5, 3), life(8, 0)]).toEqual([
      { kind: 'vm-stopped', vmId },
      { kind: 'vm-stopped', vmId, because: 'crash' },
      { kind: 'vm-stopped', vmId, because: 'migration' },
      { kind: 'vm-stopped', vmId, because: 'crash' },
    ])
    expect([life(3, 1)?.kind, life(4, 0)?.kind, life(7, 0)?.kind]).toEqual(['vm-paused', 'vm-resumed', 'vm-paused'])
    expect([life(0, 0), life(1, 0), life(6, 0), life(77, 0)]).toEqual(Array.from({ length: 4 }))
  })
  it('tells of the end of migrations, not of other jobs', () => {
    const job = (values: Parameters<typeof figures>[0]) =>
      toHostEvent({ kind: 'jobCompleted', domain, parameters: figures(values) })
    expect(job({ operation: 5 })).toEqual({ kind: 'migration-progress', vmId, percent: 100 })
    expect([job({ operation: 5, success: false }), job({ operation: 2 }), job({})]).toEqual(Array.from({ length: 3 }))
    expect(toHostEvent({ kind: 'migrationIteration', domain, iteration: 3 })).toEqual({
      kind: 'migration-progress',
      vmId,
    })
  })
  it('tells what was tuned, and of no balloon that is no number', () => {
    const parameters = figures({ 'cputune.vcpupin0': '0-1' })
    expect(toHostEvent({ kind: 'tunable', domain, parameters })).toEqual({
      kind: 'tuned',
      vmId,
      names: ['cputune.vcpupin0'],
    })
    expect(toHostEvent({ kind: 'balloonChange', domain, currentKiB: 2 ** 60 })).toBeUndefined()
    expect(toHostEvent({ kind: 'deviceAdded', domain })).toBeUndefined()
  })
})
