import type { PlanHost, PlanInput, PlanVm } from '../../server/planner/objective/plan-input.ts'

export const aPlanHost = (over: Partial<PlanHost> = {}): PlanHost => ({
  id: 'h0',
  name: over.id ?? 'h0',
  memoryMiB: 100_000,
  memoryUsedMiB: 50_000,
  schedulableMiB: 50_000,
  threads: 10,
  cpuPercent: 40,
  ...over,
})

export const aPlanVm = (over: Partial<PlanVm> = {}): PlanVm => ({
  id: 'v0',
  name: over.id ?? 'v0',
  host: 0,
  memoryMiB: 10_000,
  residentMiB: over.memoryMiB ?? 10_000,
  bookedMiB: 10_000,
  vcpus: 1,
  cpuPoints: 50,
  seconds: 10,
  shouldLeave: false,
  ...over,
})

/** Every VM may run on every host unless it is said otherwise. */
export const aPlanInput = ({
  hosts,
  vms,
  ...over
}: Partial<PlanInput> & Pick<PlanInput, 'hosts' | 'vms'>): PlanInput => ({
  hosts,
  vms,
  apart: [],
  kind: new Int32Array(vms.length),
  mayRun: new Uint8Array(hosts.length).fill(1),
  limits: { total: 8, perHost: 2 },
  ...over,
})
