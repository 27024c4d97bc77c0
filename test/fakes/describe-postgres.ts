import { afterAll, beforeAll, describe } from 'vitest'
import { hasPostgres, type PostgresServer, startPostgres } from './postgres-server.ts'

/** A PostgreSQL for all tests of the place that asks for it, running before the hooks that follow and gone after theirs. */
export function postgresForAll(): PostgresServer {
  let started: PostgresServer | undefined
  const server = (): PostgresServer => {
    if (started === undefined) throw new Error('PostgreSQL runs in tests and hooks only')
    return started
  }
  beforeAll(async () => {
    started = await startPostgres()
  })
  afterAll(async () => await started?.[Symbol.asyncDispose]())
  return {
    get port() {
      return server().port
    },
    address: name => server().address(name),
    psql: sql => server().psql(sql),
    kill: () => server().kill(),
    start: () => server().start(),
    stop: () => server().stop(),
    [Symbol.asyncDispose]: () => server()[Symbol.asyncDispose](),
  }
}

/** A suite on a PostgreSQL of its own. Without one on the machine it is skipped, which the tests' runner has told of by then. */
export function describeOnPostgres(
  name: string,
  options: Readonly<{ timeout: number }>,
  suite: (server: PostgresServer) => void,
): void {
  describe.skipIf(!hasPostgres())(name, options, () => suite(postgresForAll()))
}
