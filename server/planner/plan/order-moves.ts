import { allFoesOf } from '../search/foes-of.ts'
import { findParking } from './find-parking.ts'
import { createHostRoom } from './host-room.ts'
import type { BlockedMove, PlacementChange, PlacementPlan, PlannedMove } from './placement-plan.ts'
import { createPrecedence } from './precedence.ts'
import { createVmNeeds } from './vm-needs.ts'

/**
 * Puts moves into an order in which each may start, and says after which others. Where none may start, since each waits for
 * another to make room, a VM is parked on a third host. What cannot get to its target by that is told as blocked; the plan
 * then holds the others.
 *
 * The moves are played: at each moment whatever may start does, those first whose leaving most others wait for. So the makespan is
 * that of a real schedule, and what it finds possible is possible.
 */
export function orderMoves(change: PlacementChange): PlacementPlan {
  const { problem, target, seconds, limits } = change
  const { vms, hosts, initial } = problem
  const foes = allFoesOf(problem)
  const needs = createVmNeeds(change)
  const room = createHostRoom(change, needs, foes)
  const precedence = createPrecedence(change, needs, foes)
  const at = Int32Array.from(initial)
  const waiting = new Set<number>()
  const busy = new Int32Array(hosts)
  const parked = new Set<number>()
  const moves: PlannedMove[] = []
  let running: number[] = []
  let nowS = 0

  for (let vm = 0; vm < vms; vm++) {
    if (at[vm] !== target[vm] || grows(change, vm)) waiting.add(vm)
  }

  const isBusy = (host: number): boolean => host !== change.nowhere && (busy[host] as number) >= limits.perHost

  function mayStart(vm: number, to: number): boolean {
    const from = at[vm] as number
    if (from !== to && (running.length >= limits.total || isBusy(from) || isBusy(to))) return false
    return room.mayRun(vm, to) && room.lacks(vm, from, to).length === 0 && room.foesOn(vm, to).length === 0
  }

  function start(vm: number, to: number, isParking: boolean): void {
    const from = at[vm] as number
    const move = moves.length
    const after = precedence.arrive(move, vm, from, to)
    const endsAtS = nowS + (from === to ? 0 : seconds(vm))
    moves.push({ vm, from, to, isParking, after, startsAtS: nowS, endsAtS })
    room.begin(vm, from, to)
    if (!isParking) waiting.delete(vm)
    if (from === to) {
      needs.fill(vm)
      return
    }
    running.push(move)
    for (const host of [from, to]) busy[host] = (busy[host] as number) + 1
  }

  function startWhatMay(): void {
    for (const vm of mostAwaitedFirst(waiting, at, target, hosts)) {
      if (waiting.has(vm) && mayStart(vm, target[vm] as number)) start(vm, target[vm] as number, false)
    }
  }

  /** Goes to the moment when the next one is done. */
  function finishNext(): void {
    nowS = Math.min(...running.map(move => (moves[move] as PlannedMove).endsAtS))
    const done = running.filter(move => (moves[move] as PlannedMove).endsAtS <= nowS)
    running = running.filter(move => (moves[move] as PlannedMove).endsAtS > nowS)
    for (const move of done) {
      const { vm, from, to } = moves[move] as PlannedMove
      room.end(vm, from, to)
      precedence.leave(move, vm, from)
      needs.fill(vm)
      at[vm] = to
      for (const host of [from, to]) busy[host] = (busy[host] as number) - 1
    }
  }

  for (;;) {
    startWhatMay()
    if (running.length > 0) {
      finishNext()
      continue
    }
    const parking = findParking({ change, room, at, waiting, parked })
    if (parking === undefined) break
    parked.add(parking.vm)
    start(parking.vm, parking.to, true)
  }
  const blocked = [...waiting].map((vm): BlockedMove => {
    const to = target[vm] as number
    return { vm, to, lacks: room.lacks(vm, at[vm] as number, to), apartFrom: room.foesOn(vm, to) }
  })
  return { moves, makespanS: nowS, blocked }
}

function grows({ problem, needBefore }: PlacementChange, vm: number): boolean {
  if (needBefore === undefined) return false
  const { resources, need } = problem
  for (let place = vm * resources; place < (vm + 1) * resources; place++) {
    if ((need[place] as number) > (needBefore[place] as number)) return true
  }
  return false
}

/** Those first from whose hosts most others wait for room. */
function mostAwaitedFirst(
  waiting: ReadonlySet<number>,
  at: Int32Array,
  target: Int32Array,
  hosts: number,
): readonly number[] {
  const awaited = new Int32Array(hosts + 1)
  for (const vm of waiting) awaited[target[vm] as number] = (awaited[target[vm] as number] as number) + 1
  const weight = (vm: number) => (at[vm] === target[vm] ? 0 : (awaited[at[vm] as number] as number))
  return [...waiting].sort((a, b) => weight(b) - weight(a) || a - b)
}
