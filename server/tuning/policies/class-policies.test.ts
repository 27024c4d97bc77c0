import { describe, expect, it } from 'vitest'
import { aGuestFact } from '../../../test/fakes/tuning-facts.ts'
import type { EntityFacts, Sample } from '../../language/entity.ts'
import { compileProgram, evaluate, type Facts } from '../../language/evaluate.ts'
import type { Compatibility } from '../../language/scan.ts'
import type { Value } from '../../language/value.ts'
import { readPolicySet } from './default-policies.ts'

const programOf = (parameters: string, compatibility: Compatibility = 'safe') =>
  compileProgram(
    readPolicySet('classes').map(file =>
      file.name === '01-parameters' ? { ...file, text: `(set balloonEnabled True) ${parameters}` } : file,
    ),
    { compatibility },
  )

/** A host of 1,000 KiB, as the vectors have it. */
const host = (free: number, before = free): EntityFacts => {
  const sample = {
    mem_available: 1000n,
    ksm_pages_shared: null,
    ksm_shareable: null,
    ksm_merge_across_nodes: null,
    ksm_pages_to_scan: null,
    cpu_count: 8n,
  }
  return {
    name: 'Host',
    samples: [
      { ...sample, mem_free: BigInt(before) },
      { ...sample, mem_free: BigInt(free) },
    ],
  }
}
const small = { balloon_cur: 1000n, balloon_max: 1000n, balloon_min: 100n, mem_unused: null }
const guest = (name: string, over: Sample = {}) => aGuestFact(name, { ...small, ...over })

function controlsOf(free: number, guests: readonly EntityFacts[], parameters = '', mode: Compatibility = 'safe') {
  const { guests: results, skipped } = evaluate(programOf(parameters, mode), { host: host(free), guests })
  expect(skipped).toEqual([])
  return Object.fromEntries(results.map(({ name, controls }) => [name, controls]))
}
const targetOf = (free: number, over: Sample, parameters = '') => {
  const target = controlsOf(free, [guest('a', over)], parameters).a?.balloon_target
  return target === undefined ? undefined : Number(target)
}

describe('20-classes', () => {
  const rows: readonly (readonly [
    why: string,
    free: number,
    guest: Sample,
    target: number | undefined,
    parameters?: string,
  ])[] = [
    ['platinum gives nothing', 150, { sla_class: 'platinum' }, undefined],
    ['… on a critical host', 40, { sla_class: 'platinum' }, undefined],
    ['… although it was said to be guaranteed less', 40, { sla_class: 'platinum', mem_guaranteed_pct: 10n }, undefined],
    ['platinum gets back what others took', 40, { sla_class: 'platinum', balloon_cur: 500n }, 1000],
    ['gold gives a twentieth', 150, { sla_class: 'gold' }, 950],
    ['gold stops at three quarters', 150, { sla_class: 'gold', balloon_cur: 760n }, 750],
    ['gold below that is lifted', 150, { sla_class: 'gold', balloon_cur: 600n }, 750],
    ['compute gives a twentieth', 150, { sla_class: 'compute' }, 950],
    ['compute stops at a quarter', 150, { sla_class: 'compute', balloon_cur: 260n }, 250],
    [
      'compute stops at its guarantee when that is more',
      150,
      { sla_class: 'compute', balloon_cur: 310n, balloon_min: 300n },
      300,
    ],
    ['vapor gives a twentieth', 150, { sla_class: 'vapor' }, 950],
    ['vapor stops at its guarantee', 150, { sla_class: 'vapor', balloon_cur: 103n }, 100],
    ['no class gives a twentieth', 150, {}, 950],
    ['no class stops at half', 150, { balloon_cur: 510n }, 500],
    ['a class that nobody knows is none', 150, { sla_class: 'silver', balloon_cur: 510n }, 500],
    ['a guest of its own keeps what is said', 150, { mem_guaranteed_pct: 90n, balloon_cur: 920n }, 900],
    ['… also when it is gold', 150, { sla_class: 'gold', mem_guaranteed_pct: 20n, balloon_cur: 205n }, 200],
    ['the guarantee is met to the last KiB', 500, { balloon_min: 1000n, balloon_cur: 999n }, 1000],
    ['nobody uses less than it needs while the host is not critical', 150, { mem_unused: 30n }, 970],
    ['… gold neither', 150, { sla_class: 'gold', mem_unused: 0n }, undefined],
    ['… compute does', 150, { sla_class: 'compute', mem_unused: 0n }, 950],
    ['… vapor does', 150, { sla_class: 'vapor', mem_unused: 0n }, 950],
    ['all do when it is', 40, { mem_unused: 0n }, 950],
    ['memory is given back', 500, { sla_class: 'vapor', balloon_cur: 600n }, 630],
    ['… up to all of it', 500, { sla_class: 'vapor', balloon_cur: 990n }, 1000],
    ['… and then nothing', 500, {}, undefined],
    ['nothing is taken while ballooning is off', 40, {}, undefined, '(set balloonEnabled False)'],
    [
      'the operator may say what a class keeps',
      150,
      { sla_class: 'gold', balloon_cur: 860n },
      850,
      '(set goldKeepsPercent 85)',
    ],
    [
      'a guest without a balloon is left alone',
      40,
      { balloon_cur: null, balloon_max: null, balloon_min: null },
      undefined,
    ],
  ]
  for (const [why, free, over, target, parameters] of rows)
    it(`${why} (${free} of 1000 free)`, () => expect(targetOf(free, over, parameters)).toBe(target))

  it('limits CPU as ever, but never that of compute guests', () => {
    const limited = { vcpu_user_limit: 50n, vcpu_count: 2n, sla_class: 'gold' }
    const controls = controlsOf(500, [guest('gold', limited), guest('compute', { ...limited, sla_class: 'compute' })])
    expect(controls).toEqual({
      gold: { vcpu_quota: 200_000, vcpu_period: 100_000n },
      compute: { vcpu_quota: -1n, vcpu_period: 100_000n },
    })
  })
})

