import type { Instance } from './read-instance.ts'

export type Judgement = Readonly<{ cost: number; problems: readonly string[] }>

/**
 * The cost of an assignment by the challenge's own definition, and every hard rule that it breaks. Written from the
 * definition alone, and shares no code with the planner.
 */
export function judge(instance: Instance, assignment: readonly number[] | Int32Array): Judgement {
  const { resources, machines, services, processes, balances, weights, assignment: first } = instance
  const problems: string[] = []
  const usage = machines.map(() => resources.map(() => 0))
  const transient = machines.map(() => resources.map(() => 0))
  let cost = 0
  const movedIn = services.map(() => 0)
  for (const [process, { need, service, moveCost }] of processes.entries()) {
    const [now, before] = [assignment[process] ?? -1, first[process] ?? -1]
    for (const [r, { isTransient }] of resources.entries()) {
      add(usage, now, r, need[r] ?? 0)
      if (isTransient && now !== before) add(transient, before, r, need[r] ?? 0)
    }
    cost += weights.machine * (machines[before]?.moveCost[now] ?? 0)
    if (now === before) continue
    cost += weights.process * moveCost
    movedIn[service] = (movedIn[service] ?? 0) + 1
  }
  cost += weights.service * Math.max(0, ...movedIn)
  for (const [m, { capacity, safety }] of machines.entries()) {
    for (const [r, { loadWeight }] of resources.entries()) {
      const used = usage[m]?.[r] ?? 0
      if (used + (transient[m]?.[r] ?? 0) > (capacity[r] ?? 0)) problems.push(`machine ${m} lacks resource ${r}`)
      cost += loadWeight * Math.max(0, used - (safety[r] ?? 0))
    }
    for (const { first: one, second, target, weight } of balances) {
      const free = (r: number) => (capacity[r] ?? 0) - (usage[m]?.[r] ?? 0)
      cost += weight * Math.max(0, target * free(one) - free(second))
    }
  }
  const areasOf = services.map(() => new Set<number>())
  const placesOf = services.map(() => [] as number[])
  for (const [process, { service }] of processes.entries()) {
    const machine = assignment[process] ?? -1
    placesOf[service]?.push(machine)
    areasOf[service]?.add(machines[machine]?.neighbourhood ?? -1)
  }
  for (const [service, { spread, dependsOn }] of services.entries()) {
    const places = placesOf[service] ?? []
    if (new Set(places).size < places.length) problems.push(`service ${service} has two processes on one machine`)
    const locations = new Set(places.map(machine => machines[machine]?.location))
    if (locations.size < spread) problems.push(`service ${service} is in ${locations.size} of ${spread} locations`)
    for (const on of dependsOn) {
      for (const area of areasOf[service] ?? []) {
        if (!areasOf[on]?.has(area)) problems.push(`service ${service} lacks service ${on} in neighbourhood ${area}`)
      }
    }
  }
  return { cost, problems }
}

function add(table: number[][], row: number, column: number, value: number): void {
  const cells = table[row]
  if (cells === undefined) throw new Error(`there is no machine ${row}`)
  cells[column] = (cells[column] ?? 0) + value
}
