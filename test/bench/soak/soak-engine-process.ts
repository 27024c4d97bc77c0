import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { BegunMigration } from './create-oracle.ts'
import type { SoakRules } from './judge-migration.ts'

export type SoakEngineOptions = Readonly<{
  scenario: string
  /** Instead of the scenario's own. */
  hosts?: number
  vms?: number
  seed: number
  /** Simulated time is `simulatedMs` at `realMs` and goes `speed` times as fast. */
  speed: number
  realMs: number
  simulatedMs: number
  /** Some trouble every so many simulated minutes. */
  troubleMinutes: number
  excludeTag: string
  rules: Omit<SoakRules, 'excludedVmIds'>
}>

/** What the engine's own records say. */
export type SoakReport = Readonly<{
  simulatedMs: number
  violations: readonly string[]
  begun: readonly BegunMigration[]
  refusals: Readonly<Record<string, number>>
  troubles: Readonly<Record<string, number>>
  /** By correlation id, how a migration of ours ended, by the engine's events. */
  outcomes: Readonly<Record<string, 'done' | 'failed'>>
  /** Correlation ids of what moves now. */
  moving: readonly string[]
}>

export type SoakEngine = Readonly<{ origin: string; report(): Promise<SoakReport>; stop(): Promise<void> }>

export async function startSoakEngine(options: SoakEngineOptions): Promise<SoakEngine> {
  const script = fileURLToPath(new URL('./soak-engine.ts', import.meta.url))
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async <T>(): Promise<T> => JSON.parse(String((await lines.next()).value)) as T
  const { origin } = await next<{ origin: string }>()
  return {
    origin,
    report() {
      child.stdin.write('\n')
      return next<SoakReport>()
    },
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}
