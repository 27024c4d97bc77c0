/** CloudSim's adaptive rules fall back to this share of a host while they know too little. */
export const FALLBACK_THRESHOLD = 0.7
