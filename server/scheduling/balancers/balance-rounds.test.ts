import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, NOW_MS } from '../../../test/fakes/scheduling.ts'
import { balanceInRounds, type Round, tooFewHosts } from './balance-rounds.ts'
import { evenDistributionBalance } from './even-distribution.ts'
import { evenGuestsBalance } from './even-guests.ts'
import { type Judgements, nobody } from './judgement.ts'
import { powerSavingBalance } from './power-saving.ts'

const because = { code: 'given', text: 'As given.', values: {} }
const [a, b, c] = ['A', 'B', 'C'].map(id => aHostFacts({ id }))
const met = (...hosts: (typeof a)[]): Judgements => ({
  ...nobody,
  met: hosts.flatMap(host => (host ? [{ host, because }] : [])),
})
const lacking = (judgements: Judgements): Judgements => ({
  ...judgements,
  unknown: c ? [{ host: c, field: 'host.cores' }] : [],
})
const aRound = (what: Round['what'], sources: Judgements, targets: Judgements): Round => ({
  what,
  sources,
  destinations: () => targets,
})

const cases: { why: string; rounds: Round[]; memoryMiB?: number; moves: string[][]; code: string; says: string }[] = [
  {
    why: 'moves of the second round follow those of the first',
    rounds: [aRound('CPU', met(a), met(b)), aRound('memory', met(a), met(c))],
    moves: [
      ['vm1', 'B', 'A'],
      ['vm1', 'C', 'A'],
    ],
    code: 'moves-found',
    says: 'Moves found: 2. By CPU, to B: A: As given. By memory, to C: A: As given.',
  },
  {
    why: 'a first round without destinations does not stop the second',
    rounds: [aRound('CPU', met(a), nobody), aRound('memory', met(a), met(c))],
    moves: [['vm1', 'C', 'A']],
    code: 'moves-found',
    says: 'Moves found: 1. By memory, to C: A: As given.',
  },
  {
    why: 'no destination in any round',
    rounds: [aRound('CPU', met(a), nobody), aRound('memory', met(a), nobody)],
    moves: [],
    code: 'no-destination',
    says: 'No host may take VMs. By CPU, from A: As given. No host takes VMs:',
  },
  {
    why: 'a destination in one round, but nothing fits',
    rounds: [aRound('CPU', met(a), nobody), aRound('memory', met(a), met(b, c))],
    memoryMiB: 60_000,
    moves: [],
    code: 'no-vm-fits',
    says: 'To B, C nothing fits: vm1 on B: 0 MiB would be left, not more than 0 MiB. vm1 on C: 0 MiB',
  },
  {
    why: 'the source is its only destination',
    rounds: [aRound('CPU', met(a), met(a))],
    moves: [],
    code: 'no-vm-fits',
    says: 'For vm1 there is no host but its own, A.',
  },
  {
    why: 'a missing fact is named once',
    rounds: [aRound('CPU', lacking(met(a)), lacking(met(b))), aRound('memory', lacking(nobody), nobody)],
    moves: [['vm1', 'B', 'A']],
    code: 'moves-found',
    says: 'As given. Cannot be judged: C (host.cores).',
  },
  {
    why: 'nothing known of anybody',
    rounds: [aRound('CPU', lacking(nobody), nobody)],
    moves: [],
    code: 'no-source',
    says: 'By CPU: nothing is compared. Cannot be judged: C (host.cores).',
  },
]

describe('rounds of balancing', () => {
  it.each(cases)('$why', ({ rounds, memoryMiB = 4096, moves, code, says }) => {
    const hosts = [a, b, c].flatMap(host => host ?? [])
    const situation = aSituation({ hosts, vms: [aVmFacts({ hostId: 'A', memoryMiB })] })
    const answer = balanceInRounds(hosts, situation, { highPercent: 75, aboveMiB: 0 }, rounds)
    expect(answer.candidates.map(({ vmId, hostIds }) => [vmId, ...hostIds])).toEqual(moves)
    expect(answer.because.code).toBe(code)
    expect(answer.because.text).toContain(says)
    const { unknown } = answer.because.values
    expect(unknown).toBe(says.includes('Cannot be judged') ? 'C (host.cores)' : undefined)
  })

  it('does not ask for destinations without sources', () => {
    const destinations = () => expect.unreachable()
    const answer = balanceInRounds([], aSituation(), { highPercent: 75, aboveMiB: 0 }, [
      { what: 'CPU', sources: nobody, destinations },
    ])
    expect(answer.because.code).toBe('no-source')
  })

  it('tells how many more refusals there are', () => {
    const hosts = ['A', 'B', 'C', 'D', 'E', 'F'].map(id => aHostFacts({ id, maxSchedulingMiB: 0 }))
    const [first, ...others] = hosts
    const situation = aSituation({ hosts, vms: [aVmFacts({ hostId: 'A' })] })
    const round = aRound('CPU', met(first), met(...others))
    const { because: why } = balanceInRounds(hosts, situation, { highPercent: 75, aboveMiB: 0 }, [round])
    expect(why.text).toMatch(/ And 2 more\.$/)
  })

  it('fewer than two hosts', () => {
    expect(tooFewHosts([])).toMatchObject({ candidates: [], because: { code: 'too-few-hosts', values: { hosts: 0 } } })
  })

  it('whatever the facts: each move is of a VM that moves freely, to hosts given, its own last, with room', () => {
    const ids = ['A', 'B', 'C', 'D']
    const someHost = (id: string) =>
      fc
        .record({
          usagePercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
          cpuOverCommitSinceMs: fc.constantFrom(null, undefined, NOW_MS, NOW_MS - 600_000),
          maxSchedulingMiB: fc.option(fc.integer({ min: 0, max: 9000 }), { nil: undefined }),
          vmCount: fc.nat(3),
          vmActive: fc.nat(20),
        })
        .map(over => aHostFacts({ id, ...over }))
    const someVm = fc.record({
      hostId: fc.constantFrom(...ids),
      placement: fc.constantFrom('migratable' as const, 'user_migratable' as const, 'pinned' as const),
      usageCpuPercent: fc.option(fc.nat(100), { nil: undefined }),
      pinning: fc.constantFrom('none' as const, 'dedicated' as const),
      isHostedEngine: fc.boolean(),
    })
    const properties = { MaxFreeMemoryForOverUtilized: '2000', MinFreeMemoryForUnderUtilized: '6000' }
    const unit = fc.constantFrom(evenDistributionBalance, powerSavingBalance, evenGuestsBalance)
    fc.assert(
      fc.property(unit, fc.tuple(...ids.map(someHost)), fc.array(someVm, { maxLength: 8 }), (balancer, hosts, made) => {
        const vms = made.map((over, index) => aVmFacts({ id: `vm${index}`, ...over }))
        const answer = balancer.balance(hosts, aSituation({ hosts, vms, properties }))
        for (const { vmId, hostIds } of answer.candidates) {
          const vm = vms.find(({ id }) => id === vmId)
          expect(vm).toMatchObject({ placement: 'migratable', isHostedEngine: false })
          expect(hostIds.at(-1)).toBe(vm?.hostId)
          expect(new Set(hostIds).size).toBe(hostIds.length)
          for (const id of hostIds.slice(0, -1)) {
            const room = hosts.find(host => host.id === id)?.maxSchedulingMiB ?? 0
            expect(room - (vm?.memoryMiB ?? 0)).toBeGreaterThan(2000)
          }
        }
      }),
    )
  })
})
