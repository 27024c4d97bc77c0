import type { readinessParts } from '../../shared/api/operating.ts'
import type { LogLevelSwitch } from '../apply/log-level.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { ApiProblem, type FieldProblem } from './api-problem.ts'
import type { Permissions } from './permissions.ts'
import type { HealthSources, SupportRecordsPort } from './ports.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type OperatingRoutesDeps = Readonly<{
  snapshots: Pick<SnapshotSource, 'current'>
  health: Pick<HealthSources, 'store'>
  closing: AbortSignal
  logLevel: LogLevelSwitch
  supportRecords: SupportRecordsPort
  permissions: Permissions
}>

/** What whoever runs the service needs: whether requests make sense now, and how much is logged. */
export function operatingRoutes(serve: Serve, deps: OperatingRoutesDeps): void {
  const { logLevel, supportRecords, permissions } = deps

  serve(routes.ready, async () => {
    const missing = await missingParts(deps)
    if (missing.length === 0) return { ready: true } as const
    const sentences = missing.map(({ path, problem }) => `The ${path} ${problem}.`)
    throw new ApiProblem('not-ready', sentences.join(' '), missing)
  })

  serve(routes.logLevel, () => logLevel.state())

  serve(routes.setLogLevel, async ({ caller, by, body }) => {
    await permissions.requireInSystem(caller, routes.setLogLevel.permit)
    return logLevel.set(body, by)
  })

  serve(routes.supportRecords, async ({ caller }) => {
    await permissions.requireInSystem(caller, routes.supportRecords.permit)
    return { records: [...(await supportRecords())] }
  })
}

async function missingParts({ snapshots, health, closing }: OperatingRoutesDeps): Promise<FieldProblem[]> {
  const is: Record<(typeof readinessParts)[number], string | undefined> = {
    snapshot: snapshots.current().snapshot === undefined ? 'of the engine has not been read yet' : undefined,
    store: (await health.store()).writable ? undefined : 'takes no writes',
    service: closing.aborted ? 'is stopping' : undefined,
  }
  return Object.entries(is).flatMap(([path, problem]) => (problem === undefined ? [] : { path, problem }))
}
