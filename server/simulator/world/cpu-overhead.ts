/** CPU of the host's own system, and of each migration it takes part in, in percent of one core. */
export const SYSTEM_SHARE = 0.015
export const MIGRATION_CPU_PERCENT = 40
/** Of what guests use, the part the host spends on their behalf. */
export const HYPERVISOR_SHARE = 0.08
