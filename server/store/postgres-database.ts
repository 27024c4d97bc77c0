/** PostgreSQL behind kysely's dialect: one pool, whose every failure is a StoreError. The only file that knows the driver. */
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { toPostgresError } from './postgres-error.ts'

/** `url` holds no password; `schema` is made of letters, digits and "_", and created where it is missing. */
export type PostgresAddress = Readonly<{ url: string; password?: string | undefined; schema: string }>

export type OpenedPostgres = Readonly<{
  pool: PostgresPool
  /** Where it is, fit to be shown. */
  name: string
}>

/** What the connections for what replicas share are called in `pg_stat_activity`. */
export const JOBS_APPLICATION = 'ovirt-scheduler jobs'

/** A statement that takes longer has met a lock that somebody forgot, or a server that is lost. */
const STATEMENT_MS = 30_000
const CONNECT_MS = 5_000
const BIGINT = 20

/** Times and counts fit a double for the next 280,000 years; the driver gives them as text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text' | 'binary') =>
    oid === BIGINT ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

/**
 * What any connection to that database needs: our tables are found by the search path, so that the queries are those of SQLite. Somebody who
 * stops in the middle of a transaction (a process that is frozen) loses it after STATEMENT_MS, and with it the locks.
 */
export const connectionTo = ({ url, password, schema }: PostgresAddress): pg.ClientConfig => ({
  connectionString: url,
  ...(password !== undefined && { password }),
  application_name: 'ovirt-scheduler',
  options: `-c search_path=${schema}`,
  connectionTimeoutMillis: CONNECT_MS,
  statement_timeout: STATEMENT_MS,
  idle_in_transaction_session_timeout: STATEMENT_MS,
  keepAlive: true,
  types,
})

/** Connects when first asked, and again after the server was away. `connections`: at most so many at once. Throws StoreError. */
export async function openPostgres(address: PostgresAddress, connections: number): Promise<OpenedPostgres> {
  const name = nameOf(address)
  const pool = new pg.Pool({ ...connectionTo(address), max: connections })
  // A connection that breaks while nobody uses it: the next query gets another.
  pool.on('error', () => undefined)
  const failing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw toPostgresError(name, error)
    }
  }
  try {
    await failing(() => createSchema(pool, address.schema))
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    name,
    pool: {
      async connect() {
        const client = await failing(() => pool.connect())
        // One that breaks while it is in use fails its query; without a listener it would end the process.
        const onError = () => undefined
        client.on('error', onError)
        return {
          query: ((sql: string, parameters: unknown[]) =>
            failing(() => client.query(sql, parameters))) as unknown as PostgresPoolClient['query'],
          release(isToBeEnded = false) {
            client.removeListener('error', onError)
            client.release(isToBeEnded)
          },
        }
      },
      end: () => pool.end(),
      options: {},
    },
  }
}

/** Several replicas may start at once, and "if not exists" alone does not keep two of them from trying. */
async function createSchema(pool: pg.Pool, schema: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [`ovirt-scheduler ${schema}`])
    const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [schema])
    if (rowCount === 0) await client.query(`create schema "${schema}"`)
    await client.query('commit')
  } finally {
    client.release()
  }
}

const nameOf = ({ url, schema }: PostgresAddress): string => {
  const { host, pathname, searchParams } = new URL(url)
  return `postgres://${host || searchParams.get('host') || 'localhost'}${pathname} (schema ${schema})`
}
