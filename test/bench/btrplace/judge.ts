import { createReplay, type Replay } from './judge-replay.ts'
import { type Rule, rulesOf } from './judge-rules.ts'
import type { Action } from './plan-actions.ts'
import type { Instance } from './read-instance.ts'

/** Sums of many numbers differ by their order. */
const ROUNDING = 1e-9

/**
 * What is wrong with a timeline of actions by the instance alone: actions that cannot be, nodes that are too full while VMs count
 * on both, and constraints, at each moment where they are continuous and at the end. Shares no code with the planner or with
 * the translation for it.
 */
export function judge(instance: Instance, actions: readonly Action[]): { problems: string[]; sumOfEndsS: number } {
  const problems = new Set<string>()
  const replay = createReplay(instance, problem => problems.add(problem))
  const rules = rulesOf(instance)
  const rulesOfVm = new Map<number, Rule[]>()
  for (const rule of rules.filter(({ isContinuous }) => isContinuous)) {
    for (const vm of rule.vms) rulesOfVm.set(vm, [...(rulesOfVm.get(vm) ?? []), rule])
  }
  const check = (rule: Rule, when: string) => {
    const problem = rule.broken(replay)
    if (problem !== undefined) problems.add(`${problem} ${when}`)
  }
  for (const rule of rules) if (rule.isContinuous) check(rule, 'at the beginning')
  const starts = Map.groupBy(actions, ({ startsAtS }) => startsAtS)
  const ends = Map.groupBy(actions, ({ endsAtS }) => endsAtS)
  for (const atS of [...new Set([...starts.keys(), ...ends.keys()])].sort((a, b) => a - b)) {
    const [begun, done] = [starts.get(atS) ?? [], ends.get(atS) ?? []]
    // What ends makes room for what starts at the same moment; what takes no time does both.
    for (const action of done) if (action.startsAtS < atS) replay.end(action)
    for (const action of begun) replay.begin(action)
    for (const action of begun) if (action.endsAtS <= atS) replay.end(action)
    const when = `at ${atS} s`
    for (const node of new Set(begun.map(({ to }) => to)))
      for (const problem of tooFull(replay, node)) problems.add(`${problem} ${when}`)
    const touched = new Set([...begun, ...done].flatMap(({ vm }) => rulesOfVm.get(vm) ?? []))
    for (const rule of touched) check(rule, when)
  }
  for (const node of instance.onlineNodes)
    for (const problem of tooFull(replay, node)) problems.add(`${problem} at the end`)
  for (const rule of rules) check(rule, 'at the end')
  return { problems: [...problems], sumOfEndsS: actions.reduce((sum, { endsAtS }) => sum + endsAtS, 0) }
}

const tooFull = (replay: Replay, node: number): string[] =>
  replay
    .usedOn(node)
    .filter(({ used, capacity }) => used > capacity * (1 + ROUNDING))
    .map(({ name, used, capacity }) => `node ${node} uses ${used} of ${capacity} ${name}`)
