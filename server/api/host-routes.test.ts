import { describe, expect, it } from 'vitest'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aCluster, NOON_MS } from '../../test/fakes/builders.ts'
import { aGuestReading, aHostReading } from '../../test/fakes/host-readings.ts'
import { anAdministrator, aSnapshotSource, fakeAuth } from '../../test/fakes/services.ts'

const start = apiPerTest()
const { id: clusterId, name: clusterName } = aCluster()

const aWatchedHost = (over: Partial<WatchedHost> = {}): WatchedHost => ({
  id: 'host1',
  name: over.id ?? 'host1',
  cluster: { id: clusterId, name: clusterName },
  status: 'up',
  address: 'host1.example',
  via: { kind: 'vdsm' },
  standing: 'connected',
  sinceMs: NOON_MS - 1000,
  software: 'vdsm 4.5',
  lostConnections: 0,
  ...over,
})

const read: Partial<WatchedHost> = {
  // The host's clock is a day behind.
  reading: aHostReading({ takenAtMs: NOON_MS - 86_400_000 }),
  readAtMs: NOON_MS,
  guests: {
    takenAtMs: NOON_MS - 15_000,
    readAtMs: NOON_MS - 15_000,
    guests: [aGuestReading(), aGuestReading({ name: 'vm2', state: 'off' })],
  },
  sample: { endedAtMs: NOON_MS, durationMs: 40 },
}
const problem = { code: 'host-timeout', message: 'No answer within 10 s.', fix: 'Look.', atMs: NOON_MS }
const lost: Partial<WatchedHost> = { standing: 'waiting', nextAttemptAtMs: NOON_MS + 5000, problem, lostConnections: 2 }

const portOf = (...hosts: WatchedHost[]) => ({
  list: () => hosts,
  find: (id: string) => hosts.find(host => host.id === id),
})

describe('GET /hosts', () => {
  it('lists hosts by name with their connection and main figures', async () => {
    const { software: _, ...gone } = aWatchedHost({ id: 'host10', ...lost })
    const hosts = portOf(gone, aWatchedHost({ id: 'host2', ...read }))
    const { call } = await start({ hosts })
    expect((await call('GET', '/hosts')).body).toEqual({
      hosts: [
        {
          id: 'host2',
          name: 'host2',
          cluster: { id: clusterId, name: 'Default' },
          status: 'up',
          connection: {
            via: 'vdsm',
            address: 'host1.example',
            state: 'connected',
            sinceMs: NOON_MS - 1000,
            software: 'vdsm 4.5',
            lost: 0,
          },
          readAtMs: NOON_MS,
          readingAgeMs: 4000,
          figures: {
            cpuPercent: 40,
            memoryTotalKiB: 64 * 1024 ** 2,
            memoryAvailableKiB: 24 * 1024 ** 2,
            swapUsedKiB: 1024 ** 2,
            ksmSavedKiB: 512 * 1024,
            guests: 2,
            guestsRunning: 1,
          },
          sample: { endedAtMs: NOON_MS, durationMs: 40 },
        },
        {
          id: 'host10',
          name: 'host10',
          cluster: { id: clusterId, name: 'Default' },
          status: 'up',
          connection: {
            via: 'vdsm',
            address: 'host1.example',
            state: 'waiting',
            sinceMs: NOON_MS - 1000,
            nextAttemptAtMs: NOON_MS + 5000,
            problem,
            lost: 2,
          },
        },
      ],
    })
  })

  it('leaves out what a host does not tell', async () => {
    const bare = { takenAtMs: NOON_MS, memory: { totalKiB: 8 }, cpus: [], numaNodes: [] }
    const { call } = await start({ hosts: portOf(aWatchedHost({ reading: bare })) })
    expect((await call('GET', '/hosts')).body).toMatchObject({ hosts: [{ figures: { memoryTotalKiB: 8 } }] })
    const { body } = await call('GET', '/hosts')
    expect(Object.keys((body as { hosts: { figures: object }[] }).hosts[0]?.figures ?? {})).toEqual(['memoryTotalKiB'])
  })

  it('lists the hosts of one cluster', async () => {
    const elsewhere = aWatchedHost({ id: 'host2', cluster: { id: 'c9', name: 'west' } })
    const { call } = await start({ hosts: portOf(aWatchedHost(), elsewhere) })
    expect((await call('GET', `/hosts?clusterId=${clusterId}`)).body).toMatchObject({ hosts: [{ id: 'host1' }] })
    expect((await call('GET', '/hosts?clusterId=nonesuch')).body).toMatchObject({ code: 'not-found' })
    expect((await call('GET', '/hosts?cluster=x')).body).toMatchObject({ code: 'invalid-request' })
  })

  it('says that the engine has not been read yet', async () => {
    const { call } = await start({ snapshots: aSnapshotSource({}) })
    for (const path of ['/hosts', '/hosts/host1'])
      expect((await call('GET', path)).body).toMatchObject({ code: 'no-snapshot' })
  })

  it('is for administrators', async () => {
    const user = { ...anAdministrator, id: 'u', administrator: false }
    const { call } = await start({ auth: fakeAuth({ user }) })
    for (const path of ['/hosts', '/hosts/host1']) {
      expect((await call('GET', path, { token: 'user' })).status).toBe(403)
      expect((await call('GET', path, { token: '' })).status).toBe(401)
    }
  })
})

describe('GET /hosts/{id}', () => {
  it('tells everything that was last read, with the times of both', async () => {
    const { call } = await start({ hosts: portOf(aWatchedHost(read)) })
    const { body } = await call('GET', '/hosts/host1')
    expect(body).toMatchObject({
      reading: read.reading,
      guests: { takenAtMs: NOON_MS - 15_000, readAtMs: NOON_MS - 15_000, guests: [{ name: 'vm1' }, { name: 'vm2' }] },
    })
  })

  it('says why a host is not dialled', async () => {
    const host = aWatchedHost({ standing: 'not-dialled', because: 'The engine says that it is in maintenance.' })
    const { call } = await start({ hosts: portOf(host) })
    const { body } = await call('GET', '/hosts/host1')
    expect(body).toMatchObject({ connection: { state: 'not-dialled', because: expect.stringMatching(/maintenance/) } })
    expect(body).not.toHaveProperty('figures')
  })

  it('knows no host of that id', async () => {
    const { call } = await start({ hosts: portOf(aWatchedHost()) })
    expect((await call('GET', '/hosts/nonesuch')).body).toMatchObject({ code: 'not-found' })
  })
})
