import type { PolicyUnitKind } from '../../../shared/model/cluster.ts'

type Properties = Readonly<Record<string, string>>

/** What the other side complains about; written as events when it also says that something failed. */
export type SchedulerComplaints = Readonly<{
  pluginErrors: readonly Readonly<{ plugin: string; message: string }>[]
  errors: readonly string[]
}>

/** An answer that breaks the engine's own parser: whatever command needed it fails. */
export class UnreadableReply extends Error {
  constructor(method: string, problem: string) {
    super(`the answer to ${method} cannot be read: ${problem}`)
    this.name = 'UnreadableReply'
  }
}

/** `unavailable`: no usable answer came, which the engine survives. Calls reject with nothing but UnreadableReply. */
export type SchedulerReply<T> = Readonly<
  { kind: 'answer'; value: T; complaints: SchedulerComplaints } | { kind: 'unavailable'; why: string }
>

/** A unit the other side offers. Properties: name → regular expression. */
export type OfferedUnit = Readonly<{
  kind: PolicyUnitKind
  name: string
  description: string
  properties: Properties
}>

/** Lower is better. Without a unit name the weight counts for all external units together. */
export type ExternalWeight = Readonly<{ hostId: string; weight: number; unitName: string | undefined }>

/** The engine's client of an external scheduler. */
export type ExternalScheduler = Readonly<{
  discover(): Promise<SchedulerReply<readonly OfferedUnit[]>>
  runFilters(
    names: readonly string[],
    hostIds: readonly string[],
    vmId: string,
    properties: Properties,
  ): Promise<SchedulerReply<readonly string[]>>
  runCostFunctions(
    units: readonly Readonly<{ name: string; factor: number }>[],
    hostIds: readonly string[],
    vmId: string,
    properties: Properties,
  ): Promise<SchedulerReply<readonly ExternalWeight[]>>
  /** An answer without a VM: nothing to move. */
  runLoadBalancing(
    name: string,
    hostIds: readonly string[],
    properties: Properties,
  ): Promise<SchedulerReply<Readonly<{ vmId: string; hostIds: readonly string[] }> | undefined>>
}>
