import { type DomainEvent, lifecycleEvents } from '../../protocol/libvirt/domain-events.ts'
import type { HostEvent } from '../host-client.ts'

/** `virDomainJobOperation` */
const MIGRATION_JOBS: readonly unknown[] = [4, 5]
/** The detail that says "by migration" differs from event to event. */
const byMigration = {
  [lifecycleEvents.started]: 1,
  [lifecycleEvents.suspended]: 1,
  [lifecycleEvents.resumed]: 1,
  [lifecycleEvents.stopped]: 3,
} as Readonly<Record<number, number>>
const STOPPED_BY_CRASH = 2

const lifecycleKinds = {
  [lifecycleEvents.started]: 'vm-started',
  [lifecycleEvents.suspended]: 'vm-paused',
  [lifecycleEvents.suspendedByGuest]: 'vm-paused',
  [lifecycleEvents.resumed]: 'vm-resumed',
  [lifecycleEvents.stopped]: 'vm-stopped',
  [lifecycleEvents.crashed]: 'vm-stopped',
} as const satisfies Readonly<Record<number, HostEvent['kind']>>

/** What libvirt tells, as ours; undefined: nothing that anybody here asks for. A start comes as resumed, then started. */
export function toHostEvent(event: DomainEvent): HostEvent | undefined {
  const vmId = event.domain.uuid
  switch (event.kind) {
    case 'lifecycle':
      return toLifecycle(vmId, event.event, event.detail)
    case 'balloonChange':
      return Number.isSafeInteger(event.currentKiB)
        ? { kind: 'balloon-changed', vmId, currentKiB: event.currentKiB }
        : undefined
    case 'tunable':
      return { kind: 'tuned', vmId, names: [...event.parameters.keys()] }
    case 'migrationIteration':
      return { kind: 'migration-progress', vmId }
    case 'jobCompleted':
      // Jobs are also saves and dumps; only the end of a migration is one.
      return MIGRATION_JOBS.includes(event.parameters.get('operation')) && event.parameters.get('success') !== false
        ? { kind: 'migration-progress', vmId, percent: 100 }
        : undefined
    default:
      return undefined
  }
}

function toLifecycle(vmId: string, event: number, detail: number): HostEvent | undefined {
  const kind = (lifecycleKinds as Readonly<Record<number, (typeof lifecycleKinds)[keyof typeof lifecycleKinds]>>)[event]
  if (kind === undefined) return undefined
  if (byMigration[event] === detail) return { kind, vmId, because: 'migration' }
  const isCrash =
    event === lifecycleEvents.crashed || (event === lifecycleEvents.stopped && detail === STOPPED_BY_CRASH)
  return isCrash ? { kind, vmId, because: 'crash' } : { kind, vmId }
}
