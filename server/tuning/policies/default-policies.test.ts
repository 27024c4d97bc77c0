import { describe, expect, it } from 'vitest'
import {
  aDisk,
  aGuestFact,
  aHostFact,
  guestSample,
  HOST_KIB,
  hostSample,
  type SetLimits,
} from '../../../test/fakes/tuning-facts.ts'
import { checkProgram } from '../../language/check.ts'
import type { EntityFacts, Sample } from '../../language/entity.ts'
import { compileProgram, type Evaluation, evaluate } from '../../language/evaluate.ts'
import { defaultLimits } from '../../language/limits.ts'
import type { Value } from '../../language/value.ts'
import { policySetNames, readPolicySet } from './default-policies.ts'
import { noPolicies, withPolicy } from './named-policies.ts'

const parametersAnd = (parameters: string) =>
  readPolicySet('default').map(file => (file.name === '01-parameters' ? { ...file, text: parameters } : file))

const decide = (
  host: Sample,
  guests: readonly EntityFacts[],
  parameters = '',
  mode: 'safe' | 'strict' = 'safe',
): Evaluation =>
  evaluate(compileProgram(parametersAnd(parameters), { compatibility: mode }), { host: aHostFact(host), guests })

/** A knob takes whole numbers: controls are cut off. */
const whole = (value: Value | undefined) =>
  typeof value === 'number' ? Math.trunc(value) : typeof value === 'bigint' ? Number(value) : value
const wholes = (controls: Readonly<Record<string, Value>> | undefined) =>
  Object.fromEntries(Object.entries(controls ?? {}).map(([name, value]) => [name, whole(value)]))

describe.each(policySetNames)('the policies %s', name => {
  it.each(['safe', 'strict'] as const)('have no finding in %s', compatibility => {
    expect(checkProgram(readPolicySet(name), { compatibility })).toEqual([])
  })

  it('can be set one after the other', () => {
    let policies = noPolicies()
    for (const file of readPolicySet(name)) {
      const outcome = withPolicy(policies, file.name, file.text)
      expect(outcome.ok).toBe(true)
      policies = outcome.policies
    }
    expect(policies.files).toEqual(readPolicySet(name))
  })

  it('take a small part of the steps there are for 200 guests under pressure', () => {
    const limits = Object.fromEntries(
      ['total_bytes_sec', 'read_bytes_sec', 'write_bytes_sec', 'total_iops_sec', 'read_iops_sec', 'write_iops_sec'].map(
        field => [field, 0n],
      ),
    )
    const guests = Array.from({ length: 200 }, (_, at) =>
      aGuestFact(`vm-${at}`, {
        vcpu_user_limit: 40n,
        sla_class: ['platinum', 'gold', 'compute', 'vapor', null][at % 5] ?? null,
        priority: BigInt(200 - at),
        migratable: 1n,
        io_tune: [aDisk('vda', limits), aDisk('vdb', limits)],
      }),
    )
    const files = readPolicySet(name).map(file =>
      file.name === '01-parameters' ? { ...file, text: '(set balloonEnabled True)' } : file,
    )
    const { steps, skipped } = evaluate(compileProgram(files), { host: aHostFact({ mem_free: 500_000n }), guests })
    expect(skipped).toEqual([])
    expect(steps).toBeLessThan(defaultLimits.steps / 10)
  })
})

