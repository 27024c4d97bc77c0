/** What carries out recommendations, with a store of its own and an engine that migrates in memory. */
import { afterEach, beforeEach, expect } from 'vitest'
import { type ApplierDeps, createApplier } from '../../server/apply/applier.ts'
import type { Applier } from '../../server/apply/services.ts'
import { openStore } from '../../server/store/open-store.ts'
import type { Store } from '../../server/store/store.ts'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { explanation } from './advised-cluster.ts'
import { aRecommendation } from './builders.ts'
import { lenientApplier } from './lenient-applier.ts'
import { type MigratingEngine, type MigratingEngineOptions, migratingEngine } from './migrating-engine.ts'

/** Nothing is broken off. */
export const { signal } = new AbortController()

/**
 * A new store for each test, closed after it; `told` gets the run at each change, `logged` what was warned of. To be asked
 * for at the top of a test file.
 */
export function applierBench() {
  let store: Store
  let told: Run[]
  let logged: string[]
  beforeEach(async () => {
    store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
    told = []
    logged = []
  })
  afterEach(() => store.close())

  async function start(
    options: MigratingEngineOptions = {},
    deps: Partial<ApplierDeps> = {},
    recs: readonly Recommendation[] = [aRecommendation()],
  ) {
    const engine = migratingEngine(options)
    for (const recommendation of recs) await store.insertRecommendation({ recommendation, explanation })
    const applier = createApplier({
      ...lenientApplier,
      store,
      migrations: engine.migrations,
      snapshots: engine.snapshots,
      now: engine.now,
      changes: { onRun: run => told.push(run), onRecommendations: () => undefined },
      log: {
        info: () => undefined,
        warn: (_, message) => logged.push(message),
        error: (_, message) => logged.push(message),
      },
      ...deps,
    })
    return { engine, applier }
  }

  return {
    get store() {
      return store
    },
    get told() {
      return told
    },
    get logged() {
      return logged
    },
    start,
    /** The newest run. */
    run: async (): Promise<Run> => (await store.listRuns({}))[0] ?? expect.fail('no run'),
    recommendation: async (id = 'rec1'): Promise<Recommendation> =>
      (await store.findRecommendation(id))?.recommendation ?? expect.fail(`no ${id}`),
  }
}

/** Rounds of the applier, each followed by so much time of the engine. */
export async function advance(
  { engine, applier }: { engine: MigratingEngine; applier: Applier },
  rounds: number,
  ms = 10_000,
) {
  for (let round = 0; round < rounds; round++) {
    await applier.advance(signal)
    engine.pass(ms)
  }
}
