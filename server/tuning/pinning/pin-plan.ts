import type { Reason } from '../../../shared/policy/reason.ts'

/** The span of all that is counted by the hour. */
export const HOUR_MS = 3_600_000

/** Loads in percent of one CPU. */
export type PinLimits = Readonly<{
  /** What a move must gain: so much of the load of both cores together, within these bounds. Where both are one, always that. */
  marginShare: number
  leastMarginPercent: number
  marginPercent: number
  /** vCPUs below it are not worth a pin. */
  leastDemandPercent: number
  /** Additional gain that a move to a node away from its memory must have, in percent of the demand of the vCPU. */
  crossNodePercent: number
  /** The same, where it would split a VM that fits on its node. */
  splitPercent: number
  /** Of the whole host: pins begin above the one and are given back below the other. */
  beginAbovePercent: number
  releaseBelowPercent: number
  /** Rounds in a row that there must be something to gain before anything is moved. */
  patience: number
  /** At most so many moves in a round. A swap is two and is never halved: where one is allowed, so is a swap in its place. */
  movesPerRound: number
  /** Moves of a VM within an hour, for each of its vCPUs. */
  movesPerVcpuPerHour: number
  /** A moved vCPU stays so long, unless its demand or the load of its core has changed by more than `loadChangePercent`. */
  residenceMs: number
  /** Of the larger of both loads; more than twice what demands scatter by, so that noise is never a change. */
  loadChangePercent: number
}>

export type PinMove = Readonly<{
  vmId: string
  vmName: string
  vcpu: number
  demandPercent: number
  /** Indexes into the cores of the view. */
  fromCore: number
  toCore: number
  /** What it is to be pinned to: CPUs of the one core, as far as its affinity allows them. */
  cpuIds: readonly number[]
  /** The other vCPU of a swap follows it in the list. */
  kind: 'move' | 'swap'
  /** How much the potential falls by this move, or by the swap together. */
  gain: number
  reason: Reason
}>

/** How even a host is. Demands in percent of one CPU for each CPU of capacity, over the cores that are eligible at all. */
export type Evenness = Readonly<{
  /** Sum over cores of the square of load through capacity, plus what nodes cost: each move lowers it. */
  potential: number
  highestPercent: number
  lowestPercent: number
  /** highest - lowest */
  spreadPercent: number
  /** Demand of the whole host, in percent of its capacity. */
  demandPercent: number
}>

/** A vCPU that was moved, and how things were then. */
export type PastMove = Readonly<{
  atMs: number
  fromCore: readonly number[]
  toCore: readonly number[]
  demandPercent: number
  /** Of the core that it left and of the one it came to, after all moves of the round, for each CPU of capacity. */
  fromLoadPercent: number
  toLoadPercent: number
}>

/** What is remembered from one round to the next. Plain data; a new one each round. */
export type PinMemory = Readonly<{
  /** Rounds in a row with something to gain. */
  streak: number
  /** Pins are ours to set: the host is not idle. */
  isActive: boolean
  /** By `vcpuKey`, oldest first; none older than an hour or the residence time. */
  moves: ReadonlyMap<string, readonly PastMove[]>
}>

export const noPinMemory: PinMemory = { streak: 0, isActive: false, moves: new Map() }

export type PinPlan = Readonly<{
  moves: readonly PinMove[]
  /** The host is idle: what we pinned is to be given back. */
  isRelease: boolean
  before: Evenness
  /** As before, with the moves made. */
  after: Evenness
  /** In one sentence, why this and no more. */
  standing: Reason
  /** For the next round, as if nothing had been moved: what was carried out is added by `rememberMoves`. */
  memory: PinMemory
}>
