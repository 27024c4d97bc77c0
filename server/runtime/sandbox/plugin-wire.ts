/**
 * What the service and a plugin's process say to each other: one JSON value a line. Hosts and VMs travel as their places
 * in the lists of the snapshot, which is sent once and then called by its number. Types alone: both sides import them.
 */
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Reason, Skipped } from '../../../shared/policy/reason.ts'
import type { UnitFunction } from '../../../shared/policy/unit.ts'
import type { SchedulerAsk } from '../../../shared/sdk/call-scheduler.ts'
import type { SchedulerFunction } from '../../../shared/sdk/scheduler.ts'

export type PluginCall = Readonly<{
  do: 'call'
  id: number
  unit: string
  function: UnitFunction
  /** The number of the snapshot that the places are of. */
  snapshot: number
  vm?: number
  /** The places of the hosts, and the number that later calls about this snapshot name them by; 0: none will. */
  hosts?: readonly number[]
  list: number
  values: Readonly<Record<string, string | number | boolean>>
}>

/** Rare beside the calls of units, so that it names things by their ids. */
export type SchedulerCall = Readonly<{
  do: 'ask'
  id: number
  scheduler: string
  function: SchedulerFunction
  snapshot: number
  ask: SchedulerAsk
  values: Readonly<Record<string, string | number | boolean>>
}>

export type ToPlugin =
  | Readonly<{ do: 'snapshot'; number: number; snapshot: Snapshot }>
  | PluginCall
  | SchedulerCall
  | Readonly<{ do: 'fetched'; id: number; status: number; body: string }>
  | Readonly<{ do: 'not-fetched'; id: number; problem: string }>

/** A reason without what goes without saying: the code of units of a site, and values when there are none. */
export type WireReason = Pick<Reason, 'text'> & Partial<Reason>
/**
 * Along the hosts of the call: 1, or why not. A reason that an earlier host of the call was given in the same words is
 * named by its place, as -1 - place: most filters say one thing of many hosts.
 */
export type WireVerdicts = readonly (number | WireReason)[]
/** Along the hosts of the call: null where the unit had no score; the reasons where it gave some. */
export type WireScores = Readonly<{ of: readonly (number | null)[]; because?: readonly (WireReason | null)[] }>
export type WireSkipped = Pick<Skipped, 'id' | 'name'> & Readonly<{ reason: WireReason }>
export type WireBalance = Readonly<{
  move?: Readonly<{ vmId: string; toHostIds: readonly string[] }>
  because: WireReason
  skippedHosts: readonly WireSkipped[]
  skippedVms: readonly WireSkipped[]
}>

export type FromPlugin =
  | Readonly<{ say: 'ready'; units: readonly unknown[]; schedulers: readonly unknown[] }>
  /** The file could not be loaded. */
  | Readonly<{ say: 'broken'; problem: string }>
  /** To a call of a unit: WireVerdicts, WireScores or WireBalance. */
  | Readonly<{ say: 'answer'; id: number; answer: unknown }>
  | Readonly<{ say: 'failed'; id: number; problem: string }>
  | Readonly<{ say: 'fetch'; id: number; call: number; url: string }>
