import fc from 'fast-check'
import type { PlanInput } from '../../server/planner/objective/plan-input.ts'
import { aPlanHost, aPlanInput, aPlanVm } from './plan-inputs.ts'

type Sizes = Readonly<{ vms: number; hosts: number }>

/** Small clusters whose VMs are where they may be: no two that belong apart share a host. */
export const planInputs = (most: Sizes): fc.Arbitrary<PlanInput> =>
  fc
    .record({
      hosts: fc.array(
        fc.record({
          roomMiB: fc.nat(30_000),
          restMiB: fc.nat(30_000),
          freeMiB: fc.nat(60_000),
          idlePercent: fc.nat(60),
        }),
        {
          minLength: 2,
          maxLength: most.hosts,
        },
      ),
      vms: fc.array(
        fc.record({
          on: fc.nat(9),
          memoryMiB: fc.integer({ min: 1, max: 30 }).map(thousands => 1000 * thousands),
          residentShare: fc.integer({ min: 1, max: 4 }).map(quarters => quarters / 4),
          cpuPoints: fc.nat(200),
          vcpus: fc.integer({ min: 1, max: 8 }),
          seconds: fc.integer({ min: 1, max: 60 }),
          shouldLeave: fc.nat(9).map(one => one === 0),
          kind: fc.nat(1),
        }),
        { minLength: 1, maxLength: most.vms },
      ),
      apart: fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 3 }),
      mayRun: fc.array(fc.nat(5), { minLength: 20, maxLength: 20 }),
    })
    .map(({ hosts, vms, apart, mayRun }) => {
      const placed = vms.map(({ on, residentShare, kind: _, ...vm }, at) =>
        aPlanVm({
          ...vm,
          id: `v${at}`,
          host: on % hosts.length,
          residentMiB: vm.memoryMiB * residentShare,
          bookedMiB: vm.memoryMiB + 100,
        }),
      )
      return aPlanInput({
        hosts: hosts.map(({ roomMiB, restMiB, freeMiB, idlePercent }, at) => {
          const resident = placed.reduce((sum, vm) => sum + (vm.host === at ? vm.residentMiB : 0), 0)
          return aPlanHost({
            id: `h${at}`,
            memoryUsedMiB: resident + restMiB,
            memoryMiB: resident + restMiB + freeMiB,
            schedulableMiB: roomMiB,
            cpuPercent: 100 - idlePercent,
          })
        }),
        vms: placed,
        apart: apart.filter(
          ([one, other]) => placed[one]?.host !== placed[other]?.host && placed[Math.max(one, other)] !== undefined,
        ),
        kind: Int32Array.from(vms, ({ kind }) => kind),
        // Most hosts will do for either kind.
        mayRun: Uint8Array.from({ length: 2 * hosts.length }, (_, at) => Math.min(1, mayRun[at] ?? 1)),
        limits: { total: 3, perHost: 2 },
      })
    })
