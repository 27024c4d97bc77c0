import { hashToUnit } from '../demand/random.ts'

/** What a host notices of a VM beside how much CPU and memory it asks for. Shares are 0..1. */
export type GuestTraits = Readonly<{
  balloonDriver: boolean
  /** Of the memory behind the guest: its page cache. */
  cachedShare: number
  /** Of the same: used once and freed since. The guest could do without it, the host does not know. */
  freedShare: number
  /** Of the same: pages whose content other guests have too. */
  identicalShare: number
  /** How unevenly the work is spread over the vCPUs: 0 evenly, 1 on every other one as far as it can take it. */
  vcpuSkew: number
  /** Read and written while the VM is fully busy. */
  diskBytesPerS: number
  /** CPUs of the host by vCPU; absent: any. Holds on the host where the VM is at first. */
  pins?: readonly (readonly number[] | undefined)[]
  /** The engine's quality of service: how much of the whole host it may use. */
  cpuLimitPercent?: number
}>

const DRIVERLESS_SHARE = 0.08
const MIB = 1_048_576

/** Traits follow from the VM's seed; a scenario may say otherwise. */
export function guestTraits(seed: number, over: Partial<GuestTraits> = {}): GuestTraits {
  const draw = (channel: number, min: number, max: number) => min + (max - min) * hashToUnit(seed, 20, channel)
  return {
    balloonDriver: hashToUnit(seed, 20, 0) >= DRIVERLESS_SHARE,
    cachedShare: draw(1, 0.1, 0.35),
    freedShare: draw(2, 0.02, 0.2),
    identicalShare: draw(3, 0.05, 0.3),
    vcpuSkew: draw(4, 0, 0.5),
    diskBytesPerS: Math.round(draw(5, 2, 60) * MIB),
    ...over,
  }
}
