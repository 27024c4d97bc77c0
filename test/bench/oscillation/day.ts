import type { Random } from '../../../server/planner/search/random.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { PlannedStep } from '../../../shared/plan/plan.ts'
import { aCluster, aHost, aSnapshot, aVm } from '../../fakes/builders.ts'

/** A cluster whose VMs ask for what they ask for; where they run is all that changes. */
export type Day = Readonly<{
  vms: number
  /** As the engine would measure it now, each VM's CPU and memory use up to so many percent off. */
  snapshot(noisePercent: number): Snapshot
  carryOut(steps: readonly PlannedStep[]): void
}>

const [HOST_MIB, THREADS, VMS_PER_HOST] = [262_144, 64, 20]
/** What the host itself takes. */
const SYSTEM_MIB = 4_096

export function createDay(hosts: number, random: Random): Day {
  const hostIds = Array.from({ length: hosts }, (_, at) => `h${at}`)
  const vms = Array.from({ length: hosts * VMS_PER_HOST }, (_, at) => {
    const vcpus = 1 + random.below(8)
    const memoryMiB = 1024 * (2 + random.below(15))
    // The first hosts get most.
    const hostId = hostIds[Math.min(random.below(hosts), random.below(hosts))] ?? ''
    return {
      id: `v${at}`,
      vcpus,
      memoryMiB,
      hostId,
      cpuPoints: vcpus * (10 + random.below(70)),
      residentMiB: memoryMiB * 0.7,
    }
  })
  return {
    vms: vms.length,
    carryOut(steps) {
      const to = new Map(steps.map(step => [step.vm.id, step.to.id]))
      for (const vm of vms) vm.hostId = to.get(vm.id) ?? vm.hostId
    },
    snapshot(noisePercent) {
      const noisy = () => 1 + (noisePercent / 100) * (2 * random.next() - 1)
      const now = vms.map(vm => ({ ...vm, cpuPoints: vm.cpuPoints * noisy(), residentMiB: vm.residentMiB * noisy() }))
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
      return aSnapshot({
        clusters: [aCluster()],
        policies: [],
        affinityGroups: [],
        vms: vms.map(({ id, vcpus, memoryMiB, hostId }) => aVm({ id, vcpus, memoryMiB, hostId })),
        hosts: hostIds.map(id => {
          const here = now.filter(({ hostId }) => hostId === id)
          const usedMiB = Math.round(SYSTEM_MIB + sum(here.map(({ residentMiB }) => residentMiB)))
          const promisedMiB = sum(here.map(({ memoryMiB }) => memoryMiB))
          return aHost({
            id,
            totalMiB: HOST_MIB,
            maxSchedulingMiB: Math.max(0, HOST_MIB * 1.5 - promisedMiB),
            cores: THREADS / 2,
            threads: THREADS,
            activeVms: here.length,
            statistics: {
              memoryUsedMiB: usedMiB,
              memoryFreeMiB: Math.max(0, HOST_MIB - usedMiB),
              cpuPercent: Math.min(100, sum(here.map(({ cpuPoints }) => cpuPoints)) / THREADS),
              swapTotalMiB: 0,
              swapUsedMiB: 0,
            },
            scheduling: { sockets: 2, spm: 'none', totalVms: here.length, numaSupported: false },
          })
        }),
      })
    },
  }
}
