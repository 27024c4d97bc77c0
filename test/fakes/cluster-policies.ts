/** Policies for the tests of the editor: ours and one of the engine's own. */
import type { ClusterPolicy, PropertyView } from '../../shared/api/cluster-policy.ts'

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