describe('02-balloon', () => {
  const free = (share: number) => ({ mem_free: BigInt(Math.floor(share * HOST_KIB)) })
  const on = '(set balloonEnabled True)'
  const rows: readonly (readonly [
    why: string,
    share: number,
    guest: Sample,
    parameters: string,
    target: number | undefined,
  ])[] = [
    // Vectors of vdsm's policy through MOM's own evaluator.
    ['gives memory back while ballooning is off', 0.5, {}, '', 4_194_304],
    ['… also on a short host', 0.1, {}, '', 4_194_304],
    ['… and a critical one', 0.03, {}, '', 4_194_304],
    ['takes a twentieth on a short host', 0.1, {}, on, 3_800_000],
    ['takes nothing from a guest that uses it', 0.1, { mem_unused: 100_000n }, on, undefined],
    ['makes a guest swap on a critical host', 0.03, { mem_unused: 100_000n }, on, 3_819_999],
    ['leaves a change that is too small', 0.1, { balloon_min: 3_990_000n }, on, undefined],
    ['lifts a guest to its guarantee', 0.1, { balloon_min: 4_100_000n }, on, 4_100_000],
    [
      'gives what the guest needs with a spare share',
      0.5,
      { balloon_cur: 2_000_000n, mem_unused: 500_000n },
      '',
      2_500_000,
    ],
    ['… for one that has nothing free', 0.5, { balloon_cur: 2_000_000n, mem_unused: 10_000n }, '', 2_990_000],
    // Our own.
    ['gives a twentieth at least', 0.25, { balloon_cur: 2_000_000n, mem_unused: 1_900_000n }, on, 2_100_000],
    ['gives a full guest nothing', 0.5, { balloon_cur: 4_194_304n }, on, undefined],
    ['takes nothing just above the threshold', 0.201, { balloon_cur: 4_194_304n }, on, undefined],
    ['lets the operator move the threshold', 0.201, {}, `${on} (set memoryShortPercent 25)`, 3_800_000],
    [
      'lifts a guest without statistics to its guarantee',
      0.5,
      { balloon_cur: 1_000_000n, mem_unused: null },
      on,
      1_048_576,
    ],
    ['leaves a guest without statistics alone', 0.1, { mem_unused: null }, on, undefined],
    [
      'leaves a guest without a balloon alone',
      0.1,
      { balloon_cur: null, balloon_max: null, balloon_min: null },
      on,
      undefined,
    ],
  ]
  it.each(rows)('%s (%d free, %o)', (_why, share, guest, parameters, target) => {
    for (const mode of ['safe', 'strict'] as const) {
      const { guests, skipped } = decide(free(share), [aGuestFact('a', guest)], parameters, mode)
      expect(skipped).toEqual([])
      expect(whole(guests[0]?.controls.balloon_target)).toBe(target)
    }
  })

  it('decides by the average of the samples', () => {
    const host = { name: 'Host', samples: [hostSample(free(0.25)), hostSample(free(0.0625)), hostSample(free(0.0625))] }
    const guest = { name: 'a', samples: [guestSample({ mem_unused: 400_000n }), guestSample({ mem_unused: 420_000n })] }
    const files = parametersAnd(on)
    // An eighth free: a guest may keep an eighth of its memory to spare, 500,000 KiB beside 3,590,000 used: above what it has.
    expect(
      evaluate(compileProgram(files), { host, guests: [guest] }).guests[0]?.controls.balloon_target,
    ).toBeUndefined()
    const idle = { name: 'a', samples: [guestSample({ mem_unused: 900_000n }), guestSample({ mem_unused: 300_000n })] }
    // 3,400,000 used and 500,000 to spare.
    expect(whole(evaluate(compileProgram(files), { host, guests: [idle] }).guests[0]?.controls.balloon_target)).toBe(
      3_900_000,
    )
  })
})

describe('03-ksm', () => {
  const merge = (pages: number, sleep = 10) => ({
    ksm_run: 1,
    ksm_sleep_millisecs: sleep,
    ksm_pages_to_scan: pages,
    ksm_merge_across_nodes: 1,
  })
  const short = { mem_free: BigInt(Math.floor(0.1 * HOST_KIB)) }
  const committed = { ksm_shareable: 15_000_000n }
  const rows: readonly (readonly [why: string, host: Sample, parameters: string, controls: Record<string, number>])[] =
    [
      ['scans more under pressure', { ...short, ksm_pages_to_scan: 100n }, '', merge(400)],
      ['… up to a most', { ...short, ksm_pages_to_scan: 1200n }, '', merge(1250)],
      ['scans less on a host that is only committed', { ...committed, ksm_pages_to_scan: 700n }, '', merge(650)],
      ['… down to a least', { ...committed, ksm_pages_to_scan: 100n }, '', merge(64)],
      [
        'sleeps longer on a small host',
        { mem_available: 4_194_304n, mem_free: 100_000n, ksm_pages_to_scan: 100n },
        '',
        merge(400, 40),
      ],
      [
        'never sleeps for less than 10 ms',
        { mem_available: 268_435_456n, mem_free: 1_000_000n, ksm_pages_to_scan: 100n },
        '',
        merge(400, 10),
      ],
      ['takes pages apart when it is disabled', { ksm_pages_shared: 50n }, '(set ksmEnabled False)', { ksm_run: 2 }],
      [
        'stops when it is disabled and nothing is merged',
        short,
        '(set ksmEnabled False)',
        { ksm_run: 0, ksm_merge_across_nodes: 1 },
      ],
      ['stops when memory is plenty', {}, '', { ksm_run: 0, ksm_merge_across_nodes: 1 }],
      ['keeps what is merged when memory is plenty', { ksm_pages_shared: 50n }, '', { ksm_run: 0 }],
      [
        'takes pages apart before nodes are kept apart',
        { ...short, ksm_pages_shared: 50n },
        '(set ksmMergeAcrossNodes 0)',
        { ksm_run: 2 },
      ],
      [
        'keeps nodes apart once nothing is merged',
        {},
        '(set ksmMergeAcrossNodes 0)',
        { ksm_run: 0, ksm_merge_across_nodes: 0 },
      ],
      ['leaves a kernel alone that tells nothing', { ...short, ksm_pages_shared: null }, '', {}],
    ]
  it.each(rows)('%s', (_why, host, parameters, controls) => {
    expect(wholes(decide(host, [], parameters).host.controls)).toEqual(controls)
  })
})

