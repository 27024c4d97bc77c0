import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Annealed } from '../../../server/planner/search/anneal.ts'
import type { Instance } from './read-instance.ts'

export type ThreadTask = Readonly<{ instance: Instance; seed: number; seconds: number }>

/** One search in each thread at the same time, with seeds that follow one another; the cheapest answer, and what each cost. */
export async function searchInThreads(task: ThreadTask, threads: number): Promise<Annealed & { costs: number[] }> {
  const found = await Promise.all(
    Array.from({ length: threads }, async (_, thread): Promise<Annealed> => {
      const workerData = { ...task, seed: task.seed + thread } satisfies ThreadTask
      const worker = new Worker(new URL('./search-thread.ts', import.meta.url), { workerData })
      const [answer] = await once(worker, 'message')
      return answer
    }),
  )
  const [best] = found.toSorted((a, b) => a.cost - b.cost)
  if (best === undefined) throw new RangeError(`${threads} threads find nothing`)
  return {
    ...best,
    tried: found.reduce((sum, { tried }) => sum + tried, 0),
    costs: found.map(({ cost }) => cost),
  }
}
