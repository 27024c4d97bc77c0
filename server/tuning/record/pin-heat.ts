import { coreLoads } from '../pinning/core-loads.ts'
import type { PinLook } from '../pinning/pin-balancer.ts'
import { createThinningHistory } from './thinning-history.ts'

/** The cores of a host at one instant. Whole numbers in few bytes: there may be hundreds of cores on hundreds of hosts. */
export type PinHeatColumn = Readonly<{
  atMs: number
  /** For each CPU of capacity, percent of one CPU; by core. */
  loadPercent: Uint16Array
  /** vCPUs there that ask for CPU. */
  vcpus: Uint8Array
  spreadPercent: number
}>

const MOST_COLUMNS = 120
/** Finer columns would be thinner than what a person can tell apart. */
const COLUMN_MS = 20_000

/** Where the load of a host was over the last hours. Begins anew when its cores are others. */
export function createPinHeat() {
  const history = createThinningHistory<PinHeatColumn>(MOST_COLUMNS)
  return {
    add({ view, plan }: PinLook, atMs: number): void {
      const last = history.last()
      if (last !== undefined && last.loadPercent.length !== view.cores.length) history.clear()
      else if (last !== undefined && atMs - last.atMs < COLUMN_MS && atMs > last.atMs) return
      const vcpus = new Uint8Array(view.cores.length)
      for (const { core, demandPercent } of view.vcpus)
        if (demandPercent >= ASKS_PERCENT) vcpus[core] = Math.min(255, (vcpus[core] ?? 0) + 1)
      history.add({
        atMs,
        loadPercent: Uint16Array.from(coreLoads(view), Math.round),
        vcpus,
        spreadPercent: Math.round(plan.before.spreadPercent),
      })
    },
    list: history.list,
  }
}

/** Less is what any sleeping guest takes now and then. */
const ASKS_PERCENT = 2
