import type { PlacementProblem } from '../search/placement-problem.ts'

/**
 * What a plan has to bring about: VMs go from where the problem has them to `target`. A host number of `nowhere` stands for
 * VMs that do not run yet: it has no limits, and nothing is on its way to it.
 */
export type PlacementChange = Readonly<{
  problem: PlacementProblem
  /** VM → host. */
  target: Int32Array
  /** VM × resource on the first host, where that is less than what it needs when it arrives or has grown. */
  needBefore?: Float64Array
  nowhere?: number
  /** How long a VM's move takes; a growth in place takes no time. */
  seconds: (vm: number) => number
  /** Moves at once: of all hosts, and into or out of one. */
  limits: Readonly<{ total: number; perHost: number }>
}>

/**
 * One step. `from` equal to `to`: it stays and is given what it needs more. The VM counts on both hosts from its start to its
 * end.
 */
export type PlannedMove = Readonly<{
  vm: number
  from: number
  to: number
  /** Not yet where it belongs: a later move brings it there. */
  isParking: boolean
  /**
   * Places in the plan of the moves that must be done before this one starts. Whatever order they allow, at whatever speed the
   * moves go, no rule is broken.
   */
  after: readonly number[]
  /** As it would go if every move took its `seconds`. */
  startsAtS: number
  endsAtS: number
}>

/** A VM that cannot get to its target, and who is in its way there. */
export type BlockedMove = Readonly<{ vm: number; to: number; lacks: readonly number[]; apartFrom: readonly number[] }>

/** In an order in which they may start. */
export type PlacementPlan = Readonly<{
  moves: readonly PlannedMove[]
  makespanS: number
  blocked: readonly BlockedMove[]
}>
