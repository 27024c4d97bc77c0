/** A process for the durability test: accepts runs in the store named by its argument and prints each one's id. */
import { openStore } from '../../server/store/open-store.ts'
import { aRecommendation, aRun, aStep } from '../fakes/builders.ts'
import { anAuditEntry } from './audit-entry.ts'

const file = process.argv[2]
if (file === undefined) throw new Error('name the store file')

const store = await openStore({
  file,
  reportBadRow: row => {
    throw new Error(`bad row ${JSON.stringify(row)}`)
  },
})

for (;;) {
  const id = crypto.randomUUID()
  const recommendation = aRecommendation({ id: `rec-${id}` })
  await store.insertRecommendation({ recommendation, explanation: { skippedHosts: [], skippedVms: [] } })
  const run = aRun({ id, recommendationId: recommendation.id, steps: [aStep({ vm: { id, name: id } })] })
  const accepted = await store.acceptRun({ ...recommendation, state: 'applying', runId: id }, run, anAuditEntry({ id }))
  if (!accepted) throw new Error(`${id} was not accepted`)
  process.stdout.write(`${id}\n`)
}
