import { createNames, fitMemory, type Names, planVm } from './fill-host.ts'
import { mediumHost } from './host-models.ts'
import type { HostTraits, Scenario, VmPlan } from './plan.ts'
import { planCluster } from './plan-cluster.ts'
import { roleNamed } from './vm-roles.ts'

type Story = Readonly<{ vms: (names: Names) => VmPlan[]; memoryUse: number }>

/** Hosts with a story of their own, and the share of memory in use there. The fifth is like any, but for its kernel. */
const stories: readonly (Story | undefined)[] = [
  { vms: idleGuests, memoryUse: 0.925 },
  { vms: sharedCore, memoryUse: 0.605 },
  { vms: splitOverNodes, memoryUse: 0.655 },
  { vms: clones, memoryUse: 0.885 },
  undefined,
  { vms: nightlyJobs, memoryUse: 0.885 },
]

const traits: readonly HostTraits[] = [{}, {}, { hasMom: true }, {}, { leavesVcpus: true }]

/** Percent of a VM's CPU, by the role in its name. */
const busyPercent: Readonly<Record<string, number>> = {
  render: 85,
  erp: 55,
  db: 40,
  batch: 40,
  app: 30,
  desktop: 20,
  mon: 10,
  appliance: 5,
  idle: 3,
}

/** Nothing here needs a migration: each host can be helped by its own knobs. */
export const hostTuning: Scenario = {
  name: 'host-tuning',
  description:
    'Hosts that need no migration but tuning: idle guests hold memory, two busy VMs share one core, one is split over NUMA nodes, one host leaves all vCPUs on a few CPUs',
  hosts: 6,
  vms: 54,
  plan({ hosts, vms }, random) {
    const names = createNames()
    let left = vms
    return [
      planCluster(random, names, {
        name: 'Default',
        description: 'Hosts with two NUMA nodes',
        model: mediumHost,
        hosts,
        vms,
        firstHostNumber: 1,
        ksm: true,
        traits: index => traits[index] ?? {},
        memoryDriftPercent: 0.3,
        memoryUse: () => 0.505,
        cpuUse: () => 0.3,
        fixed: index => {
          const story = stories[index]
          if (story === undefined) return undefined
          const load = { model: mediumHost, memoryUse: story.memoryUse, memoryDriftPercent: 0.3 }
          const fitted = fitMemory(story.vms(names).slice(0, left), load)
          left -= fitted.length
          return fitted.map(asBusyAsTold)
        },
      }),
    ]
  },
}

function asBusyAsTold(vm: VmPlan): VmPlan {
  const basePercent = busyPercent[vm.name.split('-', 1)[0] ?? '']
  const { cpu } = vm.demand
  if (basePercent === undefined || cpu.kind !== 'generated') return vm
  const steady = { ...cpu, basePercent, dailyPercent: 0, noisePercent: basePercent / 10, burstChance: 0 }
  return { ...vm, demand: { ...vm.demand, cpu: steady } }
}

const sized = (names: Names, role: string, memoryMiB: number, over: Partial<VmPlan> = {}): VmPlan => ({
  ...planVm(roleNamed(role), names(role), memoryMiB),
  ...over,
})

const several = (count: number, plan: () => VmPlan): VmPlan[] => Array.from({ length: count }, plan)

/** Six guests have long freed what they once used; the host cannot know. One has no balloon driver. */
function idleGuests(names: Names): VmPlan[] {
  const idle = { balloonDriver: true, freedShare: 0.5, cachedShare: 0.15 }
  return [
    ...several(6, () => sized(names, 'idle', 8_192, { traits: idle })),
    sized(names, 'db', 8_192, { traits: { balloonDriver: true, freedShare: 0.02, cachedShare: 0.2 } }),
    sized(names, 'appliance', 8_192, { traits: { balloonDriver: false } }),
  ]
}

/** Somebody pinned both render VMs to the two threads of one core, and the rest of the host idles. */
function sharedCore(names: Names): VmPlan[] {
  const pins = [
    [0, 1],
    [0, 1],
  ]
  return [
    ...several(2, () => sized(names, 'render', 8_192, { vcpus: 2, traits: { pins, vcpuSkew: 0 } })),
    ...several(6, () => sized(names, 'mon', 4_096)),
  ]
}

/** Half of the vCPUs run far from the memory of the other half. */
function splitOverNodes(names: Names): VmPlan[] {
  const perNode = mediumHost.cores * mediumHost.threads
  const cpusOfNode = (node: number) => Array.from({ length: perNode }, (_, cpu) => node * perNode + cpu)
  const pins = Array.from({ length: 8 }, (_, vcpu) => cpusOfNode(vcpu < 4 ? 0 : 1))
  return [
    sized(names, 'erp', 16_384, { vcpus: 8, kind: 'high_performance', traits: { pins, vcpuSkew: 0 } }),
    ...several(7, () => sized(names, 'app', 4_096)),
  ]
}

/** Desktops from one template: most of their pages are the same. */
function clones(names: Names): VmPlan[] {
  return several(13, () => sized(names, 'desktop', 4_096, { kind: 'desktop', traits: { identicalShare: 0.4 } }))
}

const JOBS_END_AFTER_MS = 15 * 60_000

/** Two jobs leave little memory to the others for a quarter of an hour, and then plenty. */
function nightlyJobs(names: Names): VmPlan[] {
  const traits = { balloonDriver: true, freedShare: 0.2, cachedShare: 0.3 }
  return [
    ...several(2, () => sized(names, 'batch', 16_384, { traits, endsAfterMs: JOBS_END_AFTER_MS })),
    ...several(6, () => sized(names, 'app', 4_096, { traits })),
  ]
}
