import type { SimPolicyUnit } from '../world/state.ts'

export const hostMemoryBalanceId = '5c3a9f52-6b1e-4d0a-9f43-2b8f7d1e6a10'

/** Units the engine's database remembers from an earlier start. Disabled until an external scheduler reports them again. */
export const externalUnits: readonly SimPolicyUnit[] = [
  {
    id: hostMemoryBalanceId,
    name: 'host_memory_balance',
    description: 'Migrates a VM from the host with the least free memory, if that is below a minimum',
    kind: 'load_balancing',
    internal: false,
    enabled: false,
    properties: { minimum_host_memoryMB: '^[0-9]{1,7}$', safe_selection: '^(true|false|True|False)$' },
  },
]
