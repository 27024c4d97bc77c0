/** Balancers, policies and arbiter together on simulated hosts: dry runs want the same and touch nothing; nothing that fails stops them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import { type MemoryOwner, memoryOwners } from '../../shared/plan/tuning-state.ts'
import { admin } from '../fakes/sim-world.ts'
import { aTunedWorld, type CallFault, enforcing, observing, pinsOf } from '../fakes/tuned-world.ts'
import { aTuningWorld } from '../fakes/tuning-world.ts'

const RESOLUTION_KIB = 1024
const hostNames = ['host1', 'host4', 'host5', 'host6'] as const
const owner = fc.constantFrom(...memoryOwners)

/** A host some rounds into being observed, and then one round in the mode. What was wanted, by whom, and the calls it took. */
async function wantedIn(mode: 'dry-run' | 'enforce', host: string, rounds: number, memory: MemoryOwner) {
  const bench = aTunedWorld({ hosts: [host], reservePercent: 15 })
  const tuned = await bench.start()
  await bench.rounds(tuned, rounds)
  bench.set({ mode, pinning: mode, memory })
  await bench.rounds(tuned, 1)
  const decisions = bench.view(tuned, host)?.decisions ?? []
  const wanted = decisions.map(({ by, change, because, reason }) => JSON.stringify({ by, change, because, reason }))
  return { wanted: wanted.toSorted(), outcomes: new Set(decisions.map(({ outcome }) => outcome)), calls: bench.calls }
}

describe('a dry run', () => {
  it('wants what would be done, and touches nothing', async () => {
    const seen = new Set<string>()
    const property = fc.asyncProperty(
      fc.constantFrom(...hostNames),
      fc.integer({ min: 1, max: 12 }),
      owner,
      async (host, rounds, memory) => {
        const [dry, real] = [
          await wantedIn('dry-run', host, rounds, memory),
          await wantedIn('enforce', host, rounds, memory),
        ]
        expect(dry.wanted).toEqual(real.wanted)
        expect(dry.calls).toEqual([])
        expect([...dry.outcomes].filter(outcome => !['would-make', 'held'].includes(outcome))).toEqual([])
        for (const text of dry.wanted) seen.add((JSON.parse(text) as { by: string }).by)
      },
    )
    await fc.assert(property, { numRuns: 40 })
    expect([...seen].toSorted()).toEqual(['memory', 'pinning', 'policy'])
  }, 60_000)
})

type Plan = Readonly<{
  /** By the number of the call. */
  faults: readonly Readonly<{ at: number; kind: CallFault }>[]
  /** Rounds in which the disk is full. */
  full: readonly number[]
  /** A VM is gone when this call is made. */
  vanishes: number
  /** For some rounds it does not answer, and after that its counters have begun anew. */
  reboot?: Readonly<{ host: string; at: number; rounds: number }>
  memory: MemoryOwner
  crashAt?: number
}>

const ROUNDS = 15
const round = fc.integer({ min: 0, max: ROUNDS })
const plans: fc.Arbitrary<Plan> = fc.record(
  {
    faults: fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 120 }),
        kind: fc.constantFrom<CallFault>('refused', 'lost', 'silent'),
      }),
      { maxLength: 20 },
    ),
    full: fc.uniqueArray(round, { maxLength: 5 }),
    vanishes: fc.integer({ min: 0, max: 200 }),
    reboot: fc.record({
      host: fc.constantFrom('host5', 'host6'),
      at: round,
      rounds: fc.integer({ min: 1, max: 6 }),
    }),
    memory: owner,
    crashAt: round,
  },
  { requiredKeys: ['faults', 'full', 'vanishes', 'memory'] },
)

const begunAnew = (guests: readonly GuestReading[]): GuestReading[] =>
  guests.map(guest => ({
    ...guest,
    vcpus: guest.vcpus.map(vcpu => ({ ...vcpu, timeNs: (vcpu.timeNs ?? 0) % 1e9, delayNs: 0 })),
  }))

