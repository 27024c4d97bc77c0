import { readFileSync } from 'node:fs'

/** An instance of the ROADEF/EURO challenge 2012, as its files have it. */
export type Instance = Readonly<{
  resources: readonly Readonly<{ isTransient: boolean; loadWeight: number }>[]
  machines: readonly Readonly<{
    neighbourhood: number
    location: number
    capacity: readonly number[]
    safety: readonly number[]
    moveCost: readonly number[]
  }>[]
  services: readonly Readonly<{ spread: number; dependsOn: readonly number[] }>[]
  processes: readonly Readonly<{ service: number; need: readonly number[]; moveCost: number }>[]
  balances: readonly Readonly<{ first: number; second: number; target: number; weight: number }>[]
  weights: Readonly<{ process: number; service: number; machine: number }>
  assignment: readonly number[]
}>

/** Throws where the files hold less than they announce. */
export function readInstance(modelFile: string, assignmentFile: string): Instance {
  const numbers = numbersOf(modelFile)
  let at = 0
  const next = (): number => {
    const value = numbers[at]
    if (value === undefined) throw new Error(`${modelFile} ends after ${at} numbers`)
    at += 1
    return value
  }
  const several = <T>(count: number, read: () => T): T[] => Array.from({ length: count }, read)
  const resources = several(next(), () => ({ isTransient: next() === 1, loadWeight: next() }))
  const machineCount = next()
  const machines = several(machineCount, () => ({
    neighbourhood: next(),
    location: next(),
    capacity: several(resources.length, next),
    safety: several(resources.length, next),
    moveCost: several(machineCount, next),
  }))
  const services = several(next(), () => {
    const [spread, count] = [next(), next()]
    return { spread, dependsOn: several(count, next) }
  })
  const processes = several(next(), () => ({
    service: next(),
    need: several(resources.length, next),
    moveCost: next(),
  }))
  const balances = several(next(), () => ({ first: next(), second: next(), target: next(), weight: next() }))
  const weights = { process: next(), service: next(), machine: next() }
  return { resources, machines, services, processes, balances, weights, assignment: numbersOf(assignmentFile) }
}

const numbersOf = (file: string): number[] => readFileSync(file, 'utf8').trim().split(/\s+/).map(Number)