const requests = (controls: Readonly<Record<string, Readonly<Record<string, Value>>>>, name: string) =>
  Object.fromEntries(Object.entries(controls).flatMap(([vm, set]) => (name in set ? [[vm, set[name]]] : [])))

describe('30-vapor', () => {
  const guests = [
    guest('gold', { sla_class: 'gold', priority: 0n }),
    guest('v5', { sla_class: 'vapor', priority: 5n }),
    guest('v2', { sla_class: 'vapor', priority: 2n }),
    guest('v2-too', { sla_class: 'vapor', priority: 2n }),
  ]
  const unranked = guest('unranked', { sla_class: 'vapor' })
  const rows: readonly (readonly [
    why: string,
    free: number,
    guests: readonly EntityFacts[],
    requests: Record<string, Value>,
    parameters?: string,
  ])[] = [
    ['suspends the least important, one at a time', 40, guests, { v2: 'suspend' }],
    ['begins with guests that nobody ranked', 40, [...guests, unranked], { unranked: 'suspend' }],
    ['shuts down where that is allowed', 40, guests, { v2: 'shutdown' }, '(set vaporMayBeShutDown True)'],
    ['does not where it is not', 40, guests, { v2: 'suspend' }, '(set vaporMayBeShutDown 2)'],
    ['leaves others alone', 40, guests.slice(0, 1), {}],
    ['waits until the host is critical', 60, guests, {}],
    ['may be told earlier', 60, guests, { v2: 'suspend' }, '(set memoryCriticalPercent 6)'],
  ]
  for (const [why, free, given, wanted, parameters] of rows)
    it(why, () => {
      for (const mode of ['safe', 'strict'] as const)
        expect(requests(controlsOf(free, given, parameters, mode), 'power_request')).toEqual(wanted)
    })
})

describe('40-migrate', () => {
  /** Rounds one after the other, each with what the one before kept. @returns who is asked to move, by round */
  function play(rounds: readonly EntityFacts[], guests: readonly EntityFacts[], mode: Compatibility = 'safe') {
    const program = programOf('', mode)
    let variables: Readonly<Record<string, Value>> = {}
    return rounds.map(at => {
      const facts: Facts = { host: { ...at, variables }, guests }
      const { host: kept, guests: results } = evaluate(program, facts)
      variables = kept.variables
      return results.filter(({ controls }) => 'migrate_request' in controls).map(({ name }) => name)
    })
  }
  const short = host(100)
  const guests = [
    guest('platinum', { sla_class: 'platinum', migratable: 1n, priority: 0n }),
    guest('pinned', { migratable: 0n, priority: 0n }),
    guest('unknown', { priority: 0n }),
    guest('m7', { migratable: 1n, priority: 7n }),
    guest('m3', { migratable: 1n, priority: 3n, sla_class: 'gold' }),
  ]
  const rows: readonly (readonly [
    why: string,
    rounds: readonly EntityFacts[],
    guests: readonly EntityFacts[],
    asked: readonly string[][],
  ])[] = [
    [
      'asks for the least important that may move after four rounds',
      Array(6).fill(short),
      guests,
      [[], [], [], ['m3'], ['m3'], ['m3']],
    ],
    [
      'begins to count anew after a round that was not short',
      [short, short, short, host(300), short, short, short, short],
      guests,
      [[], [], [], [], [], [], [], ['m3']],
    ],
    ['waits while squeezing helps', [short, short, short, host(120, 100)], guests, [[], [], [], []]],
    ['does not wait when it gets worse', [short, short, short, host(80, 100)], guests, [[], [], [], ['m3']]],
    ['asks for nobody when nobody may move', Array(5).fill(short), guests.slice(0, 3), [[], [], [], [], []]],
    [
      'lets a vapor guest go first',
      Array(5).fill(host(40)),
      [...guests, guest('v', { sla_class: 'vapor', priority: 9n })],
      [[], [], [], [], []],
    ],
  ]
  it.each(rows)('%s', (_why, rounds, given, asked) => expect(play(rounds, given)).toEqual(asked))

  it('gives the reason', () => {
    const program = programOf('')
    const { guests: results } = evaluate(program, { host: { ...short, variables: { rounds_short: 9n } }, guests })
    expect(results.at(-1)?.controls.migrate_request).toBe('the host stays short of memory')
  })

  it('never asks in strict, where nothing is kept', () => {
    expect(play(Array(6).fill(short), guests, 'strict').flat()).toEqual([])
  })
})
