import { clamp } from '../../../shared/measure/statistics.ts'
import { hashToUnit } from './random.ts'
import { type Interpolation, type Trace, traceAt } from './trace.ts'

/** CPU as percent of all the VM's vCPUs: a level, a daily hill, slow noise, and bursts of some minutes. */
export type GeneratedCpu = Readonly<{
  kind: 'generated'
  basePercent: number
  /** Height of the hill at `peakHour` (UTC). */
  dailyPercent: number
  peakHour: number
  noisePercent: number
  burstPercent: number
  /** Chance of a burst in each ten minutes, 0..1. */
  burstChance: number
}>
export type TracedCpu = Readonly<{ kind: 'trace'; trace: Trace; interpolation: Interpolation; startMs: number }>

/** What one VM asks for, as a function of time. */
export type Demand = Readonly<{
  seed: number
  cpu: GeneratedCpu | TracedCpu
  /** Guest use as percent of configured memory, and how far it drifts either way. */
  memoryPercent: number
  memoryDriftPercent: number
  /** Memory written per second at full CPU use, as a share of the memory in use. */
  dirtyShare: number
}>

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Percent of the VM's own CPU it would use if nobody competed, 0..100. */
export function cpuDemandPercent({ seed, cpu }: Demand, atMs: number): number {
  if (cpu.kind === 'trace') return traceAt(cpu.trace, Math.max(0, atMs - cpu.startMs), cpu.interpolation)
  const hill = cpu.dailyPercent * dailyHill(atMs, cpu.peakHour)
  const noise = cpu.noisePercent * (2 * smoothNoise(seed, 1, atMs, 3 * MINUTE_MS) - 1)
  return clamp(cpu.basePercent + hill + noise + burst(seed, cpu, atMs), 0, 100)
}

/** Percent of configured memory in use by the guest, 1..100. */
export function memoryDemandPercent({ seed, memoryPercent, memoryDriftPercent }: Demand, atMs: number): number {
  const drift = memoryDriftPercent * (2 * smoothNoise(seed, 2, atMs, 20 * MINUTE_MS) - 1)
  return clamp(memoryPercent + drift, 1, 100)
}

/** 1 at the peak hour, 0 from six hours away on. */
const dailyHill = (atMs: number, peakHour: number): number =>
  Math.max(0, Math.cos(2 * Math.PI * ((atMs % DAY_MS) / DAY_MS - peakHour / 24)))

/** 0..1, straight lines between random values at the knots. */
function smoothNoise(seed: number, channel: number, atMs: number, knotMs: number): number {
  const position = atMs / knotMs
  const knot = Math.floor(position)
  const before = hashToUnit(seed, channel, knot)
  return before + (hashToUnit(seed, channel, knot + 1) - before) * (position - knot)
}

function burst(seed: number, { burstPercent, burstChance }: GeneratedCpu, atMs: number): number {
  const slot = Math.floor(atMs / (10 * MINUTE_MS))
  if (burstChance === 0 || hashToUnit(seed, 3, slot) >= burstChance) return 0
  const startMs = hashToUnit(seed, 4, slot) * 6 * MINUTE_MS
  const sinceMs = (atMs % (10 * MINUTE_MS)) - startMs
  return sinceMs >= 0 && sinceMs < 4 * MINUTE_MS ? burstPercent : 0
}
