/**
 * Pins and balance of a host as `GET /hosts/{id}/pins` and `/tuning` tell of them, for browser tests and screens: always the same for
 * the same size, and planned by our own planner.
 */
import { hostPinsView } from '../../server/api/host-pins-view.ts'
import type { CpuView, MovableVcpu } from '../../server/tuning/pinning/cpu-view.ts'
import { noPinMemory } from '../../server/tuning/pinning/pin-plan.ts'
import { planPins } from '../../server/tuning/pinning/plan-pins.ts'
import { usualPinLimits as limits } from '../../server/tuning/pinning/usual-pin-limits.ts'
import type { HostPins } from '../../shared/api/pins.ts'
import type { HostTuning } from '../../shared/api/tuning.ts'
import { memoryText } from '../../shared/measure/memory.ts'
import type { KnobDecision } from '../../shared/plan/knob-decision.ts'
import { reason } from '../../shared/policy/reason.ts'

const GIB = 1024 * 1024
const MINUTE_MS = 60_000

/** 0 to below `most`, the same for the same seed. */
const scattered = (seed: number, most: number): number => (Math.imul(seed + 1, 2_654_435_761) >>> 8) % most

export type FakePinsSize = Readonly<{
  cores: number
  /** Instants that lie back. */
  columns: number
  nowMs: number
}>

/** Two vCPUs for each core, crowded on the lower half of each node. Hosts of more than 64 cores have two threads in each. */
export function fakePins({ cores, columns, nowMs }: FakePinsSize): HostPins {
  const view = aView(cores, nowMs)
  const heat = Array.from({ length: columns }, (_, at) => {
    // It gets more uneven as time goes on.
    const share = (at + 1) / columns
    const loads = Uint16Array.from(view.cores, (_core, core) => {
      const base = 20 + scattered(core * 31 + Math.floor(at / 6), 50)
      const crowd = isCrowded(core, cores) ? 90 * share : -15 * share
      return Math.max(1, Math.round(base + crowd + scattered(core * 977 + at, 16)))
    })
    const vcpus = Uint8Array.from(view.cores, (_core, core) => (isCrowded(core, cores) ? 3 : 1))
    const spreadPercent = Math.max(...loads) - Math.min(...loads)
    return { atMs: nowMs - (columns - at) * MINUTE_MS, loadPercent: loads, vcpus, spreadPercent }
  })
  const plan = planPins(view, { ...noPinMemory, isActive: true }, limits)
  const touched = new Map(
    view.vcpus
      .filter(({ isPinned }) => isPinned)
      .map(({ vmId, vmName, vcpu, core }) => [
        `pins ${vmId}`,
        [
          {
            ...{ knob: 'pins' as const, vmId, vmName },
            from: [{ vcpu, cpuIds: view.cores.flatMap(({ cpuIds }) => cpuIds) }],
            to: [{ vcpu, cpuIds: [...(view.cores[core]?.cpuIds ?? [])] }],
          },
        ] as const,
      ]),
  )
  return hostPinsView({ looked: { view, plan } as never, heat, touched: touched as never, limits })
}

const isCrowded = (core: number, cores: number): boolean => core % (cores / 2) < cores / 4

function aView(count: number, nowMs: number): CpuView {
  const threads = count > 64 ? 2 : 1
  const cores = Array.from({ length: count }, (_, core) => ({
    cpuIds: threads === 1 ? [core] : [core, core + count],
    nodeId: count < 8 ? 0 : Math.floor((core * 2) / count),
    capacity: threads === 1 ? 1 : 1.25,
    fixedPercent: 1 + scattered(core, 6),
  }))
  const all = cores.map((_, core) => core)
  const vcpus = Array.from({ length: count * 2 }, (_, at): MovableVcpu => {
    const vm = Math.floor(at / 4)
    const crowded = all.filter(core => isCrowded(core, count))
    const core = at % 5 === 4 ? scattered(at, count) : (crowded[scattered(at, crowded.length)] ?? 0)
    return {
      vmId: `vm-${vm}`,
      vmName: `${['web', 'db', 'app', 'build'][vm % 4]}-${String(vm + 1).padStart(2, '0')}`,
      vcpu: at % 4,
      demandPercent: 4 + scattered(at * 7, 60),
      core,
      allowedCores: all,
      isTogether: false,
      isPinned: at % 16 === 0,
    }
  })
  const leftAlone = [
    { id: 'rt', name: 'rt-01', reason: reason('vm-pinned-by-hand', 'Its vCPUs are pinned by hand in the engine.') },
    { id: 'he', name: 'HostedEngine', reason: reason('vm-is-engine', 'It is the engine’s own VM.') },
  ]
  return { atMs: nowMs, cores, vcpus, leftAlone }
}

const pinned = (over: Partial<KnobDecision>, vm: number, vcpu: number, to: number): KnobDecision => ({
  id: `p${vm}-${vcpu}-${to}`,
  atMs: 0,
  by: 'pinning',
  change: {
    ...{ knob: 'pins', vmId: `vm-${vm}`, vmName: `db-${String(vm).padStart(2, '0')}` },
    from: [{ vcpu, cpuIds: [0, 1, 2, 3] }],
    to: [{ vcpu, cpuIds: [to] }],
  },
  outcome: 'made',
  because: [],
  reason: reason(
    'pin-even-out',
    `vCPU ${vcpu} of db-${String(vm).padStart(2, '0')} (44 %) goes from CPU 0 to CPU ${to} to even them out: loads of 132 % and 20 % become 88 % and 64 %.`,
  ),
  ...over,
})

