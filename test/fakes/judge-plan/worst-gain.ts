/** Something that may be taken, for its amount; it needs places in the list of losses, each of which is then lost, once. */
export type Gain = Readonly<{ amount: number; needs: readonly number[]; isForced?: boolean }>

const NOTHING = 1e-12

/**
 * The most that any choice of gains brings, less the losses they need, and places of those taken; forced ones are. Exact: it is
 * the closure of greatest weight, and that is a smallest cut between gains and losses.
 */
export function worstGain(gains: readonly Gain[], losses: readonly number[]): { gain: number; taken: number[] } {
  // What is forced is lost beforehand, and then costs the others nothing.
  const lost = new Set(gains.flatMap(({ isForced, needs }) => (isForced === true ? needs : [])))
  const left = gains.map(({ amount }) => amount)
  const room = losses.map((loss, at) => (lost.has(at) ? 0 : loss))
  const needs = gains.map(gain => (gain.isForced === true ? [] : gain.needs.filter(at => !lost.has(at))))
  /** Gain → loss → what of the one pays for the other. */
  const paid = gains.map(() => new Map<number, number>())
  for (const at of gains.keys()) {
    while ((left[at] as number) > NOTHING && pay(at, { left, room, needs, paid })) {}
  }
  const taken = reachable(left, needs, paid)
  const chosen = gains.filter((_, at) => taken.has(at))
  const all = new Set(chosen.flatMap(gain => gain.needs))
  const gain = chosen.reduce((sum, { amount }) => sum + amount, 0)
  return {
    gain: gain - [...all].reduce((sum, at) => sum + (losses[at] as number), 0),
    taken: [...taken].sort(byNumber),
  }
}

const byNumber = (a: number, b: number) => a - b

type Flow = Readonly<{ left: number[]; room: number[]; needs: number[][]; paid: Map<number, number>[] }>
type Step = Readonly<{ gain: number; loss: number }>

/** Pays losses from one gain, if need be by making others, who share a loss with it, pay elsewhere. False: it cannot. */
function pay(start: number, flow: Flow): boolean {
  /** Gain → by whom it was made to pay elsewhere, and for which loss that one pays instead. */
  const via = new Map<number, Step>()
  const queue = [start]
  const seen = new Set<number>()
  for (const gain of queue) {
    for (const loss of flow.needs[gain] as number[]) {
      if (seen.has(loss)) continue
      seen.add(loss)
      if ((flow.room[loss] as number) > NOTHING) {
        payAlong(stepsTo({ gain, loss }, via), flow)
        return true
      }
      for (const [other, pays] of flow.paid.entries()) {
        if (other === start || via.has(other) || (pays.get(loss) ?? 0) <= NOTHING) continue
        via.set(other, { gain, loss })
        queue.push(other)
      }
    }
  }
  return false
}

/** From the first gain to the loss that has room. */
function stepsTo(last: Step, via: ReadonlyMap<number, Step>): Step[] {
  const steps = [last]
  for (let step = via.get(last.gain); step !== undefined; step = via.get(step.gain)) steps.unshift(step)
  return steps
}

/** Each gain pays more for its own step's loss, and less for that of the step before. */
function payAlong(steps: readonly Step[], { left, room, paid }: Flow): void {
  const paidBy = (gain: number, loss: number) => paid[gain]?.get(loss) ?? 0
  const [first, last] = [steps[0] as Step, steps.at(-1) as Step]
  const turned = steps.slice(1).map(({ gain }, at) => ({ gain, loss: (steps[at] as Step).loss }))
  const amount = Math.min(
    left[first.gain] as number,
    room[last.loss] as number,
    ...turned.map(({ gain, loss }) => paidBy(gain, loss)),
  )
  left[first.gain] = (left[first.gain] as number) - amount
  room[last.loss] = (room[last.loss] as number) - amount
  for (const { gain, loss } of steps) paid[gain]?.set(loss, paidBy(gain, loss) + amount)
  for (const { gain, loss } of turned) paid[gain]?.set(loss, paidBy(gain, loss) - amount)
}

/** Gains that are not wholly paid for, and those that pay for the losses which these need. */
function reachable(left: readonly number[], needs: readonly number[][], paid: readonly Map<number, number>[]) {
  const taken = new Set([...left.keys()].filter(at => (left[at] as number) > NOTHING || needs[at]?.length === 0))
  const seen = new Set<number>()
  for (const gain of taken) {
    for (const loss of needs[gain] as number[]) {
      if (seen.has(loss)) continue
      seen.add(loss)
      for (const [other, pays] of paid.entries()) if ((pays.get(loss) ?? 0) > NOTHING) taken.add(other)
    }
  }
  return taken
}
