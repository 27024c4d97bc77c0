/** Memory is MiB (2^20 bytes) everywhere inside; the engine speaks bytes. */

const BYTES_PER_MIB = 1_048_576

/** Whole MiB, rounded down as the engine does; undefined stays undefined. */
export const bytesToMiB = (bytes: number): number => Math.floor(bytes / BYTES_PER_MIB)

export const mibToBytes = (mib: number): number => mib * BYTES_PER_MIB
