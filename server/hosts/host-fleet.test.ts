import { describe, expect, it } from 'vitest'
import { aFleet, aFleetHost, DEADLINE_MS, fleetHosts, INTERVAL_MS } from '../../test/fakes/host-fleet.ts'
import { aGuestReading } from '../../test/fakes/host-readings.ts'
import { HostError } from './host-error.ts'
import type { FleetHost } from './host-fleet.ts'

describe('createHostFleet', () => {
  it('connects to a host, reads it at once, and says what it is', async () => {
    const { fleet, clock, samples } = aFleet()
    fleet.follow([aFleetHost()])
    expect(fleet.find('host1')).toMatchObject({ standing: 'connecting', lostConnections: 0 })
    await clock.pass(0)
    expect(fleet.find('host1')).toMatchObject({
      standing: 'connected',
      software: 'fake host 1.0',
      sinceMs: clock.now(),
      reading: { takenAtMs: clock.now(), memory: { totalKiB: 64 * 1024 * 1024 } },
      readAtMs: clock.now(),
      guests: { takenAtMs: clock.now(), readAtMs: clock.now(), guests: [{ name: 'vm1' }] },
      sample: { endedAtMs: clock.now(), durationMs: 0 },
    })
    expect(samples).toEqual([{ hostId: 'host1', outcome: 'ok', durationMs: 0, lateMs: 0 }])
    fleet.close()
  })

  it('asks again at the host’s turn in each interval', async () => {
    const { fleet, clock, fake } = aFleet()
    fleet.follow([aFleetHost()])
    await clock.pass(5 * INTERVAL_MS)
    const [, ...turns] = fake('host1').askedAtMs
    expect(turns.length).toBeGreaterThanOrEqual(4)
    for (const [at, turnMs] of turns.entries()) expect(turnMs - (turns[0] ?? 0)).toBe(at * INTERVAL_MS)
    fleet.close()
  })

  const reached: { why: string; host: Partial<FleetHost>; standing: string; because?: RegExp }[] = [
    { why: 'is up', host: {}, standing: 'connected' },
    { why: 'is said not to respond: we may know better', host: { status: 'non_responsive' }, standing: 'connected' },
    { why: 'is being emptied', host: { status: 'preparing_for_maintenance' }, standing: 'connected' },
    { why: 'is another replica’s', host: { isOfAnother: true }, standing: 'not-dialled', because: /Another replica/ },
    { why: 'is in maintenance', host: { status: 'maintenance' }, standing: 'not-dialled', because: /in maintenance/ },
    { why: 'is down', host: { status: 'down' }, standing: 'not-dialled', because: /it is down/ },
    { why: 'has an unknown status', host: { status: undefined }, standing: 'not-dialled', because: /do not know/ },
    { why: 'has no address', host: { address: undefined }, standing: 'not-dialled', because: /no address/ },
  ]
  for (const { why, host, standing, because } of reached)
    it(`${standing === 'connected' ? 'dials' : 'does not dial'} a host that ${why}`, async () => {
      const { fleet, clock, fake } = aFleet()
      fleet.follow([aFleetHost(host)])
      await clock.pass(0)
      expect(fleet.find('host1')?.standing).toBe(standing)
      expect(fleet.find('host1')?.because ?? '').toMatch(because ?? /^$/)
      expect(fake('host1').dialledAtMs.length).toBe(standing === 'connected' ? 1 : 0)
      fleet.close()
    })

  it('leaves the hosts of a cluster alone that has no connection', async () => {
    const { fleet, clock, dialled } = aFleet({
      viaOf: ({ name }) => ({ kind: name === 'Prod' ? 'none' : 'libvirt+ssh' }),
    })
    fleet.follow([aFleetHost(), aFleetHost({ id: 'host2', cluster: { id: 'c2', name: 'Test' } })])
    await clock.pass(0)
    expect(fleet.list().map(({ standing }) => standing)).toEqual(['not-configured', 'connected'])
    expect(fleet.find('host1')).not.toHaveProperty('because')
    expect(dialled).toEqual(['libvirt+ssh host2.example'])
    fleet.close()
  })

  it('keeps its connection while nothing changes but the name or a state in which it answers', async () => {
    const { fleet, clock, fake } = aFleet()
    fleet.follow([aFleetHost()])
    await clock.pass(0)
    fleet.follow([aFleetHost({ name: 'renamed', status: 'non_operational' })])
    await clock.pass(0)
    expect(fleet.find('host1')).toMatchObject({ name: 'renamed', status: 'non_operational', standing: 'connected' })
    expect(fake('host1').dialledAtMs.length).toBe(1)
    fleet.close()
  })

  it('dials again when the address changes, and lets the old connection go', async () => {
    const { fleet, clock, fake, dialled } = aFleet()
    fleet.follow([aFleetHost()])
    await clock.pass(0)
    fleet.follow([aFleetHost({ address: 'elsewhere.example' })])
    await clock.pass(0)
    expect(dialled).toEqual(['vdsm host1.example', 'vdsm elsewhere.example'])
    expect([fake('host1').open(), fleet.find('host1')?.standing]).toEqual([1, 'connected'])
    expect(fleet.find('host1')?.lostConnections).toBe(0)
    fleet.close()
  })

  it('hangs up on a host that goes into maintenance, keeps its last reading, and comes back', async () => {
    const { fleet, clock, fake } = aFleet()
    fleet.follow([aFleetHost()])
    await clock.pass(0)
    const readAtMs = clock.now()
    fleet.follow([aFleetHost({ status: 'maintenance' })])
    await clock.pass(2 * INTERVAL_MS)
    expect(fake('host1').open()).toBe(0)
    expect(fleet.find('host1')).toMatchObject({
      standing: 'not-dialled',
      sinceMs: readAtMs,
      reading: { takenAtMs: readAtMs },
    })
    expect(fleet.find('host1')).not.toHaveProperty('software')
    expect(fleet.access('host1')).toBeUndefined()
    fleet.follow([aFleetHost()])
    await clock.pass(0)
    expect(fleet.find('host1')).toMatchObject({ standing: 'connected', reading: { takenAtMs: clock.now() } })
    expect(fleet.find('host1')).not.toHaveProperty('because')
    fleet.close()
  })

  it('forgets a host that the engine does not name any more', async () => {
    const { fleet, clock, fake } = aFleet()
    fleet.follow(fleetHosts(2))
    await clock.pass(0)
    fleet.follow([aFleetHost()])
    await clock.pass(INTERVAL_MS)
    expect([fleet.list().length, fake('host2').open(), fake('host2').askedAtMs.length]).toEqual([1, 0, 1])
    fleet.close()
  })

  it('says since when a host is lost and why, not each attempt', async () => {
    const { fleet, clock, fake } = aFleet()
    fleet.follow([aFleetHost()])
    await clock.pass(1000)
    const lostAtMs = clock.now()
    fake('host1').refuses = new HostError('host-certificate', 'Its certificate has expired.')
    fake('host1').breakLink()
    await clock.pass(60_000)
    expect(fake('host1').dialledAtMs.length).toBeGreaterThan(3)
    expect(fleet.find('host1')).toMatchObject({
      standing: 'waiting',
      sinceMs: lostAtMs,
      lostConnections: 1,
      problem: {
        code: 'host-certificate',
        message: 'Its certificate has expired.',
        fix: expect.stringMatching(/hosts\.caFile/),
      },
    })
    fake('host1').refuses = undefined as never
    delete fake('host1').refuses
    await clock.pass(60_000)
    expect(fleet.find('host1')).toMatchObject({ standing: 'connected', lostConnections: 1 })
    expect(fleet.find('host1')).not.toHaveProperty('problem')
    fleet.close()
  })

  it('keeps what was read when only the VMs could not be, with why', async () => {
    const { fleet, clock, fake, samples } = aFleet()
    fleet.follow([aFleetHost()])
    await clock.pass(0)
    const readAtMs = clock.now()
    fake('host1').guestsFail = new HostError('host-busy', 'It is busy.')
    await clock.pass(2 * INTERVAL_MS)
    const host = fleet.find('host1')
    expect(host?.reading?.takenAtMs).toBeGreaterThan(readAtMs)
    expect(host?.guests?.takenAtMs).toBe(readAtMs)
    expect(host?.sample?.problem).toMatchObject({ code: 'host-busy', message: 'It is busy.' })
    expect(samples.at(-1)?.outcome).toBe('host-busy')
    delete fake('host1').guestsFail
    await clock.pass(INTERVAL_MS)
    expect(fleet.find('host1')?.sample).not.toHaveProperty('problem')
    fleet.close()
  })

  it('gives a sample up at its deadline, and asks a host that hangs no second time', async () => {
    const { fleet, clock, fake, told } = aFleet()
    fake('host1').answersAfterMs = 'never'
    fleet.follow([aFleetHost()])
    await clock.pass(DEADLINE_MS)
    expect(fleet.find('host1')?.sample).toMatchObject({
      durationMs: DEADLINE_MS,
      problem: { code: 'host-timeout', message: 'No answer within 10 s.' },
    })
    await clock.pass(4 * INTERVAL_MS)
    expect([fake('host1').askedAtMs.length, told.skipped]).toEqual([1, expect.any(Number)])
    expect(told.skipped).toBeGreaterThanOrEqual(3)
    fake('host1').answersAfterMs = 0
    fake('host1').breakLink()
    await clock.pass(INTERVAL_MS)
    expect(fleet.find('host1')?.reading).toBeDefined()
    fleet.close()
  })

  it('tells events of hosts with their id, and lets the caller use the connection', async () => {
    const { fleet, clock, fake, events } = aFleet()
    fleet.follow(fleetHosts(2))
    await clock.pass(0)
    fake('host2').tell({ kind: 'vm-started', vmId: 'v' })
    expect(events).toEqual([['host2', { kind: 'vm-started', vmId: 'v' }]])
    fake('host1').guests = [aGuestReading({ name: 'other' })]
    const guests = await fleet.access('host1')?.listGuests(new AbortController().signal)
    expect(guests?.map(({ name }) => name)).toEqual(['other'])
    fleet.close()
  })

  it('does not mind a listener that fails', async () => {
    const { fleet, clock, lines, samples } = aFleet()
    fleet.onSample(() => expect.fail('a fault'))
    fleet.follow([aFleetHost()])
    await clock.pass(3 * INTERVAL_MS)
    expect(samples.length).toBeGreaterThanOrEqual(3)
    expect(lines.some(({ sentence }) => sentence === 'A listener for hosts failed.')).toBe(true)
    fleet.close()
  })

  it('leaves nothing behind when it is closed', async () => {
    const { fleet, clock, fake } = aFleet()
    fake('host2').answersAfterMs = 5000
    fake('host3').refuses = new HostError('host-unreachable', 'No route.')
    fleet.follow(fleetHosts(20))
    await clock.pass(1000)
    fleet.close()
    await clock.pass(0)
    expect(clock.sleeping()).toBe(0)
    expect(fake('host1').open()).toBe(0)
    fleet.follow(fleetHosts(21))
    await clock.pass(INTERVAL_MS)
    expect(fake('host21').dialledAtMs).toEqual([])
  })
})
