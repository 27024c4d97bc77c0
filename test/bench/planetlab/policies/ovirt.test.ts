import { describe, expect, it } from 'vitest'
import type { PolicyVm } from '../policy.ts'
import { ovirtEvenlyDistributed } from './ovirt-evenly-distributed.ts'
import { ovirtPowerSaving } from './ovirt-power-saving.ts'
import { aView, aVm } from './view-builders.ts'

const hostOf = (id: number, hostId: number, mips: number, more: Partial<PolicyVm> = {}) =>
  aVm({ id, hostId, mips, ...more })
const busy = [hostOf(0, 0, 900), hostOf(1, 0, 800)]

describe('ovirt-power-saving', () => {
  const decide = ovirtPowerSaving().decide

  it('empties a host below 20 % onto the fullest host that stays at 80 % or below', () => {
    const vms = [hostOf(0, 0, 200), hostOf(1, 1, 700), hostOf(2, 2, 900), hostOf(3, 2, 400)]
    expect(decide(aView(3, vms))).toEqual([{ vmId: 0, toHostId: 2 }])
  })

  it('takes the VM with the least load from a host above 80 %', () => {
    expect(decide(aView(2, [...busy, hostOf(2, 1, 600)]))).toEqual([{ vmId: 1, toHostId: 1 }])
  })

  it('wakes no host that is off', () => expect(decide(aView(2, busy))).toEqual([]))

  it('waits until a load has lasted for two minutes', () => {
    const sudden = { history: [...Array(11).fill(0), 900] }
    const vms = [hostOf(0, 0, 900, sudden), hostOf(1, 0, 800), hostOf(2, 1, 600)]
    expect(decide(aView(2, vms))).toEqual([])
  })

  it('moves one VM per pair of hosts in a round', () => {
    const vms = [hostOf(0, 0, 100), hostOf(1, 0, 100), hostOf(2, 1, 900)]
    expect(decide(aView(2, vms))).toHaveLength(1)
  })

  it('moves none to where memory is short, nor one that migrates', () => {
    const full = hostOf(1, 1, 900, { memoryMb: 3_500 })
    expect(decide(aView(2, [hostOf(0, 0, 200), full]))).toEqual([])
    expect(decide(aView(2, [hostOf(0, 0, 200, { isMigrating: true }), hostOf(1, 1, 900)]))).toEqual([])
  })
})

describe('ovirt-evenly-distributed', () => {
  const decide = ovirtEvenlyDistributed().decide

  it('takes a VM from a host above 80 % to the least loaded one', () => {
    const vms = [...busy, hostOf(2, 1, 600), hostOf(3, 2, 100)]
    expect(decide(aView(3, vms))).toEqual([{ vmId: 1, toHostId: 2 }])
  })

  it('leaves hosts alone that are not above it', () => {
    expect(decide(aView(3, [hostOf(0, 0, 800), hostOf(1, 0, 700), hostOf(2, 1, 100)]))).toEqual([])
  })

  it('knows no destination at 64 % or more', () => {
    expect(decide(aView(2, [...busy, hostOf(2, 1, 700), hostOf(3, 1, 600)]))).toEqual([])
  })
})
