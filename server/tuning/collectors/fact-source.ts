// placeholder until collectors are merged
import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import type { SkippedGuest } from '../../../shared/model/tuning.ts'
import type { EntityFacts } from '../../language/entity.ts'
import type { Controls } from '../../language/evaluate.ts'
export type KnownFacts = Readonly<{
  host: EntityFacts | undefined
  missing: readonly string[]
  guests: readonly Readonly<{ vmId: string; vmName: string; facts: EntityFacts }>[]
  notReady: readonly SkippedGuest[]
}>
export type FactSource = Readonly<{
  facts(): KnownFacts
  latest(): Readonly<{ host?: HostReading; guests: ReadonlyMap<string, GuestReading> }>
  keep(variables: Readonly<{ host: Controls; guests: ReadonlyMap<string, Controls> }>): void
}>
