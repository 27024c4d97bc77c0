/** Policies for the tests of the editor: ours and one of the engine's own. */
import type { ClusterPolicy, PropertyView } from '../../shared/api/cluster-policy.ts'
import type { PolicyUnitOption, PolicyUnits } from '../../shared/api/policy-units.ts'

export const balance = { id: 'p1', name: 'memory_balanced' }
export const evenly = { id: 'p2', name: 'evenly_distributed' }

export const minimum: PropertyView = {
  name: 'minimum_host_memoryMB',
  label: 'Minimum free memory',
  help: 'A host with less gives a VM away.',
  parameter: { type: 'integer', min: 0, max: 9_999_999, unit: 'MiB' },
  regex: '^[0-9]{1,7}$',
  default: '500',
  value: '600',
  units: ['host_memory_balance'],
  ours: true,
  editable: true,
}

export const safe: PropertyView = {
  name: 'safe_selection',
  label: 'Safe selection',
  help: 'Moves the smallest VM.',
  parameter: { type: 'boolean' },
  default: 'true',
  value: 'True',
  units: ['host_memory_balance'],
  ours: true,
  editable: true,
}

export const highUtilization: PropertyView = {
  name: 'HighUtilization',
  label: 'HighUtilization',
  help: 'A property of CPUOverloaded.',
  parameter: { type: 'text' },
  regex: '^([5-9][0-9])$',
  default: '80',
  units: ['CPUOverloaded'],
  ours: false,
  editable: true,
}

export const aPolicy = (over: Partial<ClusterPolicy> = {}): ClusterPolicy => ({
  cluster: { id: 'c1', name: 'Default' },
  policy: balance,
  policies: [
    { ...balance, locked: false, usesOurUnits: true },
    { ...evenly, locked: true, usesOurUnits: false },
  ],
  properties: [minimum, safe, highUtilization],
  version: 'v1',
  mayEdit: true,
  permissionNeeded: 'edit_cluster_configuration',
  ...over,
})

const unit = (id: string, role: PolicyUnitOption['role'], over: Partial<PolicyUnitOption> = {}): PolicyUnitOption => ({
  id,
  name: id,
  role,
  origin: 'engine',
  enabled: true,
  description: `What ${id} does.`,
  ...over,
})

/** The units of `balance`: two filters, two weights, and one of each kind that could be added. */
export const aPolicyWithUnits = (over: Partial<PolicyUnits> = {}): PolicyUnits => ({
  policy: balance,
  locked: false,
  content: {
    filters: [
      { unitId: 'Memory', position: -1 },
      { unitId: 'CPU', position: 0 },
    ],
    weights: [
      { unitId: 'EvenCpu', factor: 2 },
      { unitId: 'EvenMemory', factor: 6 },
    ],
    balanceUnitId: 'host_memory_balance',
  },
  units: [
    unit('Memory', 'filter'),
    unit('CPU', 'filter'),
    unit('Network', 'filter'),
    unit('EvenCpu', 'weight'),
    unit('EvenMemory', 'weight'),
    unit('Preferred', 'weight'),
    unit('old_weight', 'weight', { origin: 'external', enabled: false }),
    unit('None', 'balance'),
    unit('host_memory_balance', 'balance', { origin: 'ours' }),
  ],
  usedBy: [
    { id: 'c1', name: 'Default' },
    { id: 'c2', name: 'Production' },
  ],
  version: 'u1',
  mayEdit: true,
  permissionNeeded: 'edit_storage_pool_configuration',
  ...over,
})
