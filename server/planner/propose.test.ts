import { describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import type { BalanceResult } from '../../shared/policy/unit.ts'
import { aCluster, aHost, aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import { markExcluded } from '../model/excluded-vms.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { mibPerSecond, type ProposeInput, priorityOf, propose } from './propose.ts'

const because = reason('smallest-vm', 'host1 has 300 MiB free, 200 MiB less than the minimum of 500 MiB.', {
  freeMiB: 300,
})
const move = { vmId: 'vm1', fromHostId: 'host1', toHostIds: ['host2', 'host3'], because, limitBroken: true }
const answer = (over: Partial<BalanceResult> = {}): BalanceResult => ({
  because,
  skippedHosts: [],
  skippedVms: [],
  move,
  ...over,
})
const free = (memoryFreeMiB: number, cpuPercent?: number) => ({
  memoryFreeMiB,
  ...(cpuPercent !== undefined && { cpuPercent }),
})
const snapshot = aSnapshot({
  hosts: [
    aHost({ totalMiB: 10_000, statistics: free(300, 91) }),
    aHost({ id: 'host2', totalMiB: 10_000, statistics: free(9_500) }),
    aHost({ id: 'host3', totalMiB: 10_000, statistics: free(5_000) }),
    aHost({ id: 'blind', statistics: {} }),
  ],
  vms: [aVm({ memoryMiB: 1_000 })],
})
const answered = (result: BalanceResult, refused?: ProposeInput['refused'], of = snapshot) =>
  propose({
    index: indexSnapshot(of),
    cluster: aCluster(),
    unitId: 'host_memory_balance',
    result,
    properties: { safe_selection: true },
    bandwidthMbps: 1000,
    ...(refused && { refused }),
  })
const proposal = (...question: Parameters<typeof answered>) => {
  const found = answered(...question)
  return found === undefined || 'recommendation' in found ? found : expect.fail(found.text)
}

describe('propose', () => {
  it('proposes no VM that operators have excluded, whoever asks for it, and says why', () => {
    const tagged = markExcluded(snapshot, new Set(['vm1']), 'leave-alone')
    expect(answered(answer(), undefined, tagged)).toMatchObject({ code: 'vm-excluded', values: { tag: 'leave-alone' } })
  })

  it('shows what the move does, what it costs and why', () => {
    expect(proposal(answer())?.recommendation).toEqual({
      kind: 'move',
      cluster: { id: aCluster().id, name: 'Default' },
      unitId: 'host_memory_balance',
      vm: { id: 'vm1', name: 'vm1' },
      vmMemoryMiB: 1_000,
      from: { id: 'host1', name: 'host1' },
      to: { id: 'host2', name: 'host2' },
      alternatives: [{ id: 'host3', name: 'host3' }],
      priority: 1,
      because: {
        code: 'smallest-vm',
        values: { freeMiB: 300 },
        text: 'host1 has 300 MiB free, 200 MiB less than the minimum of 500 MiB. Memory in use: host1 97 → 87 %, host2 5.0 → 15 %.',
      },
      effects: [
        {
          host: { id: 'host1', name: 'host1' },
          memoryTotalMiB: 10_000,
          memoryFreeBeforeMiB: 300,
          memoryFreeAfterMiB: 1_300,
          memoryUsedBeforePercent: 97,
          memoryUsedAfterPercent: 87,
          cpuBeforePercent: 91,
          cpuAfterPercent: 0,
          vcpusPerCpuBefore: 0.06,
          vcpusPerCpuAfter: 0,
        },
        {
          host: { id: 'host2', name: 'host2' },
          memoryTotalMiB: 10_000,
          memoryFreeBeforeMiB: 9_500,
          memoryFreeAfterMiB: 8_500,
          memoryUsedBeforePercent: 5,
          memoryUsedAfterPercent: 15,
          vcpusPerCpuBefore: 0,
          vcpusPerCpuAfter: 0.06,
        },
      ],
      cost: { transferMiB: 1_564, estimatedSeconds: 15, downtimeMs: 513 },
      properties: { safe_selection: true },
      snapshotTakenAtMs: NOON_MS,
    })
  })

  it('tells the CPU afterwards of hosts that are measured, by the share of the vCPUs', () => {
    const cpuOf = (cpuPercent: number | undefined) => {
      const hosts = snapshot.hosts.map(host =>
        host.id === 'host2' && cpuPercent !== undefined
          ? { ...host, threads: 20, statistics: { ...host.statistics, cpuPercent } }
          : host.id === 'host1'
            ? { ...host, threads: 10, statistics: { ...host.statistics, cpuPercent: 80 } }
            : host,
      )
      const vms = [aVm({ memoryMiB: 1_000, vcpus: 1 }), aVm({ id: 'vm2', hostId: 'host1', vcpus: 3 })]
      const found = propose({
        index: indexSnapshot({ ...snapshot, hosts, vms }),
        cluster: aCluster(),
        unitId: 'host_memory_balance',
        result: answer(),
        properties: {},
        bandwidthMbps: 1000,
      })
      const effects = found !== undefined && 'recommendation' in found ? found.recommendation.effects : []
      return effects.map(({ cpuAfterPercent }) => cpuAfterPercent)
    }
    expect(cpuOf(30)).toEqual([60, 40])
    expect(cpuOf(undefined)).toEqual([60, undefined])
  })

  it('keeps the explanation of the answer', () => {
    const skipped = [{ id: 'host9', name: 'host9', reason: because }]
    const explanation = proposal(answer({ skippedHosts: skipped, skippedVms: skipped }))?.explanation
    expect(explanation).toEqual({ skippedHosts: skipped, skippedVms: skipped })
  })

  const nothing = [
    { why: 'the unit asks for nothing', result: { because, skippedHosts: [], skippedVms: [] } },
    { why: 'the VM is not known', result: answer({ move: { ...move, vmId: 'vm9' } }) },
    { why: 'the source is not known', result: answer({ move: { ...move, fromHostId: 'host9' } }) },
    { why: 'no destination is known', result: answer({ move: { ...move, toHostIds: ['host9'] } }) },
    { why: 'no destination is named', result: answer({ move: { ...move, toHostIds: [] } }) },
    { why: 'it would go where it is', result: answer({ move: { ...move, toHostIds: ['host1'] } }) },
    { why: 'the destination is not measured', result: answer({ move: { ...move, toHostIds: ['blind'] } }) },
  ]
  it('proposes what must leave a host that is not measured any more, without effects', () => {
    const hosts = snapshot.hosts.map(host => (host.id === 'host1' ? { ...host, statistics: {} } : host))
    const failing = indexSnapshot({ ...snapshot, hosts })
    const proposed = (limitBroken: boolean) =>
      propose({
        index: failing,
        cluster: aCluster(),
        unitId: 'default',
        result: answer({ move: { ...move, limitBroken } }),
        properties: {},
        bandwidthMbps: 1000,
      })
    expect(proposed(true)).toMatchObject({ recommendation: { priority: 1, effects: [], because } })
    expect(proposed(false)).toBeUndefined()
  })

  for (const { why, result } of nothing) {
    it(`proposes nothing when ${why}`, () => expect(proposal(result)).toBeUndefined())
  }
})

describe('propose after a refusal', () => {
  const words: Readonly<Record<string, string>> = { host2: 'It is locked.', host3: 'It is too full.' }
  const by =
    (...hostIds: string[]) =>
    (vmId: string, hostId: string) =>
      vmId === 'vm1' && hostIds.includes(hostId) ? words[hostId] : undefined

  it.each([
    { why: 'nothing', refused: by(), to: 'host2', alternatives: ['host3'], told: '' },
    {
      why: 'the best',
      refused: by('host2'),
      to: 'host3',
      alternatives: [],
      told: ' (the engine refused host2: It is locked.)',
    },
    {
      why: 'the next',
      refused: by('host3'),
      to: 'host2',
      alternatives: [],
      told: ' (the engine refused host3: It is too full.)',
    },
    {
      why: 'the move of another VM',
      refused: (vmId: string) => (vmId === 'vm1' ? undefined : 'No.'),
      to: 'host2',
      alternatives: ['host3'],
      told: '',
    },
  ])('of $why goes to $to', ({ refused, to, alternatives, told }) => {
    const found = proposal(answer(), refused)
    expect(found?.recommendation).toMatchObject({ to: { id: to }, alternatives: alternatives.map(id => ({ id })) })
    expect(found?.recommendation.alternatives).toHaveLength(alternatives.length)
    expect(found?.recommendation.because.text.endsWith(` %.${told}`)).toBe(true)
  })

  it('keeps the refused host and the engine’s words in the explanation', () =>
    expect(proposal(answer(), by('host2'))?.explanation.skippedHosts).toMatchObject([
      { id: 'host2', reason: { code: 'engine-refused', values: { vm: 'vm1', to: 'host2', detail: 'It is locked.' } } },
    ]))

  it.each([
    { why: 'every host', toHostIds: ['host2', 'host3'], hosts: 'host2, host3' },
    { why: 'the only host', toHostIds: ['host2'], hosts: 'host2' },
    { why: 'all but the one where it is', toHostIds: ['host3', 'host1'], hosts: 'host3' },
  ])('of $why gives the reason instead', ({ toHostIds, hosts }) => {
    const text = `vm1 should leave host1, but not to where it could go: ${hosts
      .split(', ')
      .map(host => `(the engine refused ${host}: ${words[host]})`)
      .join(' ')}`
    expect(answered(answer({ move: { ...move, toHostIds } }), by('host2', 'host3'))).toEqual(
      reason('all-destinations-refused', text, { vm: 'vm1', from: 'host1', hosts }),
    )
  })
})

describe('priorityOf', () => {
  const cases = [
    { limitBroken: true, relief: 0, expected: 1 },
    { limitBroken: false, relief: 10, expected: 2 },
    { limitBroken: false, relief: 9.9, expected: 3 },
    { limitBroken: false, relief: 5, expected: 3 },
    { limitBroken: false, relief: 2, expected: 4 },
    { limitBroken: false, relief: 1.9, expected: 5 },
    { limitBroken: false, relief: -3, expected: 5 },
  ]
  for (const { limitBroken, relief, expected } of cases) {
    it(`gives ${expected} to ${relief} points, limit ${limitBroken ? 'broken' : 'kept'}`, () =>
      expect(priorityOf(limitBroken, relief)).toBe(expected))
  }
})

describe('mibPerSecond', () => {
  it('gives memory nine tenths of the network: 22 GiB over 10 Gbit/s in 21 seconds', () =>
    expect(22_528 / mibPerSecond(10_000)).toBeCloseTo(21, 0))
})
