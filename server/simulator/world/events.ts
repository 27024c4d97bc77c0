import type { Model } from './model.ts'
import type { SimEvent } from './state.ts'
import type { Actor } from './world.ts'

type About = Readonly<{
  vmId?: string | undefined
  hostId?: string | undefined
  clusterId?: string | undefined
  actor?: Actor | undefined
}>

/** What the engine writes by itself: number and severity as the real one, words ours. */
const catalogue = {
  hostUp: [13, 'normal'],
  hostInMaintenance: [15, 'normal'],
  hostActivated: [16, 'normal'],
  vmRunning: [32, 'normal'],
  vmStopped: [33, 'normal'],
  vmChanged: [35, 'normal'],
  vmDown: [61, 'normal'],
  migrationStarted: [62, 'normal'],
  migrationDone: [63, 'normal'],
  migrationFailed: [65, 'error'],
  migrationStartedBySystem: [67, 'normal'],
  migrationFailedToHost: [120, 'error'],
  migrationTriesNext: [128, 'warning'],
  migrationFailedInMaintenance: [140, 'error'],
  vmStarting: [153, 'normal'],
  migrationCancelled: [161, 'normal'],
  migrationWithoutHost: [166, 'error'],
  hostToMaintenance: [600, 'normal'],
  hostToMaintenanceWithoutReason: [620, 'normal'],
  clusterChanged: [811, 'normal'],
  policyAdded: [9910, 'normal'],
  policyChanged: [9912, 'normal'],
  policyRemoved: [9914, 'normal'],
  schedulerUnreachable: [9920, 'error'],
  schedulerPluginError: [10500, 'error'],
  schedulerError: [10501, 'error'],
} as const satisfies Readonly<Record<string, readonly [number, SimEvent['severity']]>>
export type EventName = keyof typeof catalogue

const ENGINE_ORIGIN = 'oVirt'
const NO_CUSTOM_ID = -1

/** The engine's own event. */
export function report(model: Model, name: EventName, description: string, about: About): SimEvent {
  const [code, severity] = catalogue[name]
  const { actor, ...ids } = about
  return addEvent(model, {
    code,
    severity,
    description,
    origin: ENGINE_ORIGIN,
    customId: NO_CUSTOM_ID,
    correlationId: actor?.correlationId,
    userId: actor?.userId,
    ...ids,
  })
}

/** As `report`, unless the same event was written less than `quietMs` ago. */
export function reportUnlessRecent(
  model: Model,
  name: EventName,
  description: string,
  about: About,
  quietMs: number,
): void {
  const [code] = catalogue[name]
  const lastMs = model.lastEventMs.get(code)
  if (lastMs !== undefined && model.nowMs - lastMs < quietMs) return
  model.lastEventMs.set(code, model.nowMs)
  report(model, name, description, about)
}

export function addEvent(model: Model, event: Omit<SimEvent, 'index' | 'atMs'> & { atMs?: number }): SimEvent {
  const { events } = model.state
  const index = (events.at(-1)?.index ?? 0) + 1
  const row = { ...event, index, atMs: event.atMs ?? model.nowMs }
  events.push(row)
  return row
}

const KEPT_MS = 30 * 86_400_000

/** Events are kept for 30 days. */
export function forgetOldEvents({ state: { events }, nowMs }: Model): void {
  const firstKept = events.findIndex(({ atMs }) => nowMs - atMs <= KEPT_MS)
  if (firstKept > 0) events.splice(0, firstKept)
}

/** Who did it, for an event's text. */
export function actorName({ state }: Model, { userId }: Actor): string {
  const user = userId === undefined ? undefined : state.users.get(userId)
  return user === undefined ? 'the system' : `${user.login}@${user.authz}`
}
