import type { PolicyUnit } from '../../shared/policy/unit.ts'
import { hostMemoryBalance } from './host-memory-balance.ts'

/** Every unit that comes with the service. A new one is a file here and a line in this list. */
export const builtInUnits: readonly PolicyUnit[] = [hostMemoryBalance]
