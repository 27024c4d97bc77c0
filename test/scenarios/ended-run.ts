import type { Run } from '../../shared/plan/run.ts'
import { eventually } from './eventually.ts'
import type { Caller } from './sign-in.ts'

/** The run, once it has ended. */
export const endedRun = (api: Pick<Caller, 'get'>, id: string): Promise<Run> =>
  eventually(`the end of run ${id}`, async () => {
    const run = await api.get<Run>(`/runs/${id}`)
    return run.endedAtMs !== undefined && run
  })
