import type { Applier } from '../apply/services.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export function runRoutes(serve: Serve, { applier }: Readonly<{ applier: Applier }>): void {
  serve(routes.runs, async ({ query }) => ({ runs: await applier.listRuns(query) }))
  serve(routes.run, ({ id }) => applier.getRun(id))
}
