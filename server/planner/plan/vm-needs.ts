import type { PlacementChange } from './placement-plan.ts'

/** Of what a host has: sums of many small numbers differ by their order. */
const ROUNDING = 1e-9

/** What VMs count with as a plan is played: at first what they used there, once they have moved or grown all that they need. */
export type VmNeeds = Readonly<{
  /** Where it is now. */
  now(vm: number, r: number): number
  /** What it adds to a host on which it begins to arrive, or on which it grows. */
  added(vm: number, from: number, to: number, r: number): number
  /** It has moved or grown. */
  fill(vm: number): void
  /** What a host may have in use. */
  most(host: number, r: number): number
}>

export function createVmNeeds({ problem, needBefore }: Pick<PlacementChange, 'problem' | 'needBefore'>): VmNeeds {
  const { vms, resources, need, capacity } = problem
  const isFull = new Uint8Array(vms)
  const now = (vm: number, r: number): number =>
    (isFull[vm] === 1 || needBefore === undefined ? need : needBefore)[vm * resources + r] as number
  return {
    now,
    added: (vm, from, to, r) => (need[vm * resources + r] as number) - (from === to ? now(vm, r) : 0),
    fill(vm) {
      isFull[vm] = 1
    },
    most: (host, r) => (capacity[host * resources + r] as number) * (1 + ROUNDING),
  }
}
