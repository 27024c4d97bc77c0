/** What a policy did on a host, as the REST API tells it, for the tests of the pages. */
import type { ClusterTuningView, HostTuning } from '../../../shared/api/tuning.ts'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { SAMPLE_MS } from '../hosts/watched-host-samples.ts'

const GIB = 1024 * 1024

/** db-07 gives 1 GiB back, because the host runs short. */
export const aDecision = (over: Partial<KnobDecision> = {}): KnobDecision => ({
  id: 'd1',
  atMs: SAMPLE_MS,
  by: 'policy',
  change: { knob: 'balloon', vmId: 'v7', vmName: 'db-07', fromKiB: 4 * GIB, toKiB: 3 * GIB },
  outcome: 'made',
  because: [
    {
      control: 'balloon_target',
      value: '3145728',
      text: '(guest.Control "balloon_target" size)',
      file: '02-balloon',
      line: 41,
      column: 5,
      steps: [
        { kind: 'read', text: 'Host.mem_free', value: '900000', file: '02-balloon', line: 12, column: 3 },
        { kind: 'branch', text: '(< free 0.2)', value: 'true', taken: 'then', file: '02-balloon', line: 30, column: 9 },
      ],
      omitted: 0,
    },
  ],
  ...over,
})

export const aTuning = (over: Partial<HostTuning> = {}): HostTuning => ({
  mode: 'enforce',
  wantedMode: 'enforce',
  pinning: { mode: 'observe', wantedMode: 'observe' },
  memory: 'policy',
  touched: [],
  pressures: [],
  watching: [],
  mayEdit: true,
  permissionNeeded: 'edit_cluster_configuration',
  round: { atMs: SAMPLE_MS, durationMs: 12, outcome: 'ok', skipped: [] },
  decisions: [aDecision()],
  ...over,
})

/** Prod as configured: its two hosts are observed. */
export const aClusterTuning = (over: Partial<ClusterTuningView> = {}): ClusterTuningView => ({
  cluster: { id: 'c1', name: 'Prod' },
  settings: { mode: 'observe', takeOver: false, pinning: 'observe', memory: 'policy' },
  configured: { mode: 'observe', takeOver: false, pinning: 'observe', memory: 'policy' },
  hosts: [{ mode: 'observe', count: 2 }],
  policies: ['00-defines', '02-balloon'],
  knobs: ['balloon', 'ksm', 'cpu', 'io', 'request'],
  mayEdit: true,
  permissionNeeded: 'edit_cluster_configuration',
  ...over,
})
