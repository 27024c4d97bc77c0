import { describe, expect, it } from 'vitest'
import { planInput } from './our-plan-input.ts'
import { aView, aVm } from './view-builders.ts'

const asked = { mips: () => 500, stays: () => false, takes: () => true }

describe('planInput', () => {
  it('counts CPU alike on hosts and of VMs, and books memory', () => {
    const { hosts, vms } = aView(1, [aVm({ id: 0, hostId: 0, mips: 500 }), aVm({ id: 1, hostId: 0, mips: 500 })])
    const { input } = planInput(vms, hosts, asked)
    const [host, vm] = [input.hosts[0], input.vms[0]]
    expect(host).toMatchObject({ cpuPercent: 50, memoryMiB: 4_000, schedulableMiB: 2_000 })
    expect(vm).toMatchObject({ bookedMiB: 1_000, seconds: 16 })
    expect(2 * (vm?.cpuPoints ?? 0)).toBeCloseTo(((host?.threads ?? 0) * 100 * (host?.cpuPercent ?? 0)) / 100)
  })

  it('books no memory where it is no limit', () => {
    const { hosts, vms } = aView(1, [aVm({ id: 0, hostId: 0, mips: 500 })], { memoryMb: Number.POSITIVE_INFINITY })
    const { input } = planInput(vms, hosts, asked)
    expect(input.vms[0]?.bookedMiB).toBe(0)
    expect(Number.isFinite(input.hosts[0]?.schedulableMiB)).toBe(true)
  })

  it('leaves out VMs of other hosts and counts hosts by their places', () => {
    const { hosts, vms } = aView(2, [aVm({ id: 0, hostId: 0, mips: 1 }), aVm({ id: 1, hostId: 1, mips: 1 })])
    const { input } = planInput(vms, hosts.slice(1), asked)
    expect(input.vms.map(({ id, host }) => [id, host])).toEqual([['1', 0]])
  })

  it('says by kinds who may go where: not beyond a core, not to closed hosts, and who stays nowhere', () => {
    const wide = aVm({ id: 0, hostId: 0, mips: 1, maxMips: 1_200 })
    const { hosts, vms } = aView(2, [wide, aVm({ id: 1, hostId: 0, mips: 1 }), aVm({ id: 2, hostId: 0, mips: 1 })])
    const { input } = planInput(vms, hosts, { ...asked, stays: ({ id }) => id === 2, takes: ({ id }) => id === 1 })
    const mayRun = (vm: number, host: number) => input.mayRun[(input.kind[vm] as number) * 2 + host]
    expect([0, 1].map(host => mayRun(0, host))).toEqual([0, 0])
    expect([0, 1].map(host => mayRun(1, host))).toEqual([0, 1])
    expect([0, 1].map(host => mayRun(2, host))).toEqual([0, 0])
  })
})
