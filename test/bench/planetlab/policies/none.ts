import type { Policy } from '../policy.ts'

/** VMs stay where they were first placed. Unlike CloudSim's run without power management, hosts draw what their load needs. */
export const none = (): Policy => ({ name: 'none', decide: () => [] })
