/** Plans with all figures, for the tests of the timeline. */
import type { Plan, PlannedHost, PlannedStep } from '../../../shared/plan/plan.ts'
import { reason } from '../../../shared/policy/reason.ts'

const named = (name: string) => ({ id: name, name })

/** vm1 from host1 to host2 in 40 s, as plans were stored before steps carried figures. */
export const aPlainStep = (over: Partial<PlannedStep> = {}): PlannedStep => ({
  index: 0,
  vm: named('vm1'),
  from: named('host1'),
  to: named('host2'),
  isParking: false,
  after: [],
  startsAtS: 0,
  endsAtS: 40,
  transferMiB: 1000,
  because: reason('plan-gain', 'Without this move the cluster stands 9.3 points worse.', { gain: 9.3 }),
  unknown: [],
  ...over,
})

/** A VM of 10 % of a host's memory and CPU. */
export const aTimedStep = (over: Partial<PlannedStep> = {}): PlannedStep =>
  aPlainStep({ load: { memoryMiB: 1000, cpuPoints: 100 }, ...over })

const aTimedHost = (name: string, use: readonly [before: number, after: number], vms: readonly [number, number]) =>
  ({
    host: named(name),
    memoryBeforePercent: use[0],
    memoryAfterPercent: use[1],
    cpuBeforePercent: use[0],
    cpuAfterPercent: use[1],
    vmsBefore: vms[0],
    vmsAfter: vms[1],
    now: { memoryTotalMiB: 10_000, memoryUsedMiB: 100 * use[0], logicalCpus: 10, cpuPoints: 10 * use[0] },
  }) satisfies PlannedHost

/** Two VMs leave host1 side by side, a third one after the first: 90 to 60 %. */
export const aTimedPlan = (over: Partial<Plan> = {}): Plan => ({
  objective: { kind: 'balance' },
  level: 3,
  steps: [
    aTimedStep(),
    aTimedStep({ index: 1, vm: named('vm2'), to: named('host3'), endsAtS: 60 }),
    aTimedStep({ index: 2, vm: named('vm3'), after: [0], startsAtS: 40, endsAtS: 80 }),
  ],
  makespanS: 80,
  pointsBefore: 40,
  pointsAfter: 12.5,
  pointsBound: 3,
  transferMiB: 3000,
  hosts: [
    aTimedHost('host3', [30, 40], [2, 3]),
    aTimedHost('host1', [90, 60], [9, 6]),
    aTimedHost('host2', [20, 40], [1, 3]),
  ],
  emptied: [],
  blocked: [],
  checkedBy: ['Memory'],
  notes: [],
  ...over,
})
