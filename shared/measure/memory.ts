/** Memory is MiB (2^20 bytes) everywhere inside; the engine speaks bytes. */

const BYTES_PER_MIB = 1_048_576

/** Whole MiB, rounded down as the engine does; undefined stays undefined. */
export const bytesToMiB = (bytes: number): number => Math.floor(bytes / BYTES_PER_MIB)

export const mibToBytes = (mib: number): number => mib * BYTES_PER_MIB

const KIB_PER_MIB = 1_024
const KIB_PER_GIB = 1_048_576

/** KiB as people read them, with one decimal: "512.0 MiB", "1.5 GiB". */
export function memoryText(kib: number): string {
  const mib = (kib / KIB_PER_MIB).toFixed(1)
  return Math.abs(Number(mib)) < KIB_PER_MIB ? `${mib} MiB` : `${(kib / KIB_PER_GIB).toFixed(1)} GiB`
}
