import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { aCluster, aVm } from '../../test/fakes/builders.ts'
import { aGroup, aPlannedSnapshot, aUsedHost } from '../../test/fakes/cluster-plans.ts'
import { explainVm } from '../scheduling/explain/explain-vm.ts'
import type { OnUnknown } from '../scheduling/pipeline/judge-hosts.ts'
import { ruleObjection } from './rule-objection.ts'

const named = (id: string) => ({ id, name: id })
const cluster = named(aCluster().id)
const apart = aGroup({ vmIds: ['a', 'b'], vmRule: { enabled: true, positive: false, enforcing: true } })
const hosts = [aUsedHost('h0', 20_000), aUsedHost('h1', 20_000), aUsedHost('h2', 20_000), aUsedHost('full', 65_000)]
const vms = [aVm({ id: 'a', hostId: 'h0' }), aVm({ id: 'b', hostId: 'h1' })]
const snapshot = aPlannedSnapshot(hosts, vms, [apart])

const objection = (to: string, over: Partial<Snapshot> = {}, vm = 'a', onUnknown: OnUnknown = 'keep', of = cluster) =>
  ruleObjection(async ({ index }, known) => explainVm(index, known, { onUnknown }))(
    { cluster: of, vm: named(vm), from: named('h0'), to: named(to) },
    { ...snapshot, ...over },
  )

describe('ruleObjection', () => {
  it('has none against a host that every filter leaves', async () => expect(await objection('h2')).toBeUndefined())

  it.each([
    {
      why: 'a rule of affinity',
      to: 'h1',
      unit: 'VmAffinityGroups',
      text: 'does not leave h1 to a: Runs VMs that must be kept apart: b.',
    },
    { why: 'memory', to: 'full', unit: 'Memory', text: 'does not leave full to a: ' },
  ])('names the filter that is against it: $why', async ({ to, unit, text }) =>
    expect(await objection(to)).toMatchObject({
      code: 'rule-forbids',
      text: expect.stringContaining(`${unit} ${text}`),
      values: { unit, to, vm: 'a' },
    }),
  )

  it('says that a fact is missing where that counts', async () => {
    expect((await objection('h2', {}, 'a', 'drop'))?.text).toMatch(
      /does not leave h2 to a: a fact that it needs is not known\.$/,
    )
  })

  it.each([
    { why: 'of a cluster that is gone', over: { clusters: [] }, vm: 'a', to: 'h1' },
    { why: 'of a VM that is gone', over: {}, vm: 'z', to: 'h1' },
    { why: 'of a host that is gone', over: {}, vm: 'a', to: 'h9' },
  ])('has nothing to say $why: others do', async ({ over, vm, to }) =>
    expect(await objection(to, over, vm)).toBeUndefined(),
  )

  it('has nothing to say of what cannot be explained', async () => {
    const silent = ruleObjection(async () => undefined)
    expect(await silent({ cluster, vm: named('a'), from: named('h0'), to: named('h1') }, snapshot)).toBeUndefined()
  })
})
