/** Several replicas on a real PostgreSQL: who has what, and what becomes of it when one comes, leaves, freezes or dies. */
import { afterEach, expect, it } from 'vitest'
import { sleep } from '../../server/cycles/sleep.ts'
import { createKnownReplicas } from '../../server/replicas/known-replicas.ts'
import type { ReplicaMessage } from '../../server/replicas/messages.ts'
import { messagesInPostgres } from '../../server/replicas/messages-in-postgres.ts'
import type { Shares } from '../../server/replicas/shares.ts'
import { sharesInPostgres } from '../../server/replicas/shares-in-postgres.ts'
import { openPostgresStore } from '../../server/store/open-store.ts'
import type { PostgresAddress } from '../../server/store/postgres-database.ts'
import { describeOnPostgres } from '../fakes/describe-postgres.ts'
import { aLog } from '../fakes/log.ts'
import { eventually } from '../scenarios/eventually.ts'

const clusters = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']

describeOnPostgres('shares', { timeout: 90_000 }, server => {
  let running: (() => Promise<void>)[] = []
  afterEach(async () => {
    await Promise.all(running.map(stop => stop()))
    running = []
  })

  async function newAddress(): Promise<PostgresAddress> {
    const address = server.address()
    await (await openPostgresStore({ address, reportBadRow: () => undefined })).close()
    return address
  }

  async function aReplica(address: PostgresAddress, replica: string) {
    const { log } = aLog()
    const leaving = new AbortController()
    // As if its process stood still: its clock goes on, and nothing else of it does.
    let frozenMs = 0
    let resume = (): void => undefined
    let isFrozen = Promise.resolve()
    const messages = messagesInPostgres({ address, replica, log })
    const unlessFrozen = {
      ...messages,
      publish: (message: ReplicaMessage) => frozenMs === 0 && messages.publish(message),
    }
    const replicas = createKnownReplicas(unlessFrozen, () => performance.now())
    replicas.run(leaving.signal)
    const shares: Shares = await sharesInPostgres({
      address,
      replicas,
      elapsedMs: () => performance.now() + frozenMs,
      async sleep(ms, signal) {
        await sleep(ms, signal)
        await isFrozen
      },
      log,
    })
    shares.offer('cluster', clusters)
    const ran = shares.run(leaving.signal)
    const leave = async () => {
      resume()
      leaving.abort()
      await ran
      await shares.close()
      await messages.close()
    }
    running.push(leave)
    return {
      shares,
      messages,
      leave,
      has: () => clusters.filter(id => shares.holds('cluster', id)),
      freeze(ms: number) {
        frozenMs += ms
        isFrozen = new Promise(done => {
          resume = done
        })
      },
      resume() {
        frozenMs = 0
        resume()
      },
    }
  }
  type Replica = Awaited<ReturnType<typeof aReplica>>
  const all = (...replicas: Replica[]) => replicas.flatMap(({ has }) => has())
  const each = (...replicas: Replica[]) => replicas.map(({ has }) => has().length)
  const isWhole = (...replicas: Replica[]) =>
    all(...replicas)
      .toSorted()
      .join() === clusters.join()

  it('are all of the only replica, and are divided when others come', async () => {
    const address = await newAddress()
    const one = await aReplica(address, 'one')
    await eventually('one has all', async () => isWhole(one))
    const two = await aReplica(address, 'two')
    await eventually('each has a half', async () => isWhole(one, two) && each(one, two).join() === '3,3')
    const three = await aReplica(address, 'three')
    await eventually(
      'each has a third',
      async () => isWhole(one, two, three) && each(one, two, three).join() === '2,2,2',
    )
    expect(three.shares.status()).toEqual({ replicas: 3, held: { cluster: 2, hosts: 0 } })
  })

  it('are never of two, whatever comes and goes, and stay where they are while nothing does', async () => {
    const address = await newAddress()
    const [one, two] = [await aReplica(address, 'one'), await aReplica(address, 'two')]
    await eventually('both have a half', async () => isWhole(one, two) && each(one, two).join() === '3,3')
    let doubled = 0
    let looks = 0
    const watching = setInterval(() => {
      looks += 1
      const held = all(one, two)
      if (new Set(held).size !== held.length) doubled += 1
    }, 5)
    const before = [one.has(), two.has()]
    await eventually('some looks', async () => looks > 500)
    expect([one.has(), two.has()]).toEqual(before)
    await two.leave()
    await eventually('one has all', async () => isWhole(one))
    clearInterval(watching)
    expect(doubled).toBe(0)
  })

  it('are lost by one that was frozen before another has them, and it takes its part again', async () => {
    const address = await newAddress()
    const [one, two] = [await aReplica(address, 'one'), await aReplica(address, 'two')]
    await eventually('both have a half', async () => isWhole(one, two) && each(one, two).join() === '3,3')
    two.freeze(9_000)
    expect(two.has()).toEqual([])
    const begunMs = performance.now()
    await eventually('the other has all', async () => isWhole(one))
    expect(performance.now() - begunMs).toBeLessThan(15_000)
    two.resume()
    await eventually('both have some again', async () => isWhole(one, two) && two.has().length === 3)
  })

  it('of what is not there any more are let go', async () => {
    const one = await aReplica(await newAddress(), 'one')
    await eventually('one has all', async () => isWhole(one))
    one.shares.offer('cluster', ['c1'])
    await eventually('it has one', async () => one.has().join() === 'c1')
    one.shares.offer('cluster', clusters)
    await eventually('it has all again', async () => isWhole(one))
  })

  it('come back after the server was away, longer than they are kept', async () => {
    const address = await newAddress()
    const [one, two] = [await aReplica(address, 'one'), await aReplica(address, 'two')]
    await eventually('both have a half', async () => isWhole(one, two) && each(one, two).join() === '3,3')
    await server.kill()
    await eventually('nobody counts on what cannot be kept', async () => all(one, two).length === 0)
    await server.start()
    await eventually('all are held again', async () => isWhole(one, two))
  })

  it('and messages reach every other replica, also after the server was away', async () => {
    const address = await newAddress()
    const one = await aReplica(address, 'one')
    const replicas = [one, await aReplica(address, 'two'), await aReplica(address, 'three')]
    const heard = replicas.map(({ messages }) => {
      const got: string[] = []
      messages.onMessage(({ from, message }) => {
        if (message.type !== 'here') got.push(`${from} ${JSON.stringify(message)}`)
      })
      return got
    })
    const message: ReplicaMessage = { type: 'run', runId: 'run1' }
    const isHeard = async () => {
      one.messages.publish(message)
      return heard.slice(1).every(got => got.includes(`one ${JSON.stringify(message)}`))
    }
    await eventually('it is heard', isHeard)
    await server.kill()
    await server.start()
    for (const got of heard) got.length = 0
    await eventually('it is heard again', isHeard)
    expect(heard[0]).toEqual([])
  })

  it.each([0, 5, 20])('leaves no connection behind that was being made for messages, closed after %i ms', async ms => {
    const address = await newAddress()
    const messages = messagesInPostgres({ address, replica: 'one', log: aLog().log })
    await sleep(ms, new AbortController().signal)
    await messages.close()
    const later = messagesInPostgres({ address, replica: 'two', log: aLog().log })
    running.push(() => later.close())
    await new Promise<void>(listening => later.onListening(listening))
    const connections = `select count(*) from pg_stat_activity where query ilike 'listen %${address.schema}%'`
    await eventually('only the later one is left', async () => server.psql(connections).trim() === '1')
  })
})
