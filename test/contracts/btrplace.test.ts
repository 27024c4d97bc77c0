import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Instance, readInstance } from '../bench/btrplace/read-instance.ts'
import { toChange } from '../bench/btrplace/to-change.ts'

const dir = fileURLToPath(new URL('../../../shared/data/btrplace', import.meta.url))
const present = existsSync(dir)
if (!present) console.warn(`not run: the instances of BtrPlace are not at ${dir}`)

/** What the instances hold, as they are read and as they are asked of the planner. */
describe.skipIf(!present)('the instances of BtrPlace', () => {
  it('load increase: 5,000 nodes, of which 3 are overloaded once VMs have what is preserved', () => {
    const instance = readInstance(`${dir}/li-r3-p5000-c33.json.gz`)
    expect([instance.onlineNodes.length, instance.offlineNodes.length]).toEqual([5000, 0])
    expect([instance.running.size, instance.ready.length]).toEqual([15_000, 0])
    expect(countsOf(instance)).toEqual({ online: 5000, preserve: 1362, spread: 843, among: 281 })
    const { change, mustLeave } = toChange(instance)
    const { need } = change.problem
    expect([overloaded(change, change.needBefore ?? need), overloaded(change, need)]).toEqual([0, 3])
    expect([mustLeave.includes(1), change.nowhere]).toEqual([false, undefined])
    expect(Math.max(...(change.problem.kind ?? []))).toBe(20)
  })

  it('node restart: 250 of 5,000 nodes are offline, 753 VMs start', () => {
    const instance = readInstance(`${dir}/nr-r3-p5000-c33.json.gz`)
    expect([instance.onlineNodes.length, instance.offlineNodes.length]).toEqual([4750, 250])
    expect([instance.running.size, instance.ready.length]).toEqual([14_247, 753])
    // Each node is told twice to stay what it is.
    expect(countsOf(instance)).toEqual({ online: 9500, offline: 500, running: 753, spread: 843, among: 281 })
    const { change, mustLeave } = toChange(instance)
    expect([overloaded(change, change.problem.need), change.needBefore, change.nowhere]).toEqual([0, undefined, 5000])
    expect(mustLeave.filter(word => word === 1)).toHaveLength(753)
  })
})

const countsOf = ({ constraints }: Instance) =>
  Object.fromEntries(
    Map.groupBy(constraints, ({ id }) => id)
      .entries()
      .map(([id, all]) => [id, all.length]),
  )

/** Hosts with more on them at the beginning than they can hold. */
function overloaded({ problem }: ReturnType<typeof toChange>['change'], need: Float64Array): number {
  const { initial, resources, capacity } = problem
  const used = new Float64Array(capacity.length)
  for (const [vm, host] of initial.entries()) {
    for (let r = 0; r < resources; r++) {
      used[host * resources + r] = (used[host * resources + r] ?? 0) + (need[vm * resources + r] ?? 0)
    }
  }
  const full = used.entries().filter(([at, amount]) => amount > (capacity[at] ?? 0))
  return new Set(full.map(([at]) => Math.floor(at / resources))).size
}
