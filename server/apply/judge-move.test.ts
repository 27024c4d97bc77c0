import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Vm } from '../../shared/model/vm.ts'
import { aCluster, aHost, aRecommendation, aRun, aSnapshot, aStep, aVm } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { type Facts, judgeMove, stepsOfOthers } from './judge-move.ts'
import type { VmNow } from './ports.ts'

type World = Partial<{
  cluster: Partial<Cluster>
  from: Partial<Host>
  to: Partial<Host>
  vm: Partial<Vm>
  now: Partial<VmNow> | 'gone'
  more: readonly Vm[]
  facts: Partial<Facts>
  missing: 'cluster' | 'vm' | 'from' | 'to'
}>

function judge({ cluster, from, to, vm, now, more = [], facts, missing }: World) {
  const hosts = [
    ...(missing === 'from' ? [] : [aHost({ statistics: { memoryFreeMiB: 300 }, ...from })]),
    ...(missing === 'to' ? [] : [aHost({ id: 'host2', ...to })]),
    aHost({ id: 'host3' }),
  ]
  const vms = [...(missing === 'vm' ? [] : [aVm(vm)]), ...more]
  const clusters = missing === 'cluster' ? [] : [aCluster(cluster)]
  const vmNow: VmNow | undefined =
    now === 'gone' ? undefined : { id: 'vm1', name: 'vm1', status: 'up', hostId: 'host1', ...now }
  return judgeMove(aRecommendation(), {
    index: indexSnapshot(aSnapshot({ clusters, hosts, vms })),
    vmNow,
    otherSteps: [],
    stillAsked: true,
    perHost: 2,
    total: 8,
    ...facts,
  })
}

const other = (vmId: string, fromId: string, toId: string, state: 'waiting' | 'requested' | 'running' = 'running') =>
  aStep({ vm: { id: vmId, name: vmId }, from: { id: fromId, name: fromId }, to: { id: toId, name: toId }, state })
const migratingOn = (hostId: string, id: string) => aVm({ id, hostId, status: 'migrating' })

