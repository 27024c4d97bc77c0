import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { connectionTo, type PostgresAddress } from '../store/postgres-database.ts'
import type { Log } from '../telemetry/log.ts'
import type { Messages, Received } from './messages.ts'
import { createPayloadReader, toPayloads } from './notification-parts.ts'

type Deps = Readonly<{
  address: PostgresAddress
  /** Tells this replica from the others. */
  replica: string
  log: Pick<Log, 'warn' | 'info'>
}>

const AGAIN_MS = 1_000

/**
 * LISTEN and NOTIFY on one connection of its own, made anew when it breaks. PostgreSQL delivers to whoever listens at that moment, and
 * nothing long at once, which is why messages name things and seldom hold them.
 */
export function messagesInPostgres({ address, replica, log }: Deps): Messages {
  const channel = `ovirt_scheduler_${address.schema}`
  const listeners = new Set<(received: Received) => void>()
  const whenListening = new Set<() => void>()
  const read = createPayloadReader()
  const closing = new AbortController()
  let client: pg.Client | undefined
  let isInTrouble = false
  let retry: NodeJS.Timeout | undefined

  function onNotification(payload = ''): void {
    const received = read(payload)
    if (received === undefined || received.from === replica) return
    for (const listener of listeners) listener(received)
  }

  async function connect(): Promise<void> {
    const made = new pg.Client(connectionTo(address))
    const onEnd = (error?: Error) => {
      if (client !== made) return
      client = undefined
      again(error)
    }
    made.on('error', onEnd)
    made.on('end', () => onEnd())
    made.on('notification', ({ payload }) => onNotification(payload))
    try {
      await made.connect()
      await made.query(`listen ${made.escapeIdentifier(channel)}`)
      // Closed meanwhile: one that is left open would keep the process from ending.
      if (closing.signal.aborted) return await made.end()
      client = made
      if (isInTrouble) log.info({}, 'The other replicas can be heard again.')
      isInTrouble = false
      for (const listener of whenListening) listener()
    } catch (error) {
      await made.end().catch(() => undefined)
      again(error)
    }
  }

  function again(error: unknown): void {
    if (closing.signal.aborted) return
    if (!isInTrouble)
      log.warn({ error }, 'The other replicas cannot be heard; what they change is seen once they can be again.')
    isInTrouble = true
    retry = setTimeout(() => void connect(), AGAIN_MS)
  }

  void connect()
  return {
    publish(message) {
      const payloads = toPayloads({ from: replica, message }, randomUUID())
      client
        ?.query('select pg_notify($1, said) from unnest($2::text[]) said', [channel, payloads])
        .catch(() => undefined)
    },
    onMessage(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onListening(listener) {
      whenListening.add(listener)
      return () => whenListening.delete(listener)
    },
    async close() {
      closing.abort()
      clearTimeout(retry)
      const last = client
      client = undefined
      await last?.end().catch(() => undefined)
    },
  }
}
