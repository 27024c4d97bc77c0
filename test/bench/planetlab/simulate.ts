import { type Migration, startMigrations } from './migrations.ts'
import { placeInitially } from './place-initially.ts'
import type { Policy } from './policy.ts'
import { GONE, policyView } from './policy-view.ts'
import type { Trace } from './read-trace.ts'
import { HOSTS, hostModelAt, powerW, STEP_S, STEPS_PER_DAY, vmTypeAt } from './setting.ts'
import { type Guest, shareCpu } from './share-cpu.ts'

export type Metrics = Readonly<{
  energyKwh: number
  /** Share of the time of hosts that are on in which they give less CPU than is asked for, in percent. */
  slatahPercent: number
  /** The same without the hosts that only receive a VM, which CloudSim counts. */
  slatahOfResidentsPercent: number
  /** CPU that migrating VMs asked for and did not get, of all that was asked for, in percent. */
  pdmPercent: number
  /** SLATAH × PDM, as fractions. */
  slav: number
  /** Energy in kWh × SLAV. */
  esv: number
  migrations: number
  refused: number
  switchOffs: number
  meanActiveHosts: number
  policySeconds: number
}>

export type SimulateOptions = Readonly<{
  policy: Policy
  hosts?: number
  steps?: number
  /** False: memory counts where VMs are first placed and never again, as in CloudSim, whose VMs use none once they run. */
  isMemoryHard: boolean
  /** True: a VM is gone for the rest of the day once it asks for nothing, as in CloudSim, which takes it for finished. */
  isIdleGone: boolean
  /** Measures the policy. */
  nowMs: () => number
  /** Told after each step where the VMs are, and which still migrate. */
  onStep?: (host: Int32Array, migrating: readonly Migration[]) => void
}>

/** A day of one policy. The same trace and a deterministic policy give the same metrics, apart from the policy's time. */
export function simulate(trace: Trace, options: SimulateOptions): Metrics {
  const { policy, hosts = HOSTS, steps = STEPS_PER_DAY, isMemoryHard, isIdleGone, nowMs, onStep } = options
  const host = placeInitially(trace.length, hosts)
  const total = { joule: 0, activeS: 0, shortS: 0, shortOfResidentsS: 0, askedMipsS: 0, lostMipsS: 0 }
  let [migrations, refused, switchOffs, policyMs] = [0, 0, 0, 0]
  let migrating: readonly Migration[] = []
  const ends = trace.map(percents => (isIdleGone ? firstIdle(percents) : STEPS_PER_DAY))
  for (let step = 0; step < steps; step++) {
    const startS = step * STEP_S
    switchOffs += removeEnded(ends, step, host, migrating)
    const view = policyView({ trace, step, host, hosts, migrating, isMemoryHard })
    const askedAtMs = nowMs()
    const wanted = policy.decide(view)
    policyMs += nowMs() - askedAtMs
    const started = startMigrations(wanted, view, migrating, startS)
    migrations += started.migrating.length - migrating.length
    refused += started.refused
    migrating = started.migrating
    // Within a step nothing changes but by migrations that end.
    for (let fromS = startS; fromS < startS + STEP_S; ) {
      const untilS = Math.min(startS + STEP_S, ...migrating.map(({ endS }) => endS))
      const guests = guestsOf(trace, step, host, hosts, migrating)
      addUp(guests, untilS - fromS, total)
      const ended = migrating.filter(({ endS }) => endS <= untilS)
      for (const { vm, to } of ended) host[vm] = to
      migrating = migrating.filter(({ endS }) => endS > untilS)
      switchOffs += countUnused(new Set(ended.map(({ from }) => from)), host, migrating)
      fromS = untilS
    }
    onStep?.(host, migrating)
  }
  const slatah = ratio(total.shortS, total.activeS)
  const pdm = ratio(total.lostMipsS, total.askedMipsS)
  const energyKwh = total.joule / 3.6e6
  return {
    energyKwh,
    slatahPercent: 100 * slatah,
    slatahOfResidentsPercent: 100 * ratio(total.shortOfResidentsS, total.activeS),
    pdmPercent: 100 * pdm,
    slav: slatah * pdm,
    esv: energyKwh * slatah * pdm,
    migrations,
    refused,
    switchOffs,
    meanActiveHosts: total.activeS / (steps * STEP_S),
    policySeconds: policyMs / 1000,
  }
}

/** CloudSim looks a moment after each step begins, between two values of the trace: only when both are 0 is nothing asked for. */
const firstIdle = (percents: Uint8Array): number => {
  const at = percents.findIndex((percent, step) => percent === 0 && percents[step + 1] === 0)
  return at < 0 ? STEPS_PER_DAY : at
}

/** A VM that still migrates ends at the next step. */
function removeEnded(ends: readonly number[], step: number, host: Int32Array, migrating: readonly Migration[]): number {
  const ended = ends.flatMap((end, vm) => (end <= step && host[vm] !== GONE ? [vm] : []))
  const left = new Set<number>()
  for (const vm of ended) {
    if (migrating.some(({ vm: busy }) => busy === vm)) continue
    left.add(host[vm] as number)
    host[vm] = GONE
  }
  return countUnused(left, host, migrating)
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

function guestsOf(trace: Trace, step: number, host: Int32Array, hosts: number, migrating: readonly Migration[]) {
  const guests: Guest[][] = Array.from({ length: hosts }, () => [])
  const mipsOf = (vm: number) => ((trace[vm]?.[step] ?? 0) * vmTypeAt(vm, trace.length).maxMips) / 100
  const leaving = new Set(migrating.map(({ vm }) => vm))
  for (const [vm, at] of host.entries()) {
    guests[at]?.push({ vm, mips: mipsOf(vm), way: leaving.has(vm) ? 'leaves' : 'stays' })
  }
  for (const { vm, to } of migrating) guests[to]?.push({ vm, mips: mipsOf(vm), way: 'arrives' })
  return guests
}

type Total = Record<'joule' | 'activeS' | 'shortS' | 'shortOfResidentsS' | 'askedMipsS' | 'lostMipsS', number>

function addUp(guests: readonly (readonly Guest[])[], seconds: number, total: Total): void {
  for (const [host, here] of guests.entries()) {
    if (here.length === 0) continue
    const model = hostModelAt(host)
    const mips = model.cores * model.coreMips
    const { usedMips, isShort, lostToMigrationMips } = shareCpu(here, model.coreMips, mips)
    total.joule += powerW(model, usedMips / mips) * seconds
    total.activeS += seconds
    const isReceiving = here.some(({ way, mips: asked }) => way === 'arrives' && asked > 0)
    if (isShort) total.shortOfResidentsS += seconds
    if (isShort || isReceiving) total.shortS += seconds
    total.lostMipsS += lostToMigrationMips * seconds
    for (const { mips: asked, way } of here) if (way !== 'arrives') total.askedMipsS += asked * seconds
  }
}

function countUnused(left: ReadonlySet<number>, host: Int32Array, migrating: readonly Migration[]): number {
  const inUse = new Set([...host, ...migrating.map(({ to }) => to)])
  return [...left].filter(at => !inUse.has(at)).length
}
