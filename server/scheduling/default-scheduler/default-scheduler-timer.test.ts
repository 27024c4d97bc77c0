import { describe, expect, it } from 'vitest'
import type { AffinityGroup } from '../../../shared/model/affinity-group.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { SchedulerAdvice } from '../../../shared/sdk/scheduler.ts'
import { aVm } from '../../../test/fakes/builders.ts'
import { ask, clusterId, hosts, room, scene, told } from '../../../test/fakes/default-scheduler.ts'

describe('onTimerInvoked', () => {
  const rule = (positive: boolean, enforcing: boolean) => ({ enabled: true, positive, enforcing })
  const off = { enabled: false, positive: false, enforcing: false }
  const group = (over: Partial<AffinityGroup>): AffinityGroup => ({
    id: 'g',
    name: 'web',
    clusterId,
    priority: 1,
    vmIds: ['v1'],
    hostIds: ['mild'],
    vmRule: off,
    hostRule: rule(true, true),
    ...over,
  })
  const timer = (snapshot: Snapshot, policy = 'PolicyUnits', values = {}) =>
    ask<SchedulerAdvice>('onTimerInvoked', { policy, values }, snapshot)

  it('has nothing to do where all is well, and says so', async () => {
    expect(await timer(scene())).toMatchObject({ moves: [], hostActions: [], notices: [] })
    expect((await timer(scene())).because.text).toBe('No VM breaks an affinity rule. The policy saves no power.')
  })

  it('repairs a broken rule; one that is only a wish is not urgent', async () => {
    expect((await timer(scene({ affinityGroups: [group({})] }))).moves).toMatchObject([
      { vmId: 'v1', toHostIds: ['mild'], limitBroken: true },
    ])
    const wish = await timer(scene({ affinityGroups: [group({ hostRule: rule(true, false) })] }))
    expect(wish.moves).toMatchObject([{ vmId: 'v1', limitBroken: false }])
  })

  it('tells of a rule that cannot be repaired', async () => {
    const { moves, notices } = await timer(scene({ affinityGroups: [group({ hostIds: ['gone'] })] }))
    expect(moves).toEqual([])
    expect(notices).toMatchObject([
      { subject: { kind: 'cluster', id: clusterId }, because: { code: 'repair-impossible' } },
    ])
  })

  const empty = [
    ...hosts,
    room('empty', 1, { activeVms: 0, scheduling: { ...room('x', 1).scheduling, spm: 'none', totalVms: 0 } }),
  ]
  const switching = { EnableAutomaticHostPowerManagement: true }
  it.each([
    { why: 'an empty host may rest', policy: 'PowerSave', values: switching, expected: [['empty', 'maintenance']] },
    { why: 'one is to be kept', policy: 'PowerSave', values: { ...switching, HostsInReserve: 1 }, expected: [] },
    { why: 'nobody asked for it', policy: 'PowerSave', values: {}, expected: [] },
    { why: 'the policy saves no power', policy: 'EvenlyDistribute', values: switching, expected: [] },
  ])('$why: $expected', async ({ policy, values, expected }) => {
    const { hostActions = [] } = await timer(scene({ hosts: empty }), policy, values)
    expect(hostActions.map(({ hostId, action }) => [hostId, action])).toEqual(expected)
  })

  it('says what it would have to know of a host that rests', async () => {
    const resting = [...hosts, room('resting', 0, { status: 'maintenance', activeVms: 0 })]
    const { because, hostActions } = await timer(scene({ hosts: resting }), 'PowerSave', switching)
    expect(hostActions).toEqual([])
    expect(because.text).toContain(
      'Whether resting may be switched cannot be told without host.power.controlledByPolicy.',
    )
  })

  it('tells of highly available VMs that would find no host', async () => {
    const big = [aVm({ id: 'big', hostId: 'hot', memoryMiB: 60_000, guaranteedMiB: 60_000, highlyAvailable: true })]
    const { notices } = await timer(scene({ vms: big }, { scheduling: { ...told, haReservation: true } }))
    expect(notices).toMatchObject([{ subject: { kind: 'host', id: 'hot' } }])
    expect(notices?.[0]?.because.text).toMatch(/^If hot failed: Of its 1 highly available VMs, 1 would find no host\./)
  })
})
