import { mibToBytes } from '../../../shared/measure/memory.ts'

/** What the engine sets aside on every host: its own reserve, and one guest's overhead on top of what runs. MiB. */
export const HOST_RESERVED_MIB = 321
export const HOST_GUEST_OVERHEAD_MIB = 65

type Sized = Readonly<{ memoryMiB: number; vcpus: number }>

/** Page tables and the emulator itself: what the engine adds to any x86 VM. */
export const staticOverheadMiB = (memoryMiB: number): number => 64 + Math.floor(memoryMiB / 512)

/** All that a VM may take beside its own memory: `staticOverheadMiB`, 16 MiB of video and 8 per vCPU. */
export const vmOverheadMiB = ({ memoryMiB, vcpus }: Sized): number => staticOverheadMiB(memoryMiB) + 16 + 8 * vcpus

/** Memory that the host's own system uses. Ours: a base, and a share for page structures that grows with the host. */
export const hostOverheadMiB = (totalMiB: number): number => 700 + totalMiB / 64

export const hostOverheadBytes = (totalBytes: number): number => mibToBytes(hostOverheadMiB(totalBytes / 1_048_576))