/** host5 is short of CPU where its vCPUs are, host6 of memory until its nightly jobs end. */
async function tellStory({ faults, full, vanishes, reboot, memory, crashAt }: Plan) {
  const world = aTuningWorld()
  const kinds = new Map(faults.map(({ at, kind }) => [at, kind]))
  let at = 0
  let isQuiet = false
  const hasBegunAnew = (host: string) => host === reboot?.host && at >= reboot.at + reboot.rounds
  const bench = aTunedWorld({
    world,
    hosts: ['host5', 'host6'],
    reservePercent: 15,
    onCall(call) {
      if (call.at === vanishes && call.vmId !== undefined) world.stopVm(call.vmId, admin(world))
      return isQuiet ? undefined : kinds.get(call.at)
    },
    isDiskFull: () => !isQuiet && full.includes(at),
    reread: (host, reading, guests): [HostReading, readonly GuestReading[]] => [
      reading,
      hasBegunAnew(host) ? begunAnew(guests) : guests,
    ],
  })
  const found = [...bench.guests('host5'), ...bench.guests('host6')]
  bench.set({ ...enforcing, memory })
  let tuned = await bench.start()
  for (; at < ROUNDS; at++) {
    if (at === crashAt) tuned = await bench.start()
    world.advance(10_000)
    const isAway = (host: string) => host === reboot?.host && at >= reboot.at && at < reboot.at + reboot.rounds
    for (const host of ['host5', 'host6']) if (!isAway(host)) await tuned.onSample(bench.watched(host))
  }
  return {
    bench,
    found,
    tuned,
    /** No more faults; some time for what failed to be tried again. */
    async settle(rounds: number) {
      isQuiet = true
      await bench.rounds(tuned, rounds)
    },
    now: () => [...bench.guests('host5'), ...bench.guests('host6')],
  }
}

type Story = Awaited<ReturnType<typeof tellStory>>

function expectAsFound({ found, now }: Story): void {
  const names = new Set(now().map(({ name }) => name))
  const survived = found.filter(({ name }) => names.has(name))
  // Two nightly jobs end by themselves.
  expect(survived.length).toBeGreaterThanOrEqual(found.length - 3)
  const pins = pinsOf(now())
  for (const [name, before] of pinsOf(survived)) expect(pins.get(name), `pins of ${name}`).toEqual(before)
}

function expectMemoryBack({ found, now }: Story): void {
  const sizes = new Map(now().map(({ name, balloon }) => [name, balloon?.currentKiB ?? 0]))
  for (const { name, balloon } of found)
    if (sizes.has(name)) {
      const missingKiB = (balloon?.currentKiB ?? 0) - (sizes.get(name) ?? 0)
      expect(missingKiB, `memory of ${name}`).toBeLessThanOrEqual(RESOLUTION_KIB)
    }
}

/** By the log: anything thrown in a round would be told there. */
const expectNothingThrown = ({ bench }: Story) =>
  expect(bench.lines.filter(({ level, sentence }) => level === 'error' && !sentence.startsWith('What VMs'))).toEqual([])

describe('whatever fails', () => {
  it('leaves all VMs with their pins and memory once tuning is switched off', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async plan => {
        const story = await tellStory(plan)
        expectNothingThrown(story)
        story.bench.set(observing)
        // What failed last is left alone for a while; what is short of memory gets it back after a quarter of an hour.
        await story.settle(120)
        expectAsFound(story)
        expectMemoryBack(story)
        expect([...story.bench.rows.values()].flatMap(({ changes }) => changes.map(({ knob }) => knob))).toEqual([])
      }),
      { numRuns: 25 },
    )
  }, 240_000)

  it('leaves all VMs with their pins once the service has stopped', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async plan => {
        const story = await tellStory({ ...plan, full: [] })
        await story.settle(0)
        await story.tuned.close(new AbortController().signal)
        expectAsFound(story)
      }),
      { numRuns: 40 },
    )
  }, 240_000)

  it('of one VM does not keep the others from being tuned', async () => {
    const clean = await tellStory({ faults: [], full: [], vanishes: -1, memory: 'policy' })
    const made = (story: Story) =>
      new Set(
        (['host5', 'host6'] as const).flatMap(host =>
          (story.bench.view(story.tuned, host)?.decisions ?? []).flatMap(({ change, outcome }) =>
            outcome === 'made' && 'vmName' in change ? [change.vmName] : [],
          ),
        ),
      )
    const all = made(clean)
    expect(all.size).toBeGreaterThan(8)
    const [unlucky] = clean.bench.calls.flatMap(({ vmId }) => vmId ?? [])
    const bench = aTunedWorld({
      hosts: ['host5', 'host6'],
      onCall: ({ vmId }) => (vmId === unlucky ? 'silent' : undefined),
    })
    bench.set({ ...enforcing, memory: 'policy' })
    const tuned = await bench.start()
    await bench.rounds(tuned, ROUNDS)
    const others = made({ ...clean, bench, tuned })
    const name = [...bench.guests('host5'), ...bench.guests('host6')].find(({ id }) => id === unlucky)?.name ?? ''
    expect([...all].filter(vm => vm !== name && !others.has(vm))).toEqual([])
    expect(others.has(name)).toBe(false)
  }, 60_000)
})

it.each(memoryOwners)(
  'has a world in which memory is set by the %s, and pins',
  async memory => {
    const { bench } = await tellStory({ faults: [], full: [], vanishes: -1, memory })
    const count = (wanted: string) => bench.calls.filter(({ knob }) => knob === wanted).length
    expect(count('setBalloonTarget')).toBeGreaterThan(5)
    expect(count('pinVcpus')).toBeGreaterThan(5)
  },
  60_000,
)
