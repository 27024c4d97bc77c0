import { fileURLToPath } from 'node:url'
import type { AutomationReply } from '../../../shared/api/plans.ts'
import type { RunList } from '../../../shared/api/runs.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { type Caller, callerAt, signIn } from '../../scenarios/sign-in.ts'
import { type RunningProcess, startProcess } from '../../scenarios/start-process.ts'

/** The service under a fast clock, and a person who looks at it now and then. */
export type SoakService = Readonly<{
  process: RunningProcess
  origin: string
  /** Every run there has been so far, as last seen. Keeps what it knew where the service cannot be asked just now. */
  runs(): Promise<readonly Run[]>
  /** Lets clusters that are frozen be automatic again; resolves with the codes of why they were. */
  thaw(): Promise<readonly string[]>
}>

type FastClock = Readonly<{ speed: number; realMs: number; simulatedMs: number }>

const PER_LOOK = 1000

export async function startSoakService(
  engineOrigin: string,
  settings: Readonly<Record<string, string>>,
  { speed, realMs, simulatedMs }: FastClock,
): Promise<SoakService> {
  const clock = fileURLToPath(new URL('./fast-clock.ts', import.meta.url))
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const process = await startProcess(['serve', ...flags], /"rest":"(\S+?)"/, {
    OVIRT_SCHEDULER_ENGINE_PASSWORD: 'admin',
    NODE_OPTIONS: `--import=${clock}`,
    SOAK_SPEED: String(speed),
    SOAK_REAL_MS: String(realMs),
    SOAK_SIMULATED_MS: String(simulatedMs),
  })
  const base = process.match[1] ?? ''
  const seen = new Map<string, Run>()
  let caller: Caller | undefined

  /** The engine is often in trouble: a call that fails is made again at the next look, by somebody signed in anew. */
  async function asked<T>(call: (caller: Caller) => Promise<T>): Promise<T | undefined> {
    try {
      caller ??= callerAt(base, await signIn(engineOrigin))
      return await call(caller)
    } catch {
      caller = undefined
      return undefined
    }
  }

  return {
    process,
    origin: new URL(base).origin,
    async runs() {
      const list = await asked(api => api.get<RunList>(`/runs?limit=${PER_LOOK}`))
      for (const run of list?.runs ?? []) seen.set(run.id, run)
      return [...seen.values()]
    },
    async thaw() {
      const reply = await asked(api => api.get<AutomationReply>('/automation'))
      const codes: string[] = []
      for (const { cluster, because } of reply?.state.freezes ?? []) {
        codes.push(because.code)
        await asked(api => api.send('POST', `/clusters/${cluster.id}/thaw`))
      }
      return codes
    },
  }
}
