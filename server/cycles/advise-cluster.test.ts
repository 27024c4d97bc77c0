import { describe, expect, it } from 'vitest'
import { reason, skip } from '../../shared/policy/reason.ts'
import { aCluster, aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { anOpinion } from '../../test/fakes/scheduler-opinion.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import { hostMemoryBalance } from '../units/host-memory-balance.ts'
import { adviseCluster } from './advise-cluster.ts'
import type { SchedulerOpinion } from './scheduler-advisor.ts'

const runtime = createRuntime({ units: [builtIn(hostMemoryBalance)], elapsedMs: () => 0 })
const cluster = aCluster()
/** host1 has 300 MiB free, so that the unit wants vm1 on host2. */
const hosts = [aHost({ statistics: { memoryFreeMiB: 300 } }), aHost({ id: 'host2' }), aHost({ id: 'host3' })]
const snapshot = aSnapshot({ clusters: [cluster], hosts, vms: [aVm(), aVm({ id: 'vm2', memoryMiB: 4096 })] })

const why = (text: string) => reason('x', text)
const move = (vmId: string, toHostIds = ['host3'], limitBroken = true) =>
  ({
    vmId,
    fromHostId: 'host1',
    toHostIds,
    because: why(`${vmId} should go.`),
    limitBroken,
    asked: 'onTimerInvoked',
  }) as const

async function answer(
  opinion: Partial<SchedulerOpinion>,
  refused: (vmId: string, hostId: string) => string | undefined = () => undefined,
) {
  const deps = { runtime, advisor: { advise: async () => anOpinion(opinion) }, refused, bandwidthMbps: 1000 }
  const { advice, proposals } = await adviseCluster(cluster, indexSnapshot(snapshot), deps)
  const shown = proposals.map(({ recommendation }) =>
    recommendation.kind === 'move'
      ? [recommendation.unitId, recommendation.vm.id, recommendation.to.id, recommendation.asked]
      : [recommendation.unitId, recommendation.host.id, recommendation.action, recommendation.asked],
  )
  return { advice, proposals, shown }
}

describe('adviseCluster', () => {
  it('asks the policy’s balancer where the scheduler leaves balancing to it', async () => {
    const { advice, shown } = await answer({})
    expect(advice.unitId).toBe('host_memory_balance')
    expect(shown).toEqual([['host_memory_balance', 'vm1', 'host2', undefined]])
  })

  it('says that the balancer is disabled, and asks nobody in its place', async () => {
    const disabled = (unitId: string) => ({ unitId, by: { id: 'u', name: 'eva' }, atMs: 0, why: '' })
    const off = createRuntime({ units: [builtIn(hostMemoryBalance)], elapsedMs: () => 0, disabled })
    const deps = { runtime: off, advisor: { advise: async () => anOpinion({}) }, refused: () => undefined }
    const answered = await adviseCluster(cluster, indexSnapshot(snapshot), { ...deps, bandwidthMbps: 1000 })
    expect(answered).toMatchObject({
      advice: {
        unitId: 'host_memory_balance',
        because: { code: 'unit-disabled', text: 'host_memory_balance is disabled: it is not asked.' },
      },
      proposals: [],
    })
  })

  it('does not ask it where the scheduler balances by itself', async () => {
    const { advice, shown } = await answer({ balance: why('All is even.') })
    expect(advice).toMatchObject({ unitId: 'default', because: { text: 'All is even.' } })
    expect(shown).toEqual([])
  })

  it('names the host policy where that asked, and no property of the scheduler', async () => {
    const moves = [{ ...move('vm1'), asked: 'hostPolicy' as const }]
    const { proposals, shown } = await answer({ moves, values: { most: 1 } })
    expect(shown).toEqual([['host_policy', 'vm1', 'host3', 'hostPolicy']])
    expect(proposals[0]?.recommendation.properties).toEqual({})
  })

  it('proposes what the scheduler asks for first, and each VM once', async () => {
    const { shown } = await answer({ moves: [move('vm1'), move('vm2')] })
    expect(shown).toEqual([
      ['default', 'vm1', 'host3', 'onTimerInvoked'],
      ['default', 'vm2', 'host3', 'onTimerInvoked'],
    ])
  })

  it('is most urgent where a rule is broken', async () => {
    const { proposals } = await answer({ balance: why('x'), moves: [move('vm1'), move('vm2', ['host3'], false)] })
    expect(proposals.map(({ recommendation: { priority } }) => priority)).toEqual([1, expect.any(Number)])
    expect(proposals[1]?.recommendation.priority).toBeGreaterThan(1)
  })

  it('proposes host actions', async () => {
    const [, , host = aHost()] = hosts
    const hostActions = [
      { host, action: 'maintenance', because: why('It is empty.'), asked: 'onTimerInvoked' },
    ] as const
    const { shown } = await answer({ balance: why('x'), hostActions })
    expect(shown).toEqual([['default', 'host3', 'maintenance', 'onTimerInvoked']])
  })

  it('takes the next host where the engine refused one, and says so where it refused all', async () => {
    const refused = (_: string, hostId: string) => (hostId === 'host3' ? 'Not there.' : undefined)
    const { advice, shown, proposals } = await answer(
      { balance: why('Said.'), moves: [move('vm1', ['host3', 'host2']), move('vm2')] },
      refused,
    )
    expect(shown).toEqual([['default', 'vm1', 'host2', 'onTimerInvoked']])
    expect(proposals[0]?.recommendation.because.text).toContain('(the engine refused host3: Not there.)')
    expect(advice.because.text).toMatch(/^Said\. vm2 should leave host1, .*Not there\./)
  })

  it('hands on notices, problems and what was left out', async () => {
    const notices = [{ subject: { kind: 'host', id: 'host1', name: 'host1' }, because: why('Look.') }] as const
    const skippedVms = [skip({ id: 'vm2', name: 'vm2' }, why('pinned'))]
    const { advice } = await answer({ notices, skippedVms, problems: ['there is no policy "X"'] })
    expect(advice.notices).toEqual(notices)
    expect(advice.skippedVms.find(({ id }) => id === 'vm2')).toBeDefined()
    expect(advice.because.text).toContain('There is no policy "X".')
  })

  it('pauses while the cluster is upgraded, without asking', async () => {
    const upgrading = aCluster({ upgradeInProgress: true })
    const advisor = { advise: () => Promise.reject(new Error('not to be asked')) }
    const deps = { runtime, advisor, refused: () => undefined, bandwidthMbps: 1000 }
    const { advice, proposals } = await adviseCluster(upgrading, indexSnapshot(snapshot), deps)
    expect([advice.because.code, proposals]).toEqual(['cluster-upgrading', []])
  })
})
