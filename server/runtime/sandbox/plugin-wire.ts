/**
 * What the service and a plugin's process say to each other: one JSON value a line. Hosts and VMs travel as their places
 * in the lists of the snapshot, which is sent once and then called by its number. Types alone: both sides import them.
 */
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Reason, Skipped } from '../../../shared/policy/reason.ts'
import type { UnitFunction } from '../../../shared/policy/unit.ts'

export type PluginCall = Readonly<{
  do: 'call'
  id: number
  unit: string
  function: UnitFunction
  /** The number of the snapshot that the places are of. */
  snapshot: number
  vm?: number
  hosts: readonly number[]
  values: Readonly<Record<string, string | number | boolean>>
}>

export type ToPlugin =
  | Readonly<{ do: 'snapshot'; number: number; snapshot: Snapshot }>
  | PluginCall
  | Readonly<{ do: 'fetched'; id: number; status: number; body: string }>
  | Readonly<{ do: 'not-fetched'; id: number; problem: string }>

/** Along the hosts of the call: 1, or why not. */
export type WireVerdicts = readonly (1 | Reason)[]
/** Along the hosts of the call: null where the unit had no score; the reasons where it gave some. */
export type WireScores = Readonly<{ of: readonly (number | null)[]; because?: readonly (Reason | null)[] }>
export type WireBalance = Readonly<{
  move?: Readonly<{ vmId: string; toHostIds: readonly string[] }>
  because: Reason
  skippedHosts: readonly Skipped[]
  skippedVms: readonly Skipped[]
}>

export type FromPlugin =
  | Readonly<{ say: 'ready'; units: readonly unknown[] }>
  /** The file could not be loaded. */
  | Readonly<{ say: 'broken'; problem: string }>
  | Readonly<{ say: 'answer'; id: number; answer: WireVerdicts | WireScores | WireBalance }>
  | Readonly<{ say: 'failed'; id: number; problem: string }>
  | Readonly<{ say: 'fetch'; id: number; call: number; url: string }>
