/** What a consolidation policy sees and may ask for. */

export type PolicyVm = Readonly<{
  id: number
  hostId: number
  /** Asked for now, in MIPS: what it asks for until the next step. */
  mips: number
  /** What it may ask for at most. */
  maxMips: number
  memoryMb: number
  /** Demands in MIPS, oldest first, at most the last 30; the last is `mips`. */
  history: readonly number[]
  isMigrating: boolean
}>

export type PolicyHost = Readonly<{
  id: number
  mips: number
  coreMips: number
  /** Infinity where memory is no limit to moves. */
  memoryMb: number
  powerW(load: number): number
  /** Loads 0..1, oldest first: what the VMs that are here now asked for, wherever they were. Empty where none is. */
  history: readonly number[]
}>

export type PolicyView = Readonly<{ step: number; hosts: readonly PolicyHost[]; vms: readonly PolicyVm[] }>

export type WantedMove = Readonly<{ vmId: number; toHostId: number }>

/** Asked every 300 s. Moves of VMs that still migrate, and to hosts without memory, are refused and counted. */
export type Policy = Readonly<{ name: string; decide(view: PolicyView): readonly WantedMove[] }>

/** A policy may remember what it saw earlier in its day. `seed` is for one that draws random numbers. */
export type PolicyFactory = (seed: number) => Policy
