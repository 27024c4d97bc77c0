/** A cluster as the planner needs it: the figures of its hosts and VMs, and what the rules leave open. */

export type PlanHost = Readonly<{
  id: string
  name: string
  /** Physical memory, and what of it is in use. */
  memoryMiB: number
  memoryUsedMiB: number
  /** What the engine would still schedule here; Infinity where it did not tell. */
  schedulableMiB: number
  /** Logical CPUs, and what of them all is in use, 0..100. */
  threads: number
  cpuPercent: number
}>

export type PlanVm = Readonly<{
  id: string
  name: string
  /** Its place in `hosts`. */
  host: number
  /** All of its memory: what a migration may have to send. */
  memoryMiB: number
  /** What of it is in use on its host, as far as can be told: what its leaving gives back. */
  residentMiB: number
  /** What the engine books for it on a host: its memory and the overhead. */
  bookedMiB: number
  vcpus: number
  /** What it uses, in percent of one logical CPU: 200 is two of them. */
  cpuPoints: number
  /** How long its migration takes, as far as can be told. */
  seconds: number
  /** It should leave its host: a rule is broken by its being there. */
  shouldLeave: boolean
}>

export type PlanInput = Readonly<{
  /** Those that run VMs and may be given more. */
  hosts: readonly PlanHost[]
  /** Those that run on these hosts. */
  vms: readonly PlanVm[]
  /** Lists of VMs, by their places, of which no two may share a host. */
  apart: readonly (readonly number[])[]
  /** VM → kind, and kind × host → 1: rules that do not depend on where other VMs are allow it there. */
  kind: Int32Array
  mayRun: Uint8Array
  limits: Readonly<{ total: number; perHost: number }>
}>

/** What counts how much, each against 1. Contention is vCPUs for each logical CPU. */
export type Weights = Readonly<{ memory: number; cpu: number; contention: number }>

export type Objective = Readonly<
  /** Even use of the hosts. */
  | { kind: 'balance' }
  /** Few hosts; at least so many stay empty or in use as a reserve. */
  | { kind: 'density'; hostsInReserve: number }
  /** Broken rules and overloads mended with the fewest moves, nothing else. */
  | { kind: 'repair' }
  /** Nothing runs on these hosts any more. */
  | { kind: 'evacuate'; hostIds: readonly string[] }
  /** VMs go back to where they were. VM id → host id. */
  | { kind: 'restore'; places: ReadonlyMap<string, string> }
>

export type Bounds = Readonly<{
  /** Beyond this a host is overloaded; 0..100. */
  memoryPercent: number
  cpuPercent: number
}>

export type PlanOptions = Readonly<{
  weights: Weights
  bounds: Bounds
  /** A move must have paid for itself within this time. */
  horizonS: number
  /** What a move must gain beyond what it costs, in points: 1 is one percent of an average host, for one second of the horizon. */
  marginPoints: number
  /** A plan has no more moves than this, those apart that must be made. The best go first. */
  mostMoves: number
  seed: number
}>

export const defaultPlanOptions: PlanOptions = {
  weights: { memory: 1, cpu: 1, contention: 0.25 },
  bounds: { memoryPercent: 90, cpuPercent: 80 },
  horizonS: 3_600,
  marginPoints: 1,
  mostMoves: 200,
  seed: 1,
}
