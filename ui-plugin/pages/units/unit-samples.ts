/** Units and plugins for the tests of this folder. */
import type { PluginView, UnitList, UnitView } from '../../../shared/api/service.ts'
import type { UnitVerdict } from '../../../shared/plan/unit-verdict.ts'

export const guardFile = '/etc/ovirt-scheduler/plugins/guard.ts'

/** Ours: active, known to the engine, used by Default. */
export const ours: UnitView = {
  id: 'host_memory_balance',
  description: 'Moves a VM off a host that runs short of memory',
  source: 'built-in',
  kind: 'built-in',
  isolation: 'none',
  replacesBuiltIn: false,
  functions: ['balance'],
  onFailure: 'open',
  state: 'active',
  quarantined: false,
  warnings: [],
  calls: { count: 1204, failures: 0, p50Ms: 0.82, p99Ms: 14.3 },
  usedBy: [{ id: 'c1', name: 'Default' }],
  policies: [{ id: 'p1', name: 'Even memory' }],
  parameters: [
    {
      name: 'minimum_host_memoryMB',
      label: 'Minimum free memory',
      help: 'A host with less gives a VM away.',
      default: '500',
      parameter: { type: 'integer', min: 0, max: 9_999_999, unit: 'MiB' },
    },
  ],
  regex: 'minimum_host_memoryMB=^[0-9]{1,7}$',
  engine: 'seen',
}

/** From a plugin: active, isolated by the kernel, known to the engine, used by no cluster. */
export const aUnit = (over: Partial<UnitView> = {}): UnitView => ({
  ...ours,
  id: 'guard',
  description: 'Keeps hosts with room for one more VM',
  source: guardFile,
  kind: 'script',
  isolation: 'kernel',
  checksum: '9f2c51d07a3be8640f1d2c3b4a5968778695a4b3c2d1e0f99f2c51d07a3be864',
  functions: ['filter', 'score'],
  usedBy: [],
  policies: [],
  calls: { count: 0, failures: 0 },
  parameters: [],
  regex: '',
  ...over,
})

export const aPlugin = (over: Partial<PluginView> = {}): PluginView => ({
  file: guardFile,
  kind: 'script',
  state: 'active',
  problems: [],
  units: ['guard'],
  restarts: 0,
  ...over,
})

/** One unit of ours and one from a plugin, all well, isolated by the kernel. */
export const aUnitList = (over: Partial<UnitList> = {}): UnitList => ({
  units: [ours, aUnit()],
  plugins: [aPlugin()],
  missing: [],
  sandbox: { level: 'kernel', wrapper: 'bwrap' },
  mayReload: true,
  permissionNeeded: 'edit_cluster_configuration',
  ...over,
})

/** A filter asked by the engine about a VM: it kept two hosts of three. */
export const aVerdict = (over: Partial<UnitVerdict> = {}): UnitVerdict => ({
  id: 1,
  atMs: Date.UTC(2026, 2, 2, 9),
  function: 'filter',
  askedBy: 'engine',
  cluster: { id: 'c1', name: 'Default' },
  vm: { id: 'v1', name: 'web-01' },
  answer: {
    kind: 'kept',
    kept: 2,
    of: 3,
    rejected: [{ host: { id: 'h3', name: 'host3' }, because: { code: 'full', text: 'It runs 50 VMs.', values: {} } }],
  },
  durationMs: 0.42,
  ...over,
})
