import type { Policy } from '../policy.ts'
import { consolidate } from './consolidate.ts'

const THRESHOLD = 0.8

/** CloudSim's THR 0.8: a host is overloaded when more than a fixed share of its CPU is asked for. */
export const threshold = (): Policy => ({
  name: 'threshold',
  decide: view => consolidate(view, load => load > THRESHOLD),
})