const ballooned = (at: number, nowMs: number, fromGib: number, toGib: number): KnobDecision => ({
  id: `b${at}`,
  atMs: nowMs - at * 7 * MINUTE_MS,
  by: 'memory',
  change: {
    ...{ knob: 'balloon', vmId: `00000000-0000-4000-8000-${String(202 + (at % 4)).padStart(12, '0')}` },
    ...{ vmName: `${['web-01', 'db-02', 'app-03', 'build-04'][at % 4]}`, fromKiB: fromGib * GIB, toKiB: toGib * GIB },
  },
  outcome: 'made',
  because: [],
  reason: reason(
    toGib > fromGib ? 'memory-starves' : 'memory-for-others',
    toGib > fromGib
      ? `web-01 starves, usable 90.0 MiB below 256.0 MiB: it gets ${memoryText((toGib - fromGib) * GIB)}.`
      : `db-02 gives ${memoryText((fromGib - toGib) * GIB)}, usable 3.0 GiB above 1.0 GiB: others starve for 512.0 MiB.`,
  ),
})

/** Everything on: both balancers enforce, memory is short now, CPU was before, and much is not as it was found. */
export const fakeTuning = (nowMs: number, over: Partial<HostTuning> = {}): HostTuning => ({
  mode: 'enforce',
  wantedMode: 'enforce',
  pinning: { mode: 'enforce', wantedMode: 'enforce' },
  memory: 'balancer',
  memoryPlan: {
    ...{ atMs: nowMs, phase: 'short', reserveKiB: 12 * GIB, budgetKiB: 2 * GIB, needKiB: 3 * GIB, givableKiB: 9 * GIB },
    standing: reason(
      'memory-wanting',
      '14.0 GiB is available with a reserve of 12.0 GiB; VMs need 3.0 GiB, 2.0 GiB may be granted; 2.0 GiB is given, 1.0 GiB taken of 9.0 GiB that VMs could give.',
    ),
    leftAlone: [{ id: 'v9', name: 'cache-01', reason: reason('memory-no-balloon', 'cache-01 has no balloon.') }],
  },
  touched: [
    { knobs: ['ksm'] },
    { vmId: 'vm-1', vmName: 'db-01', knobs: ['pins', 'balloon'] },
    { vmId: 'vm-2', vmName: 'app-02', knobs: ['pins'] },
    { vmId: 'vm-3', vmName: 'build-03', knobs: ['pins', 'cpu'] },
    { vmId: 'vm-4', vmName: 'web-04', knobs: ['balloon'] },
  ],
  pressures: [
    {
      ...{ id: 'e2', kind: 'memory', beganAtMs: nowMs - 6 * MINUTE_MS, atMs: nowMs },
      what: reason(
        'pressure-memory',
        'host3 has 10 GiB of memory available, its reserve is 12 GiB; 3 GiB more and it is no longer short.',
      ),
      means: [
        {
          ...{ means: 'wait', chosen: false },
          because: reason('pressure-nobody-leaves', 'No VM is known to leave this host.'),
        },
        {
          ...{ means: 'balloon', chosen: true },
          because: reason('pressure-balloons-enough', 'Balloons can give 9 GiB, enough for the missing 3 GiB.'),
        },
        {
          ...{ means: 'ksm', chosen: false },
          because: reason('pressure-ksm-unwanted', 'KSM is off, and nobody wants it now.'),
        },
        {
          ...{ means: 're-pin', chosen: false },
          because: reason('pressure-pins-free-no-memory', 'To pin vCPUs frees no memory.'),
        },
        {
          ...{ means: 'cpu-cap', chosen: false },
          because: reason('pressure-caps-free-no-memory', 'To limit CPU frees no memory.'),
        },
        {
          ...{ means: 'migrate', chosen: false },
          because: reason('pressure-migrate-nobody', 'None of its 18 VMs may leave and would bring anything.'),
        },
      ],
      afterArrivalOf: ['web-17'],
    },
    {
      ...{ id: 'e1', kind: 'cpu', beganAtMs: nowMs - 90 * MINUTE_MS, atMs: nowMs - 75 * MINUTE_MS },
      endedAtMs: nowMs - 75 * MINUTE_MS,
      what: reason(
        'pressure-cpu',
        'The busiest core of host3 is asked for 148 %, and all of them for 61 % of what they have.',
      ),
      means: [
        {
          ...{ means: 're-pin', chosen: true },
          because: reason('pressure-pins-help', 'Pins bring the busiest core from 148 to 88 %.'),
        },
      ],
      afterArrivalOf: [],
    },
  ],
  watching: [{ vmId: 'vm-17', vmName: 'web-17', sinceMs: nowMs - 6 * MINUTE_MS }],
  mayEdit: true,
  permissionNeeded: 'edit_cluster_configuration',
  saved: {
    hostId: 'h3',
    by: { id: 'u1', name: 'eva@internal' },
    atMs: nowMs - 120 * MINUTE_MS,
    modes: { mode: 'enforce', pinning: 'enforce' },
  },
  round: { atMs: nowMs, durationMs: 4, outcome: 'ok', skipped: [] },
  decisions: [
    ...Array.from({ length: 6 }, (_, at) =>
      pinned({ atMs: nowMs - (at * 9 + 2) * MINUTE_MS, ...(at === 2 && { outcome: 'held' }) }, at + 1, at % 4, 2 + at),
    ),
    ballooned(1, nowMs, 4, 3),
    ballooned(4, nowMs, 2, 3),
    ballooned(5, nowMs, 6, 5),
    ballooned(8, nowMs, 3, 4),
  ].toSorted((a, b) => b.atMs - a.atMs),
  ...over,
})
