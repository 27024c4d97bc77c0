/** What only a server does: several of us at once, restarts of it, and refusals. */
import { expect, it } from 'vitest'
import { openPostgresStore } from '../../server/store/open-store.ts'
import type { PostgresAddress } from '../../server/store/postgres-database.ts'
import { aRecommendation, aRun, aStep } from '../fakes/builders.ts'
import { describeOnPostgres } from '../fakes/describe-postgres.ts'
import { eventually } from '../scenarios/eventually.ts'
import { anAuditEntry } from './audit-entry.ts'

const explanation = { skippedHosts: [], skippedVms: [] }
const named = (id: string) => ({ id, name: id })

describeOnPostgres('the store in PostgreSQL', { timeout: 60_000 }, server => {
  const open = (address: PostgresAddress) =>
    openPostgresStore({ address, reportBadRow: row => expect.fail(row.problem) })
  const opened = async (address: PostgresAddress, count: number) =>
    await Promise.all(Array.from({ length: count }, () => open(address)))

  it('is made once by replicas that start at the same time', async () => {
    const address = server.address()
    const replicas = await opened(address, 5)
    await replicas[0]?.insertRecommendation({ recommendation: aRecommendation(), explanation })
    for (const replica of replicas) expect(await replica.listRecommendations({})).toHaveLength(1)
    await Promise.all(replicas.map(replica => replica.close()))
    const applied = server.psql(`select count(*), count(distinct name) from ${address.schema}.kysely_migration`)
    expect(applied.trim()).toMatch(/^(\d+)\|\1$/)
  })

  it('keeps the stores of two schemas apart', async () => {
    const [one, other] = [await open(server.address('one')), await open(server.address('other'))]
    await one?.insertRecommendation({ recommendation: aRecommendation(), explanation })
    expect(await other?.listRecommendations({})).toEqual([])
    await Promise.all([one?.close(), other?.close()])
  })

  it('has two replicas accept one run of a VM, and begin one migration where there is one place', async () => {
    const replicas = await opened(server.address(), 3)
    const [first] = replicas
    const offered = [...Array(12).keys()].map(nth => ({ nth, vm: named(`vm${nth % 6}`) }))
    for (const { nth, vm } of offered)
      await first?.insertRecommendation({ recommendation: aRecommendation({ id: `rec${nth}`, vm }), explanation })
    const accepted = await Promise.all(
      offered.map(({ nth, vm }) =>
        replicas[nth % 3]?.acceptRun(
          aRecommendation({ id: `rec${nth}`, vm, state: 'applying' }),
          aRun({ id: `run${nth}`, recommendationId: `rec${nth}`, steps: [aStep({ vm })] }),
          anAuditEntry({ id: `audit${nth}` }),
        ),
      ),
    )
    expect(accepted.filter(Boolean)).toHaveLength(6)
    const runs = (await first?.listUnfinishedRuns()) ?? []
    expect(new Set(runs.map(run => run.steps[0]?.vm.id)).size).toBe(6)
    const begun = await Promise.all(
      runs.map(({ id }, nth) =>
        replicas[nth % 3]?.changeRun(
          id,
          (run, all) =>
            all.some(({ state }) => state === 'running') ? undefined : { run: { ...run, state: 'running' } },
          { amongAll: true },
        ),
      ),
    )
    expect(begun.filter(changed => changed !== undefined)).toHaveLength(1)
    await Promise.all(replicas.map(replica => replica.close()))
  })

  it('goes on by itself when the server was away, and says so meanwhile', async () => {
    const store = await open(server.address())
    await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
    await server.kill()
    expect(await store.check()).toMatchObject({ writable: false, code: 'store-away' })
    await expect(store.findRecommendation('rec1')).rejects.toMatchObject({ code: 'store-away' })
    await server.start()
    await eventually('the store is back', async () => (await store.check()).writable)
    expect((await store.findRecommendation('rec1'))?.recommendation.id).toBe('rec1')
    await store.close()
  })

  const refusals: readonly [why: string, code: string, address: () => PostgresAddress][] = [
    ['nothing listens there', 'store-away', () => ({ ...server.address(), url: 'postgres://u@127.0.0.1:1/postgres' })],
    [
      'there is no such database',
      'store-refused',
      () => ({ ...server.address(), url: `postgres://postgres@127.0.0.1:${server.port}/none` }),
    ],
    [
      'the user is unknown',
      'store-refused',
      () => ({ ...server.address(), url: `postgres://nobody@127.0.0.1:${server.port}/postgres` }),
    ],
    [
      'the user may create nothing',
      'store-refused',
      () => {
        server.psql('create role guest login')
        return { ...server.address(), url: `postgres://guest@127.0.0.1:${server.port}/postgres` }
      },
    ],
    [
      'a newer version has changed it',
      'store-newer',
      () => {
        const address = server.address('newer')
        server.psql(`create schema newer;
          create table newer.kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);
          insert into newer.kysely_migration values ('9999-future', '2030-01-01T00:00:00.000Z')`)
        return address
      },
    ],
  ]
  it.each(refusals)('is refused when %s: %s', async (_, code, address) => {
    await expect(open(address())).rejects.toMatchObject({ code })
  })

  it('shows no password in what it says', async () => {
    const address = { ...server.address(), url: 'postgres://u@127.0.0.1:1/postgres', password: 'sesame' }
    const refused = await open(address).catch((error: Error) => error)
    expect(`${refused}`).toContain('127.0.0.1:1/postgres')
    expect(`${refused}`).not.toContain('sesame')
  })
})
