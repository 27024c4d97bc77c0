import { parentPort, workerData } from 'node:worker_threads'
import { anneal } from '../../../server/planner/search/anneal.ts'
import type { ThreadTask } from './search-in-threads.ts'
import { toProblem } from './to-problem.ts'

const { instance, seed, seconds } = workerData as ThreadTask
const startedMs = performance.now()
const progress = () => (performance.now() - startedMs) / (1000 * seconds)
parentPort?.postMessage(anneal(toProblem(instance), { seed, progress }))
