/** Four hundred hosts, some slow, some gone, some that come and go: what the others notice of it, and what the log says. */
import { describe, expect, it } from 'vitest'
import { HostError } from '../../server/hosts/host-error.ts'
import { aFleet, DEADLINE_MS, fleetHosts, INTERVAL_MS } from '../fakes/host-fleet.ts'

const MINUTE_MS = 60_000

describe('sampling 400 hosts', { timeout: 60_000 }, () => {
  it('does not connect to all at once', async () => {
    const { fleet, clock, fake } = aFleet()
    const hosts = fleetHosts(400)
    fleet.follow(hosts)
    await clock.pass(INTERVAL_MS)
    const dialledAtMs = hosts.map(({ id }) => fake(id).dialledAtMs[0] ?? Number.NaN)
    const perInstant = [...Map.groupBy(dialledAtMs, ms => ms).values()].map(({ length }) => length)
    expect(Math.max(...perInstant)).toBeLessThanOrEqual(8)
    expect(fleet.list().every(({ standing }) => standing === 'connected')).toBe(true)
    fleet.close()
  })

  it('spreads their turns over the interval', async () => {
    const { fleet, clock, fake } = aFleet()
    const hosts = fleetHosts(400)
    fleet.follow(hosts)
    await clock.pass(3 * INTERVAL_MS)
    const startMs = clock.now()
    await clock.pass(INTERVAL_MS)
    const seconds = hosts.map(({ id }) => Math.floor(((fake(id).askedAtMs.at(-1) ?? 0) - startMs) / 1000))
    const perSecond = Array.from({ length: 15 }, (_, second) => seconds.filter(at => at === second).length)
    // 26.7 on the average; as even as chance has it.
    for (const count of perSecond) expect(count).toSatisfy((is: number) => is >= 10 && is <= 50)
    fleet.close()
  })

  it('is late for nobody because of hosts that hang, answer slowly or are gone', async () => {
    const { fleet, clock, fake, samples } = aFleet({ concurrency: 16 })
    const hosts = fleetHosts(400)
    for (const at of [1, 2, 3, 4, 5, 6]) fake(`host${at * 60}`).answersAfterMs = 'never'
    for (const at of [1, 2, 3, 4]) fake(`host${at * 90 + 1}`).answersAfterMs = 9000
    for (const at of [1, 2, 3, 4, 5, 6, 7])
      fake(`host${at * 50 + 3}`).refuses = new HostError('host-timeout', 'Silence.')
    for (const { id } of hosts) if (fake(id).answersAfterMs === 0) fake(id).answersAfterMs = 20
    fleet.follow(hosts)
    await clock.pass(2 * INTERVAL_MS)
    samples.length = 0
    await clock.pass(4 * INTERVAL_MS)
    expect(samples.length).toBeGreaterThan(4 * 380)
    expect(samples.filter(({ outcome }) => outcome === 'host-timeout')).toEqual([])
    expect(Math.max(...samples.map(({ lateMs }) => lateMs))).toBeLessThan(1000)
    const stale = fleet
      .list()
      .filter(({ reading }) => reading === undefined || clock.now() - reading.takenAtMs > 1.7 * INTERVAL_MS)
    expect(stale.length).toBe(6 + 7)
    fleet.close()
  })

  it('keeps no more than the bound under way, and gives the slots of those that hang to others', async () => {
    const { fleet, clock, fake, samples } = aFleet({ concurrency: 4 })
    const hosts = fleetHosts(40)
    for (const at of [1, 2, 3, 4]) fake(`host${at}`).answersAfterMs = 'never'
    fleet.follow(hosts)
    await clock.pass(DEADLINE_MS - 1)
    expect(samples).toEqual([])
    await clock.pass(1)
    expect(samples.length).toBe(40)
    await clock.pass(2 * INTERVAL_MS)
    expect(fleet.list().filter(({ reading }) => reading !== undefined).length).toBe(36)
    fleet.close()
  })

  it('connects to the others while some do not answer to dialling', async () => {
    const { fleet, clock, fake } = aFleet({ concurrency: 4 })
    for (const at of [1, 2, 3, 4]) fake(`host${at}`).refuses = 'silence'
    fleet.follow(fleetHosts(12))
    await clock.pass(DEADLINE_MS + 1000)
    expect(fleet.list().filter(({ standing }) => standing === 'connected').length).toBe(8)
    fleet.close()
  })

  it('logs one line when all are lost together, and one when they are back', async () => {
    const { fleet, clock, fake, lines, told } = aFleet()
    const hosts = fleetHosts(400)
    fleet.follow(hosts)
    await clock.pass(MINUTE_MS)
    lines.length = 0
    told.standings = 0
    for (const { id } of hosts) {
      fake(id).refuses = new HostError('host-unreachable', 'No route to host.')
      fake(id).breakLink()
    }
    await clock.pass(2 * MINUTE_MS)
    expect(lines).toMatchObject([
      {
        level: 'warn',
        sentence: 'The connections to several hosts are lost.',
        fields: { count: 400, codes: { 'host-unreachable': 400 } },
      },
    ])
    expect(lines[0]?.fields.hosts).toHaveLength(10)
    expect(told.standings).toBe(1)
    for (const { id } of hosts) delete fake(id).refuses
    await clock.pass(3 * MINUTE_MS)
    const back = lines.slice(1)
    expect(back.length).toBeLessThanOrEqual(7)
    expect(back.every(({ sentence }) => /^(A host answers|Hosts answer) again\.$/.test(sentence))).toBe(true)
    const count = back.reduce((sum, { fields }) => sum + Number(fields.count ?? 1), 0)
    expect(count).toBe(400)
    fleet.close()
  })

  it('logs a host that comes and goes all the time at most every ten seconds', async () => {
    const { fleet, clock, fake, lines } = aFleet()
    fleet.follow(fleetHosts(3))
    await clock.pass(MINUTE_MS)
    lines.length = 0
    for (let second = 0; second < 120; second += 4) {
      fake('host2').breakLink()
      await clock.pass(4000)
    }
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.length).toBeLessThanOrEqual(13)
    expect(lines.every(({ fields }) => fields.host === 'host2')).toBe(true)
    expect(fleet.find('host2')?.lostConnections).toBeGreaterThan(5)
    fleet.close()
  })
})
