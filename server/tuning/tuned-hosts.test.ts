import { describe, expect, it } from 'vitest'
import type { TouchedHost } from '../../shared/plan/touched-host.ts'
import { admin, advanceUntil } from '../../test/fakes/sim-world.ts'
import { aTunedWorld, enforcing, observing, pinsOf, type TunedWorldOptions } from '../../test/fakes/tuned-world.ts'
import type { RoundTold } from './tuned-hosts.ts'

const never = () => new AbortController().signal

/** host5, whose kernel leaves vCPUs where they are, with pins set for so many rounds. */
async function pinnedHost(options: Partial<TunedWorldOptions> = {}, rounds = 15) {
  const bench = aTunedWorld({ hosts: ['host5'], ...options })
  const before = pinsOf(bench.guests('host5'))
  bench.set(enforcing)
  const tuned = await bench.start()
  await bench.rounds(tuned, rounds)
  return { bench, tuned, before, pins: () => pinsOf(bench.guests('host5')) }
}

/** host6, of whose VMs the policies take memory, and one of them that then goes to host5, which nobody has looked at since. */
async function migrated(options: Partial<TunedWorldOptions> = {}) {
  // The policies would give it all back at once where there is plenty.
  const settingsOf = ({ name }: { name: string }) =>
    ({ ...observing, mode: 'enforce', memory: name === 'host6' ? 'policy' : 'balancer' }) as const
  const bench = aTunedWorld({ hosts: ['host5', 'host6'], ...options, deps: { settingsOf } })
  const { world } = bench
  const tuned = await bench.start()
  await bench.rounds(tuned, 5)
  const of = (name: string) => balloonsOf(bench.rows.get(bench.idOf(name)))
  const [vmId = expect.fail('nothing was taken on host6')] = of('host6')
  await world.migrateVm(vmId, { hostId: bench.idOf('host5') }, admin(world))
  await advanceUntil(world, () => world.state.vms.get(vmId)?.hostId === bench.idOf('host5'))
  return { bench, tuned, vmId, of }
}

const balloonsOf = (row: TouchedHost | undefined): string[] =>
  (row?.changes ?? []).flatMap(change => (change.knob === 'balloon' ? [change.vmId] : []))

