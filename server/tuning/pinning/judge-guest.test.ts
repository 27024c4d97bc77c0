import { describe, expect, it } from 'vitest'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { cpuReadings, fourCores, plainContext, type UsedVm, viewed } from '../../../test/fakes/cpu-readings.ts'
import { aHostReading } from '../../../test/fakes/host-readings.ts'
import type { CpuContext } from './cpu-context.ts'
import { viewCpus } from './view-cpus.ts'

describe('VMs left alone', () => {
  const used = [{ ran: 40, onCpuId: 1 }]
  const dedicated = reason('dedicated', 'It has CPUs of its own.')
  const cases: { why: string; vm: UsedVm; context?: Partial<CpuContext>; code: string; fixed?: number }[] = [
    { why: 'as the caller says', vm: { used }, context: { leaveAlone: () => dedicated }, code: 'dedicated' },
    { why: 'while they migrate', vm: { used, state: 'migrating' }, code: 'pin-vm-state' },
    { why: 'that do not answer', vm: { used, responsive: false }, code: 'pin-vm-unresponsive' },
    { why: 'without counters', vm: { used: [{ timeNs: undefined as never }] }, code: 'pin-vcpus-not-told', fixed: 0 },
    { why: 'without vCPUs', vm: { used: [] }, code: 'pin-vcpus-not-told', fixed: 0 },
    {
      why: 'whose place is unknown',
      vm: { used: [{ ran: 40, onCpuId: undefined as never }] },
      code: 'pin-vcpu-place',
      fixed: 0,
    },
    {
      why: 'on a CPU kept for others',
      vm: { used: [{ ran: 40, onCpuId: 1 }] },
      context: { reservedCpuIds: new Set([1]) },
      code: 'pin-vcpu-elsewhere',
      fixed: 0,
    },
    { why: 'configured for one CPU', vm: { used: [{ ran: 40, onCpuId: 1, pinnedTo: [1] }] }, code: 'pin-vm-confined' },
  ]
  for (const { why, vm, context = {}, code, fixed = 40 } of cases) {
    it(`${why} count where they run`, () => {
      const { vcpus, leftAlone, cores } = viewed([vm], { context })
      expect(vcpus).toEqual([])
      expect(leftAlone.map(({ id, reason: { code } }) => [id, code])).toEqual([['vm0', code]])
      expect(cores.reduce((sum, { fixedPercent }) => sum + fixedPercent, 0)).toBeCloseTo(fixed)
      if (fixed > 0) expect(cores[1]?.fixedPercent).toBeCloseTo(fixed)
    })
  }

  it('when they were not there before, or count anew', () => {
    const { guests, before } = cpuReadings([{ used: [{ ran: 5 }] }, { used: [{ ran: 5 }] }, { used: [{ ran: 5 }] }])
    const [first, second, third] = before
    const restarted = { ...second, vcpus: second?.vcpus.map(vcpu => ({ ...vcpu, timeNs: 9e9 })) } as GuestReading
    const plugged = { ...third, vcpus: [] } as unknown as GuestReading
    const host = aHostReading({ cpus: fourCores })
    const found = viewCpus({ host, guests, before: [restarted, plugged], elapsedMs: 10_000, context: plainContext })
    expect(first?.id).toBe('vm0')
    expect(found?.leftAlone.map(({ id, reason: { code } }) => [id, code])).toEqual([
      ['vm0', 'pin-vm-new'],
      ['vm1', 'pin-vcpu-new'],
      ['vm2', 'pin-vcpu-new'],
    ])
  })
})