describe('04-cputune', () => {
  const off = { vcpu_quota: -1, vcpu_period: 100_000 }
  const rows: readonly (readonly [
    why: string,
    limit: bigint | null,
    vcpus: bigint | null,
    cpus: bigint,
    parameters: string,
    cpu: Record<string, number>,
  ])[] = [
    ['half of one CPU', 50n, 1n, 1n, '', { vcpu_quota: 50_000, vcpu_period: 100_000 }],
    ['half of 120 for 100 vCPUs', 50n, 100n, 120n, '', { vcpu_quota: 60_000, vcpu_period: 100_000 }],
    ['a quota that needs a longer period', 1n, 64n, 8n, '', { vcpu_quota: 1125, vcpu_period: 900_000 }],
    ['the least quota exactly', 1n, 1n, 1n, '', { vcpu_quota: 2000, vcpu_period: 200_000 }],
    // vdsm: 1100 of 1100000, which libvirt refuses.
    ['a period at its bound', 10n, 100n, 1n, '', { vcpu_quota: 1000, vcpu_period: 1_000_000 }],
    ['less than there is', 1n, 100n, 1n, '', { vcpu_quota: 1000, vcpu_period: 1_000_000 }],
    ['nothing at all', 0n, 1n, 1n, '', { vcpu_quota: 1000, vcpu_period: 1_000_000 }],
    ['a third, not whole', 33n, 7n, 8n, '', { vcpu_quota: 37_714, vcpu_period: 100_000 }],
    ['no limit', 100n, 2n, 8n, '', off],
    ['more than the host', 150n, 2n, 8n, '', off],
    ['a limit that nobody enforces', 50n, 2n, 8n, '(set cpuTuneEnabled False)', off],
    ['a flag that is not 1', 50n, 2n, 8n, '(set cpuTuneEnabled 2)', off],
    ['no vCPU', 50n, 0n, 8n, '', {}],
    ['a limit that is not told', null, 2n, 8n, '', {}],
    ['vCPUs that are not told', 50n, null, 8n, '', {}],
  ]
  it.each(rows)('%s', (_why, limit, vcpus, cpus, parameters, cpu) => {
    const { guests, skipped } = decide(
      { cpu_count: cpus },
      [aGuestFact('a', { vcpu_user_limit: limit, vcpu_count: vcpus })],
      parameters,
    )
    expect(skipped).toEqual([])
    const { balloon_target: _, ...rest } = wholes(guests[0]?.controls)
    expect(rest).toEqual(cpu)
  })
})

describe('05-iotune', () => {
  const maximum = {
    total_bytes_sec: 4n,
    read_bytes_sec: 5n,
    write_bytes_sec: 6n,
    total_iops_sec: 7n,
    read_iops_sec: 8n,
    write_iops_sec: 9n,
  }
  const zero = {
    total_bytes_sec: 0n,
    read_bytes_sec: 0n,
    write_bytes_sec: 0n,
    total_iops_sec: 0n,
    read_iops_sec: 0n,
    write_iops_sec: 0n,
  }

  it('sets what is allowed at most, of every disk', () => {
    const set: SetLimits = {}
    decide({}, [aGuestFact('a', { io_tune: [aDisk('vda', maximum, set), aDisk('vdb', zero, set)] }), aGuestFact('b')])
    expect(set).toEqual({ vda: maximum, vdb: zero })
  })

  it('lifts all limits where they are not wanted', () => {
    const set: SetLimits = {}
    decide({}, [aGuestFact('a', { io_tune: [aDisk('vda', maximum, set)] })], '(set ioTuneEnabled False)')
    expect(set).toEqual({ vda: zero })
  })

  it('leaves disks alone for which nothing is said', () => {
    const set: SetLimits = {}
    const { skipped } = decide({}, [
      aGuestFact('a', { io_tune: [aDisk('vda', null, set), aDisk('vdb', maximum, set)] }),
    ])
    expect(skipped).toEqual([])
    expect(set).toEqual({ vdb: maximum })
  })

  it('fails for one guest alone when one of the six is not told', () => {
    const { total_bytes_sec: _, ...five } = maximum
    const set: SetLimits = {}
    const guests = [
      aGuestFact('a', { io_tune: [aDisk('vda', five)] }),
      aGuestFact('b', { io_tune: [aDisk('vdb', zero, set)] }),
    ]
    const evaluation = decide({}, guests)
    expect(evaluation.skipped).toMatchObject([{ name: 'a', because: { code: 'undefined-symbol' } }])
    expect(set).toEqual({ vdb: zero })
  })
})