describe('a tuned host', () => {
  it('tells of each round, with all that was decided in it', async () => {
    const told: RoundTold[] = []
    const { bench, tuned } = await pinnedHost({ deps: { onRound: round => told.push(round) } })
    expect(told.length).toBeGreaterThan(5)
    expect(new Set(told.map(({ outcome }) => outcome))).toEqual(new Set(['ok']))
    const decisions = told.flatMap(round => round.decisions.map(({ id }) => id))
    expect(decisions.toReversed()).toEqual(bench.view(tuned, 'host5')?.decisions.map(({ id }) => id))
  })

  it('has its vCPUs pinned while that is wanted, and as they were when it no longer is', async () => {
    const { bench, tuned, before, pins } = await pinnedHost()
    const decisions = bench.view(tuned, 'host5')?.decisions ?? []
    expect(decisions.filter(({ by, outcome }) => by === 'pinning' && outcome === 'made').length).toBeGreaterThan(5)
    expect(pins()).not.toEqual(before)
    bench.set(observing)
    await bench.rounds(tuned, 2)
    expect(pins()).toEqual(before)
    expect(bench.rows.size).toBe(0)
  })

  it('has its pins of before a crash given back first, and then pinned anew', async () => {
    const { bench, before, pins } = await pinnedHost()
    const again = await bench.start()
    await bench.rounds(again, 1)
    expect(pins()).toEqual(before)
    expect(bench.view(again, 'host5')?.decisions.map(({ reason }) => reason?.code)).toContain('restore-restart')
    await bench.rounds(again, 12)
    expect(pins()).not.toEqual(before)
  })

  it('is given back when we stop, once the round under way has ended', async () => {
    const { bench, tuned, before, pins } = await pinnedHost()
    const callsBefore = bench.calls.length
    bench.world.advance(10_000)
    const round = tuned.onSample(bench.watched('host5'))
    await Promise.all([round, tuned.close(never())])
    expect(bench.calls.length).toBeGreaterThan(callsBefore)
    expect(pins()).toEqual(before)
    expect(bench.rows.size).toBe(0)
  })

  it('is given back when we stop though a knob failed a moment ago', async () => {
    const faults: { isOn: boolean } = { isOn: false }
    const { bench, tuned, before, pins } = await pinnedHost({
      onCall: ({ knob }) => (faults.isOn && knob === 'pinVcpus' ? 'silent' : undefined),
    })
    faults.isOn = true
    bench.set(observing)
    await bench.rounds(tuned, 1)
    expect(pins()).not.toEqual(before)
    faults.isOn = false
    await tuned.close(never())
    expect(pins()).toEqual(before)
  })

  it('is given back though a call of the round under way would never be answered', async () => {
    const hung = Promise.withResolvers<undefined>()
    let isHanging: boolean | undefined
    const { bench, tuned, before, pins } = await pinnedHost({
      onCall({ knob }) {
        if (isHanging !== false || knob !== 'pinVcpus') return undefined
        isHanging = true
        hung.resolve(undefined)
        return 'hanging'
      },
    })
    isHanging = false
    bench.set(observing)
    bench.world.advance(10_000)
    const round = tuned.onSample(bench.watched('host5'))
    await hung.promise
    await Promise.all([round, tuned.close(never())])
    expect(pins()).toEqual(before)
  })

  it('is given back though the service was stopped before it was looked at', async () => {
    const { bench, before, pins } = await pinnedHost()
    expect(pins()).not.toEqual(before)
    await (await bench.start()).close(never())
    expect(pins()).toEqual(before)
  })

  it('is told of in the log where not everything could be given back', async () => {
    const faults: { isOn: boolean } = { isOn: false }
    const { bench, tuned } = await pinnedHost({
      onCall: ({ knob }) => (faults.isOn && knob === 'pinVcpus' ? 'refused' : undefined),
    })
    faults.isOn = true
    await tuned.close(never())
    expect(bench.lines.filter(({ level }) => level === 'warn').map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^Not everything could be given back/),
    ])
    expect(bench.rows.size).toBe(1)
  })

  it('is not decided about by figures that were read while a round still changed something', async () => {
    const { bench, tuned } = await pinnedHost()
    bench.world.advance(10_000)
    const { readAtMs = 0, ...host } = bench.watched('host5')
    const before = bench.view(tuned, 'host5')?.looked
    await tuned.onSample({ ...host, readAtMs, sample: { endedAtMs: readAtMs, durationMs: 10_001 } })
    expect(bench.view(tuned, 'host5')?.looked).toBe(before)
    await bench.rounds(tuned, 1)
    expect(bench.view(tuned, 'host5')?.looked).not.toBe(before)
  })

  it('goes on deciding while what it was found like cannot be forgotten', async () => {
    const disk: { isFull: boolean } = { isFull: false }
    const { bench, tuned } = await pinnedHost({ isDiskFull: () => disk.isFull })
    disk.isFull = true
    const before = bench.view(tuned, 'host5')?.looked
    await bench.rounds(tuned, 3)
    expect(bench.view(tuned, 'host5')?.looked).not.toBe(before)
    expect(bench.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('changes nothing while how it was found cannot be written down', async () => {
    const { bench, tuned, before, pins } = await pinnedHost({ isDiskFull: () => true })
    expect(bench.calls).toEqual([])
    expect(pins()).toEqual(before)
    const problems = bench.view(tuned, 'host5')?.decisions.map(({ problem }) => problem?.code)
    expect(new Set(problems)).toEqual(new Set(['not-recorded']))
  })
})

describe('a VM that came from another host', () => {
  for (const [first, second] of [
    ['host5', 'host6'],
    ['host6', 'host5'],
  ] as const)
    it(`brings along what was set for it, with ${first} asked first`, async () => {
      const { bench, tuned, vmId, of } = await migrated()
      await tuned.onSample(bench.watched(first))
      await tuned.onSample(bench.watched(second))
      expect(of('host5')).toContain(vmId)
      expect(of('host6')).not.toContain(vmId)
      expect([...(bench.view(tuned, 'host5')?.arrived.keys() ?? [])]).toEqual([vmId])
    })

  it('is known to have come also when that was while nobody looked', async () => {
    const { bench, vmId, of } = await migrated()
    await bench.rounds(await bench.start(), 1)
    expect(of('host5')).toContain(vmId)
    expect(of('host6')).not.toContain(vmId)
  })

  it('stays there, though the host it came from shows for ever what ran there last', async () => {
    const { bench, tuned, vmId, of } = await migrated()
    const it = bench.guests('host5').find(({ id }) => id === vmId) ?? expect.fail('it has not come')
    const lost = bench.watched('host6')
    const stale = { ...lost, guests: { takenAtMs: 1, readAtMs: 1, guests: [it] } }
    for (let round = 0; round < 3; round++) {
      await tuned.onSample(stale)
      bench.world.advance(10_000)
      await tuned.onSample(bench.watched('host5'))
      await tuned.onSample(stale)
      expect(of('host5'), `round ${round}`).toContain(vmId)
    }
  })

  it('brings it along later where that could not be written at first', async () => {
    const disk: { isFull: boolean } = { isFull: false }
    const { bench, tuned, vmId, of } = await migrated({ isDiskFull: () => disk.isFull })
    disk.isFull = true
    await tuned.onSample(bench.watched('host5'))
    expect(of('host5')).not.toContain(vmId)
    expect(bench.lines.map(({ sentence }) => sentence)).toContain(
      'What VMs brought along to this host could not be noted.',
    )
    disk.isFull = false
    bench.world.advance(10_000)
    await tuned.onSample(bench.watched('host5'))
    expect(of('host5')).toContain(vmId)
  })
})
