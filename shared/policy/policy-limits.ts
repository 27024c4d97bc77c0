/** Ours; the engine allows any factor from 0 on, and a number beyond this is a slip. */
export const MAX_FACTOR = 1000

export const MAX_POLICY_NAME = 40
/** What the engine takes as a name everywhere. */
export const policyNamePattern = /^[\p{L}\p{N}._-]+$/u
