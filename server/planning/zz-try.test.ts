import { it } from 'vitest'
import { aVm } from '../../test/fakes/builders.ts'
import { aGroup, aPlannedSnapshot, aUsedHost, planOf, shortSteps } from '../../test/fakes/cluster-plans.ts'
import { reason } from '../../shared/policy/reason.ts'

const show = (what: string, plan: any) => console.log(what, JSON.stringify({ s: shortSteps(plan), b: plan.blocked.map((b: any) => `${b.id}: ${b.reason.code} ${b.reason.text}`), e: plan.emptied.map((x: any)=>x.id), sc: [plan.scoreBefore, plan.scoreAfter], p: [plan.pointsBefore, plan.pointsAfter, plan.pointsBound] }))
const vms = (n: number, over: any = {}) => Array.from({ length: n }, (_, i) => aVm({ id: `v${i}`, memoryMiB: 8000, hostId: 'h0', ...over }))
it('x', () => {
  const hosts = [aUsedHost('h0', 50_000), aUsedHost('h1', 2000), aUsedHost('h2', 2000)]
  const six = vms(6)
  show('balance', planOf(aPlannedSnapshot(hosts, six)))
  show('pinned', planOf(aPlannedSnapshot(hosts, vms(6, { placement: 'pinned' }))))
  show('evac', planOf(aPlannedSnapshot(hosts, six), { objective: { kind: 'evacuate', hostIds: ['h0'] } }))
  show('evac pinned', planOf(aPlannedSnapshot(hosts, [...six, aVm({ id: 'p', hostId: 'h0', placement: 'pinned' })]), { objective: { kind: 'evacuate', hostIds: ['h0'] } }))
  show('evac full', planOf(aPlannedSnapshot([hosts[0]!, aUsedHost('h1', 60_000)], six), { objective: { kind: 'evacuate', hostIds: ['h0'] } }))
  show('density', planOf(aPlannedSnapshot([aUsedHost('h0', 10_000), aUsedHost('h1', 10_000), aUsedHost('h2', 10_000)], [aVm({ id: 'a', hostId: 'h0', memoryMiB: 8000 }), aVm({ id: 'b', hostId: 'h1', memoryMiB: 8000 }), aVm({ id: 'c', hostId: 'h2', memoryMiB: 8000 })]), { objective: { kind: 'density' } }))
  show('restore', planOf(aPlannedSnapshot(hosts, six), { objective: { kind: 'restore', places: [{ vmId: 'v0', hostId: 'h2' }] } }))
  show('restore excluded', planOf(aPlannedSnapshot(hosts, six), { objective: { kind: 'restore', places: [{ vmId: 'v0', hostId: 'h2' }] }, excluded: new Map([['v0', reason('vm-excluded', 'Tagged.')]]) }))
  const anti = aGroup({ vmIds: ['v0', 'v1', 'v2'], vmRule: { enabled: true, positive: false, enforcing: true } })
  show('anti repair', planOf(aPlannedSnapshot(hosts, six, [anti]), { objective: { kind: 'repair' } }))
  show('anti 4 repair', planOf(aPlannedSnapshot(hosts, six, [{ ...anti, vmIds: ['v0', 'v1', 'v2', 'v3'] }]), { objective: { kind: 'repair' } }))
  const together = aGroup({ vmIds: ['v0', 'v1', 'v2'], vmRule: { enabled: true, positive: true, enforcing: true } })
  show('together balance', planOf(aPlannedSnapshot(hosts, six, [together])))
  show('together evac', planOf(aPlannedSnapshot(hosts, six, [together]), { objective: { kind: 'evacuate', hostIds: ['h0'] } }))
  const split = [...vms(5), aVm({ id: 'w', hostId: 'h1', memoryMiB: 4000 })]
  show('together broken', planOf(aPlannedSnapshot(hosts, split, [aGroup({ vmIds: ['v0', 'v1', 'w'], vmRule: { enabled: true, positive: true, enforcing: true } })]), { objective: { kind: 'repair' } }))
  show('host rule broken', planOf(aPlannedSnapshot(hosts, six, [aGroup({ vmIds: ['v0'], hostIds: ['h1'], hostRule: { enabled: true, positive: true, enforcing: true } })]), { objective: { kind: 'repair' } }))
  const no = (vmId: string, hostId: string): any => ({ kind: 'filter', id: 'no', name: 'No', properties: [], filter: (g: any, hs: any) => new Map(hs.map((h: any) => [h.id, g.some((v: any) => v.id === vmId) && h.id === hostId ? { kind: 'dropped', reason: reason('no', 'No.') } : { kind: 'kept' }])) })
  show('filter', planOf(aPlannedSnapshot(hosts, six), { objective: { kind: 'evacuate', hostIds: ['h0'] }, filters: [no('v0', 'h1')] }))
  show('filter2', planOf(aPlannedSnapshot([hosts[0]!, aUsedHost('h1', 2000)], six), { objective: { kind: 'evacuate', hostIds: ['h0'] }, filters: [no('v0', 'h1')] }))
  show('filter3', planOf(aPlannedSnapshot([hosts[0]!, aUsedHost('h1', 2000)], six), { objective: { kind: 'evacuate', hostIds: ['h0'] }, filters: [no('v3', 'h1')] }))
})
