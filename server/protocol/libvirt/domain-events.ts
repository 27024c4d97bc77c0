import { type DomainRef, decodeDomain } from './domain-ref.ts'
import { type DomainEventKind, domainEvents } from './procedure-numbers.ts'
import { decodeParameters, type Parameters } from './typed-parameters.ts'
import type { XdrReader } from './xdr-reader.ts'

export type DomainEvent = Readonly<
  { domain: DomainRef } & (
    | { kind: 'lifecycle'; event: number; detail: number }
    | { kind: 'balloonChange'; currentKiB: number }
    | { kind: 'deviceRemoved' | 'deviceAdded' | 'metadataChange' }
    | { kind: 'tunable' | 'jobCompleted'; parameters: Parameters }
    | { kind: 'migrationIteration'; iteration: number }
  )
>

/** `virDomainEventType` */
export const lifecycleEvents = {
  defined: 0,
  undefined: 1,
  started: 2,
  suspended: 3,
  resumed: 4,
  stopped: 5,
  shutdown: 6,
  suspendedByGuest: 7,
  crashed: 8,
} as const

const kinds = new Map<number, DomainEventKind>(
  Object.entries(domainEvents).map(([kind, { message }]) => [message, kind as DomainEventKind]),
)

/** Undefined: a message that we did not register for. Its serial means nothing (it is 1), so look at the type first. */
export function decodeDomainEvent(message: number, reader: XdrReader): DomainEvent | undefined {
  const kind = kinds.get(message)
  if (kind === undefined) return undefined
  reader.i32() // which of our registrations this answers
  const domain = decodeDomain(reader)
  switch (kind) {
    case 'lifecycle':
      return { kind, domain, event: reader.i32(), detail: reader.i32() }
    case 'balloonChange':
      return { kind, domain, currentKiB: reader.u64() }
    case 'migrationIteration':
      return { kind, domain, iteration: reader.i32() }
    case 'tunable':
    case 'jobCompleted':
      return { kind, domain, parameters: decodeParameters(reader) }
    case 'deviceRemoved':
    case 'deviceAdded':
    case 'metadataChange':
      return { kind, domain }
  }
}
