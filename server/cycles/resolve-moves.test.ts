import { describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { aCluster, aHost, aSnapshot, aVm, roomy } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { CheckedSelection, WantedMove } from '../runtime/schedulers/check-scheduler-answer.ts'
import type { Answered, OfferedHost } from '../runtime/schedulers/schedulers.ts'
import { explainVm } from '../scheduling/explain/explain-vm.ts'
import { resolveMoves } from './resolve-moves.ts'

const because = reason('asked', 'It should go.')
const hosts = [
  aHost({ id: 'h1', ...roomy }),
  aHost({ id: 'h2', ...roomy }),
  aHost({ id: 'h3', ...roomy }),
  aHost({ id: 'full', ...roomy, maxSchedulingMiB: 10 }),
  aHost({ id: 'off', ...roomy, status: 'down' }),
]
const vms = [
  aVm({ id: 'v1', name: 'web', hostId: 'h1', memoryMiB: 1024 }),
  aVm({ id: 'v2', name: 'pinned', hostId: 'h1', placement: 'pinned' }),
  aVm({ id: 'v3', name: 'db', hostId: 'h1', memoryMiB: 1024 }),
]
const snapshot = aSnapshot({
  hosts,
  vms,
  clusters: [aCluster({ scheduling: { version: '4.7', haReservation: false } })],
  policies: [],
})
const asked = { index: indexSnapshot(snapshot), cluster: snapshot.clusters[0] ?? aCluster() }

const wanted = (vmId: string, toHostIds?: string[], fromHostId = 'h1'): WantedMove => ({
  vm: vms.find(({ id }) => id === vmId) ?? aVm(),
  fromHostId,
  because,
  limitBroken: true,
  ...(toHostIds && { toHostIds }),
})

async function resolve(
  moves: readonly WantedMove[],
  select?: (offered: readonly OfferedHost[]) => Answered<CheckedSelection>,
) {
  const offered: (readonly string[])[] = []
  const resolved = await resolveMoves(
    asked,
    moves.map(move => ({ move, asked: 'loadBalance' })),
    {
      schedulers: {
        selectHost: async ({ candidates }) => {
          offered.push(candidates.map(({ hostId }) => hostId))
          return select?.(candidates) ?? { ok: true, by: 'own', value: { because } }
        },
      },
      explain: async ({ index }, vm) => explainVm(index, vm, { onUnknown: 'keep' }),
    },
  )
  const refused = resolved.refused.map(({ id, reason: { code, text } }) => [id, code, text])
  return { ...resolved, refused, offered }
}

describe('resolveMoves', () => {
  it('keeps the destinations that the rules allow, in their order', async () => {
    const { moves, offered } = await resolve([wanted('v1', ['full', 'h3', 'off', 'h2'])])
    expect(moves).toEqual([
      { vmId: 'v1', fromHostId: 'h1', toHostIds: ['h3', 'h2'], because, limitBroken: true, asked: 'loadBalance' },
    ])
    expect(offered).toEqual([])
  })

  it('says which rule excludes the only one', async () => {
    const { moves, refused } = await resolve([wanted('v1', ['full'])])
    expect(moves).toEqual([])
    expect(refused).toEqual([['v1', 'no-feasible-host', expect.stringMatching(/Rejected: full \(Memory: .*10 MiB/)]])
  })

  it('leaves a VM that may not move where it is', async () => {
    const { refused } = await resolve([wanted('v2', ['h2'])])
    expect(refused).toEqual([['v2', 'pinned', 'pinned is pinned to its host.']])
  })

  it('has a host selected where none was named, from those that are allowed', async () => {
    const { moves, offered } = await resolve([wanted('v1')], () => ({
      ok: true,
      by: 'own',
      value: { hostId: 'h3', because },
    }))
    expect(offered[0]?.toSorted()).toEqual(['h2', 'h3'])
    expect(moves[0]?.toHostIds).toEqual(['h3', 'h2'])
  })

  it('leaves it where it is when none is selected', async () => {
    const { refused } = await resolve([wanted('v1')])
    expect(refused).toEqual([['v1', 'asked', 'It should go.']])
  })

  it('takes the ranking when the selector fails', async () => {
    const failed = { ok: false, code: 'failed', message: 'x', failsClosed: false, by: 'own' } as const
    const { moves, offered } = await resolve([wanted('v1')], () => failed)
    expect(moves[0]?.toHostIds).toEqual(offered[0])
  })

  it('takes each VM once, as first asked for, and none that has moved since', async () => {
    const { moves } = await resolve([wanted('v1', ['h2']), wanted('v1', ['h3']), wanted('v3', ['h2'], 'h2')])
    expect(moves.map(({ vmId, toHostIds }) => [vmId, ...toHostIds])).toEqual([['v1', 'h2']])
  })
})
