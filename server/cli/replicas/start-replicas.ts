import { randomUUID } from 'node:crypto'
import type { Health } from '../../../shared/api/service.ts'
import type { Config } from '../../config/settings.ts'
import { sleep } from '../../cycles/sleep.ts'
import { createKnownReplicas } from '../../replicas/known-replicas.ts'
import { type Messages, noMessages } from '../../replicas/messages.ts'
import { createQuestions, noQuestions, type Questions } from '../../replicas/questions.ts'
import { allShares, type Shares } from '../../replicas/shares.ts'
import type { Log } from '../../telemetry/log.ts'
import { CliFailure } from '../outcome.ts'
import { postgresAddressOf } from '../start-store.ts'

export type Replicas = Readonly<{
  /** Whether there may be others. */
  areSeveral: boolean
  shares: Shares
  messages: Messages
  questions: Questions
  health(): Health['replicas']
  /** Takes its part until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}>

/** What this replica has to do with others: with a store in PostgreSQL there may be any number of them, else there is none. */
export async function startReplicas(config: Config, log: Log): Promise<Replicas> {
  const address = postgresAddressOf(config)
  if (address === undefined)
    return {
      ...{ areSeveral: false, shares: allShares, messages: noMessages, questions: noQuestions },
      health: () => undefined,
      run: async () => undefined,
      close: async () => undefined,
    }
  // The store is in SQLite for most, who need not wait until these are loaded.
  const { messagesInPostgres } = await import('../../replicas/messages-in-postgres.ts')
  const { sharesInPostgres } = await import('../../replicas/shares-in-postgres.ts')
  const elapsedMs = () => performance.now()
  const messages = messagesInPostgres({ address, replica: randomUUID(), log })
  const known = createKnownReplicas(messages, elapsedMs)
  const shares = await sharesInPostgres({ address, replicas: known, sleep, elapsedMs, log }).catch(
    async (error: Error) => {
      await messages.close()
      throw new CliFailure(`What replicas share cannot be set up in ${config['store.schema']}_jobs: ${error.message}`, {
        cause: error,
      })
    },
  )
  return {
    ...{ areSeveral: true, shares, messages },
    questions: createQuestions({ messages, others: () => known.count() - 1, sleep, log }),
    health() {
      const { replicas: count, held } = shares.status()
      return { count, clusters: held.cluster }
    },
    async run(signal) {
      known.run(signal)
      await shares.run(signal)
    },
    async close() {
      await shares.close()
      await messages.close()
    },
  }
}
