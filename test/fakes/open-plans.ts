/** Open recommendations that a service can be started with: as many as no simulated cluster asks for at once. */
import { join } from 'node:path'
import { entityId } from '../../server/simulator/demand/entity-id.ts'
import { openStore } from '../../server/store/open-store.ts'
import { aPlan } from './automation.ts'
import { aPlanRecommendation } from './builders.ts'
import { aPlannedStep } from './planned-steps.ts'

const MINUTE_MS = 60_000

/**
 * Writes them into the data directory of a demo that has not started yet. They are plans that a person asked for, of VMs that
 * the engine does not know: no answer of a balancer takes them back, and the gate refuses them.
 */
export async function writeOpenPlans(
  dataDir: string,
  { count, seed }: Readonly<{ count: number; seed: number }>,
): Promise<void> {
  // The first cluster of the demo of that seed: what belongs to no cluster of the engine is closed.
  const cluster = { id: entityId(seed, 'cluster', 0), name: 'Default' }
  const nowMs = Date.now()
  const store = await openStore({
    file: join(dataDir, 'ovirt-scheduler.db'),
    reportBadRow: row => {
      throw new Error(`${row.table} ${row.id}: ${row.problem}`)
    },
  })
  for (let at = 0; at < count; at++) {
    const name = `web-${String(at).padStart(3, '0')}`
    const createdAtMs = nowMs - (at + 5) * MINUTE_MS
    const plan = aPlan({
      steps: [aPlannedStep(0, { vm: { id: `id-${name}`, name } })],
      scoreBefore: 60,
      scoreAfter: 61 + (at % 9),
      makespanS: 20 + (at % 7) * 30,
      transferMiB: 2048 * (1 + (at % 5)),
    })
    const recommendation = aPlanRecommendation({
      id: `plan-${at}`,
      cluster,
      priority: 2 + (at % 4),
      plan,
      createdAtMs,
      updatedAtMs: createdAtMs,
    })
    await store.insertRecommendation({ recommendation, explanation: { skippedHosts: [], skippedVms: [] } })
  }
  await store.close()
}