describe('judgeMove', () => {
  const allowed: (World & { why: string })[] = [
    { why: 'everything is as it was' },
    { why: 'the VM fits exactly', to: { statistics: { memoryFreeMiB: 2048 }, maxSchedulingMiB: 2048 } },
    { why: 'the unit changed its mind, but the fuller host is relieved', facts: { stillAsked: false } },
    { why: 'one other migration leaves the source', facts: { otherSteps: [other('vm2', 'host1', 'host3')] } },
    {
      why: 'two others only wait',
      facts: { otherSteps: [other('a', 'host1', 'host2', 'waiting'), other('b', 'host1', 'host2', 'waiting')] },
    },
    { why: 'it is restricted to hosts that include the destination', vm: { pinnedHostIds: ['host1', 'host2'] } },
    {
      why: 'ours and the engine’s count are the same two VMs of another host',
      more: [migratingOn('host3', 'a'), migratingOn('host3', 'b')],
    },
  ]
  for (const { why, ...world } of allowed) {
    it(`lets a move through when ${why}`, () => expect(judge(world)).toEqual({ ok: true }))
  }

  const refused: (World & { why: string; code: string; says?: string; wait?: true })[] = [
    { why: 'the cluster is gone', missing: 'cluster', code: 'cluster-gone' },
    { why: 'the cluster is upgraded', cluster: { upgradeInProgress: true }, code: 'cluster-upgrading' },
    { why: 'the snapshot lacks the VM', missing: 'vm', code: 'vm-gone' },
    { why: 'the engine lacks the VM', now: 'gone', code: 'vm-gone' },
    { why: 'the source is gone', missing: 'from', code: 'source-gone' },
    { why: 'the destination is gone', missing: 'to', code: 'destination-gone' },
    { why: 'the VM is down', now: { status: 'down' }, code: 'not-up' },
    { why: 'the VM migrates already', now: { status: 'migrating' }, code: 'migrating' },
    { why: 'the status is not known', now: { status: undefined }, code: 'status-unknown' },
    { why: 'the VM is pinned', vm: { placement: 'pinned' }, code: 'pinned' },
    { why: 'only people move it', vm: { placement: 'user_migratable' }, code: 'manual-migration-only' },
    { why: 'it runs the engine', vm: { origin: 'managed_hosted_engine' }, code: 'hosted-engine' },
    {
      why: 'the VM has moved',
      now: { hostId: 'host3' },
      code: 'vm-moved',
      says: 'vm1 now runs on host3, not on host1.',
    },
    { why: 'the VM is at its destination', now: { hostId: 'host2' }, code: 'vm-moved' },
    { why: 'the VM may not run there', vm: { pinnedHostIds: ['host1'] }, code: 'vm-restricted' },
    { why: 'the destination changed cluster', to: { clusterId: 'c2' }, code: 'other-cluster' },
    {
      why: 'the destination is in maintenance',
      to: { status: 'maintenance' },
      code: 'destination-not-up',
      says: 'host2 is maintenance, not up.',
    },
    { why: 'the destination’s status is not known', to: { status: undefined }, code: 'destination-not-up' },
    { why: 'the destination’s free memory is not known', to: { statistics: {} }, code: 'room-unknown' },
    {
      why: 'the destination lacks free memory',
      to: { statistics: { memoryFreeMiB: 2047 } },
      code: 'destination-full',
      says: 'host2 has room for 2047 MiB, vm1 needs 2048 MiB.',
    },
    { why: 'the engine would not schedule it', to: { maxSchedulingMiB: 100 }, code: 'destination-full' },
    {
      why: 'others arrive there first',
      to: { statistics: { memoryFreeMiB: 4_000 } },
      more: [aVm({ id: 'big', hostId: 'host3', memoryMiB: 3_000 })],
      facts: { otherSteps: [other('big', 'host3', 'host2', 'requested')] },
      code: 'destination-full',
    },
    {
      why: 'nobody asks and it would make matters worse',
      from: { statistics: { memoryFreeMiB: 32_768 } },
      facts: { stillAsked: false },
      code: 'no-longer-helps',
    },
    {
      why: 'two of ours leave the source',
      facts: { otherSteps: [other('a', 'host1', 'host3'), other('b', 'host1', 'host3', 'requested')] },
      code: 'host-busy',
      wait: true,
    },
    {
      why: 'two of ours reach the destination',
      facts: { otherSteps: [other('a', 'host3', 'host2'), other('b', 'host3', 'host2')] },
      code: 'host-busy',
      wait: true,
    },
    {
      why: 'the engine counts two there',
      to: { migratingVms: 2 },
      code: 'host-busy',
      wait: true,
      says: 'host2 already has 2 migrations; at most 2 may run at once.',
    },
    {
      why: 'one is ours and one another’s',
      more: [migratingOn('host1', 'a')],
      facts: { otherSteps: [other('b', 'host1', 'host3')] },
      code: 'host-busy',
      wait: true,
    },
  ]
  for (const { why, code, says, wait, ...world } of refused) {
    it(`${wait ? 'lets it wait' : 'refuses'} when ${why}`, () => {
      const verdict = judge(world)
      expect(verdict).toMatchObject({ ok: false, why: wait ? 'wait' : 'stale', reason: { code } })
      if (says) expect(verdict).toMatchObject({ reason: { text: says } })
    })
  }
})

describe('stepsOfOthers', () => {
  it('leaves out the step itself and what is over, not the others of its run', () => {
    const runs = [
      aRun({ steps: [aStep({ correlationId: 'own' }), aStep({ index: 3, correlationId: 'beside' })] }),
      aRun({ id: 'run2', steps: [aStep({ state: 'done' }), aStep({ index: 1, state: 'running' })] }),
    ]
    expect(stepsOfOthers(runs, 'own').map(({ index }) => index)).toEqual([3, 1])
    expect(stepsOfOthers(runs, undefined)).toHaveLength(3)
  })
})
