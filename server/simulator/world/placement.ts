import type { Model } from './model.ts'
import type { SimHost, SimVm } from './state.ts'

export type PlacementRequest = Readonly<{
  vm: SimVm
  /** Never these. */
  excludedHostIds: readonly string[]
  /** Only these; empty: any of the cluster. */
  onlyHostIds: readonly string[]
}>

/** Hosts that may take the VM, or the engine's messages why none may. */
export type Candidates = Readonly<{ hosts: readonly SimHost[]; messages: readonly string[] }>
export type Choice = Readonly<{ ok: true; hostId: string } | { ok: false; messages: readonly string[] }>

/** Where a VM goes. The one interface between the world and whoever decides. */
export type Placement = Readonly<{
  /** The engine's own filters alone, as when it validates a command. */
  candidates(model: Model, request: PlacementRequest): Candidates
  /**
   * The whole decision, external units included. One at a time per cluster; `take` runs before the next one begins, so
   * that it sees what this one took. An error of `take` or of an external unit rejects.
   */
  choose(model: Model, request: PlacementRequest, take: (hostId: string) => void): Promise<Choice>
}>
