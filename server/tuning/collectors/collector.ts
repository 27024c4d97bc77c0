import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import type { Sample } from '../../language/entity.ts'
import type { IoDraft } from './io-draft.ts'

/** What the manager of a VM says of it, for collectors that read no host. */
export type GuestSla = Readonly<{
  /** platinum, gold, compute, vapor or whatever the site calls its classes. */
  slaClass?: string
  /** Lower is less important. */
  priority?: number
  isMigratable?: boolean
  guaranteedPercent?: number
  /** What the memory balancer would bring it to now. */
  balancerTargetKiB?: number
}>

/** A reading and the one before it, for what is told as a counter. `before` is absent at first and after a gap. */
export type Readings<Reading> = Readonly<{
  now: Reading
  before?: Reading | undefined
  /** Between the two, by the host's clock. */
  elapsedMs?: number | undefined
}>

export type HostContext = Readonly<{
  /** Wall clock, for the collector of the time. */
  atMs: number
  intervalS: number
  /** What all running VMs may have at most, where the host does not tell what could be merged. */
  guestsKiB?: number | undefined
}>
export type GuestContext = HostContext & Readonly<{ sla?: GuestSla | undefined; io: IoDraft }>

/**
 * What one collector declares: fields that must be there before a host or guest counts as ready, and fields that may be nil.
 * Names and units are MOM's: policies are written against them.
 */
export type Declared = Readonly<{ name: string; mandatory: readonly string[]; optional: readonly string[] }>

/** undefined: nothing could be measured. A field left out is absent, one of null is nil, which counts as there. */
export type HostCollector = Declared &
  Readonly<{ collect(host: Readings<HostReading>, context: HostContext): Sample | undefined }>

export type GuestCollector = Declared &
  Readonly<{ collect(guest: Readings<GuestReading>, context: GuestContext): Sample | undefined }>
