import { describe, expect, it } from 'vitest'
import { aHostFacts, anAffinityGroup, aSituation, aVmFacts, type VmOver } from '../../test/fakes/scheduling.ts'
import type { AffinityGroup } from '../scheduling/facts/affinity-group.ts'
import { leaversOf } from './leavers-of.ts'

const hosts = ['h0', 'h1', 'h2'].map(id => aHostFacts({ id }))
const vm = (id: string, hostId: string | undefined, over: VmOver = {}) => aVmFacts({ id, hostId, ...over })
const rule = (positive: boolean, enforcing = true) => ({ enabled: true, positive, enforcing })
const ofVms = (positive: boolean, ids: string, enforcing = true) =>
  anAffinityGroup({ id: `vms-${ids}`, vmIds: new Set(ids), vmRule: rule(positive, enforcing) })
const ofHosts = (positive: boolean, ids: string, hostIds: string[], enforcing = true) =>
  anAffinityGroup({
    id: `hosts-${ids}`,
    vmIds: new Set(ids),
    hostIds: new Set(hostIds),
    hostRule: rule(positive, enforcing),
  })

type Case = Readonly<{ why: string; vms: ReturnType<typeof vm>[]; groups: AffinityGroup[]; leavers: string[] }>
const cases: readonly Case[] = [
  { why: 'no rules', vms: [vm('a', 'h0')], groups: [], leavers: [] },
  { why: 'apart, kept', vms: [vm('a', 'h0'), vm('b', 'h1')], groups: [ofVms(false, 'ab')], leavers: [] },
  {
    why: 'apart, two on a host: one stays',
    vms: [vm('a', 'h0'), vm('b', 'h0')],
    groups: [ofVms(false, 'ab')],
    leavers: ['b'],
  },
  {
    why: 'apart, on two hosts: one stays on each',
    vms: [vm('a', 'h0'), vm('b', 'h0'), vm('c', 'h1'), vm('d', 'h1'), vm('e', 'h1')],
    groups: [ofVms(false, 'abcde')],
    leavers: ['d', 'e', 'b'],
  },
  {
    why: 'apart, one of two is leaving by another rule anyway',
    vms: [vm('a', 'h0'), vm('b', 'h0')],
    groups: [ofVms(false, 'ab'), ofHosts(false, 'b', ['h0'])],
    leavers: ['b'],
  },
  {
    why: 'apart, with one that may not move: all are held back',
    vms: [vm('a', 'h0', { placement: 'pinned' }), vm('b', 'h0')],
    groups: [ofVms(false, 'ab')],
    leavers: [],
  },
  { why: 'apart, one is down', vms: [vm('a', 'h0'), vm('b', undefined)], groups: [ofVms(false, 'ab')], leavers: [] },
  { why: 'apart as a wish', vms: [vm('a', 'h0'), vm('b', 'h0')], groups: [ofVms(false, 'ab', false)], leavers: [] },
  { why: 'together, kept', vms: [vm('a', 'h0'), vm('b', 'h0')], groups: [ofVms(true, 'ab')], leavers: [] },
  {
    why: 'together, to where most are',
    vms: [vm('a', 'h1'), vm('b', 'h0'), vm('c', 'h1')],
    groups: [ofVms(true, 'abc')],
    leavers: ['b to h1'],
  },
  {
    why: 'together, to the first of equal hosts',
    vms: [vm('a', 'h1'), vm('b', 'h0')],
    groups: [ofVms(true, 'ab')],
    leavers: ['a to h0'],
  },
  { why: 'together as a wish', vms: [vm('a', 'h1'), vm('b', 'h0')], groups: [ofVms(true, 'ab', false)], leavers: [] },
  { why: 'on hosts, kept', vms: [vm('a', 'h0')], groups: [ofHosts(true, 'a', ['h0', 'h1'])], leavers: [] },
  {
    why: 'on hosts, broken',
    vms: [vm('a', 'h0'), vm('b', 'h1')],
    groups: [ofHosts(true, 'ab', ['h1'])],
    leavers: ['a'],
  },
  {
    why: 'off hosts, broken',
    vms: [vm('a', 'h0'), vm('b', 'h1')],
    groups: [ofHosts(false, 'ab', ['h1'])],
    leavers: ['b'],
  },
  { why: 'on hosts as a wish', vms: [vm('a', 'h0')], groups: [ofHosts(true, 'a', ['h1'], false)], leavers: [] },
  {
    why: 'a rule for hosts before one to be together',
    vms: [vm('a', 'h1'), vm('b', 'h0'), vm('c', 'h0')],
    groups: [ofVms(true, 'abc'), ofHosts(false, 'a', ['h1'])],
    leavers: ['a'],
  },
]

describe('leaversOf', () => {
  it.each(cases)('$why', ({ vms, groups, leavers }) => {
    const found = [...leaversOf(aSituation({ hosts, vms, affinityGroups: groups })).values()]
    expect(found.map(({ id, toHostIds }) => (toHostIds ? `${id} to ${[...toHostIds]}` : id))).toEqual(leavers)
  })

  it('says why', () => {
    const affinityGroups = [ofVms(false, 'ab'), ofHosts(false, 'c', ['h0'])]
    const vms = [vm('a', 'h0'), vm('b', 'h0'), vm('c', 'h0')]
    const leavers = leaversOf(aSituation({ hosts, vms, affinityGroups }))
    expect(leavers.get('b')?.because).toMatchObject({ code: 'vm-rule-broken', text: expect.stringContaining('vms-ab') })
    expect(leavers.get('c')?.because).toMatchObject({
      code: 'host-rule-broken',
      text: expect.stringContaining('hosts-c'),
    })
  })

  it('leaves there the one that must stay', () => {
    const situation = aSituation({ vms: [vm('a', 'h0'), vm('b', 'h0')], affinityGroups: [ofVms(false, 'ab')] })
    expect([...leaversOf(situation, id => id === 'b').keys()]).toEqual(['a'])
  })

  it('are none while groups have not been read', () =>
    expect(leaversOf(aSituation({ vms: [vm('a', 'h0')] })).size).toBe(0))
})
