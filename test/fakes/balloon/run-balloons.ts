import type { BalloonWorld, GuestNow, MemoryBalancer } from './balloon-world.ts'

/** What was asked of one balloon, and how its VM was then. */
export type Asked = Readonly<{ now: GuestNow; toKiB: number; isTaken: boolean }>

/** One round: how things were when it began, and what was asked. */
export type BalloonRound = Readonly<{
  round: number
  freeKiB: number
  overheadKiB: number
  guests: readonly GuestNow[]
  asked: readonly Asked[]
}>

/** Lets a balancer look at a world so many times; each round is told as it ends. */
export function* runBalloons(world: BalloonWorld, balance: MemoryBalancer, rounds: number): Generator<BalloonRound> {
  for (let count = 0; count < rounds; count++) {
    const before = { round: world.round(), freeKiB: world.freeKiB(), overheadKiB: world.overheadKiB() }
    const guests = world.guests()
    const asked: Asked[] = []
    balance(world.readings(), (vmId, toKiB) => {
      const now = guests.find(({ guest }) => guest.id === vmId)
      if (now === undefined) throw new Error(`${vmId} is no guest`)
      const isTaken = world.ask(vmId, toKiB)
      asked.push({ now, toKiB, isTaken })
      return isTaken
    })
    yield { ...before, guests, asked }
    world.pass()
  }
}

/** How a run went, beside a reserve. */
export type BalloonFigures = Readonly<{
  /** How far below the reserve the host came at worst. */
  belowReserveKiB: number
  /** Rounds in which it had nothing left at all. */
  oomRounds: number
  /** What guests needed and did not have, over time. */
  unmetKiBSeconds: number
  /** Of all guests together. */
  swapSeconds: number
  /** Targets that a VM was asked to come to; the same one again counts. */
  changes: number
  /** Of those, in the other direction than the one before. */
  reversals: number
}>

export function measureBalloons(
  world: BalloonWorld,
  balance: MemoryBalancer,
  { rounds, reserveKiB }: Readonly<{ rounds: number; reserveKiB: number }>,
): BalloonFigures {
  const figures = {
    belowReserveKiB: 0,
    oomRounds: 0,
    unmetKiBSeconds: 0,
    swapSeconds: 0,
    changes: 0,
    reversals: 0,
  }
  const directions = new Map<string, number>()
  for (const { freeKiB, guests, asked } of runBalloons(world, balance, rounds)) {
    figures.belowReserveKiB = Math.max(figures.belowReserveKiB, reserveKiB - freeKiB)
    if (freeKiB < 0) figures.oomRounds += 1
    for (const { swappedKiB } of guests) {
      figures.unmetKiBSeconds += swappedKiB * world.periodS
      if (swappedKiB > 0) figures.swapSeconds += world.periodS
    }
    figures.changes += asked.length
    for (const { now, toKiB } of asked) {
      const direction = Math.sign(toKiB - now.targetKiB)
      if (direction === 0) continue
      if (direction === -(directions.get(now.guest.id) ?? direction)) figures.reversals += 1
      directions.set(now.guest.id, direction)
    }
  }
  return figures
}
