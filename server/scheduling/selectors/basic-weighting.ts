import type { ReportedWeights } from './rank-selector.ts'

export type UnitShare = Readonly<{ id: string; name: string; factor: number; weight: number; contribution: number }>

/** `units` are those that named the host. */
export type HostSum = Readonly<{ hostId: string; total: number; units: readonly UnitShare[] }>

/** Best first, so the first is the one chosen. `leftOut`: no unit named them. */
export type Sums = Readonly<{
  chosenHostId: string | undefined
  hosts: readonly HostSum[]
  leftOut: readonly string[]
}>

/** As the engine lists it. Source: rules §4. */
export const basicWeighting = { id: '0c89f215-9c4f-4bbb-8419-31a2d43ae7ea', name: 'BasicWeighting' } as const

/**
 * Adds up factor times weight; the least wins, of equal ones the lowest host id (the engine's order is by chance). The
 * engine has it but never uses it: policies cannot store a selector. Source: rules §4.
 */
export function sumWeights(hostIds: readonly string[], units: readonly ReportedWeights[]): Sums {
  const all = [...new Set(hostIds)].map((hostId): HostSum => {
    const shares = units.flatMap(({ id, name, factor, weights }): UnitShare[] => {
      const weight = weights.get(hostId)
      return weight === undefined ? [] : [{ id, name, factor, weight, contribution: factor * weight }]
    })
    return { hostId, total: shares.reduce((sum, { contribution }) => sum + contribution, 0), units: shares }
  })
  const hosts = all
    .filter(host => host.units.length > 0)
    .sort((a, b) => a.total - b.total || (a.hostId < b.hostId ? -1 : 1))
  const leftOut = all.filter(host => host.units.length === 0).map(({ hostId }) => hostId)
  return { chosenHostId: hosts[0]?.hostId, hosts, leftOut }
}
