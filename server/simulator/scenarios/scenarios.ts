import { affinityConflict } from './affinity-conflict.ts'
import { balanced } from './balanced.ts'
import { big } from './big.ts'
import { cpuHotspot } from './cpu-hotspot.ts'
import { hostTuning } from './host-tuning.ts'
import { memoryPressure } from './memory-pressure.ts'
import type { Scenario } from './plan.ts'

/** By name, the first being the one to start with. */
export const scenarios: ReadonlyMap<string, Scenario> = new Map(
  [memoryPressure, cpuHotspot, balanced, affinityConflict, hostTuning, big].map(scenario => [scenario.name, scenario]),
)
