import { Worker } from 'node:worker_threads'
import type { Plan } from '../../shared/plan/plan.ts'
import type { PlanQuestion } from './plan-question.ts'

type Message = Readonly<{ plan?: Plan; better?: Plan }>

/** In the source tree a file of its own, in what is installed one beside the bundle. */
const thread = new URL(import.meta.url.endsWith('.ts') ? './plan-thread.ts' : './plan-thread.js', import.meta.url)

/** What a thread may hold: the snapshot of a large engine and the tables of a search take a tenth of this. */
const MAX_MIB = 2048

/**
 * Makes a plan in a thread of its own, so that nothing else waits for it. Rejects when it was stopped (`signal`) before any plan was
 * found, or when the search failed; stopped later, it answers with the best there was.
 */
export function planInThread(question: PlanQuestion, signal: AbortSignal): Promise<Plan> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    let best: Plan | undefined
    const worker = new Worker(thread, { workerData: question, resourceLimits: { maxOldGenerationSizeMb: MAX_MIB } })
    const settle = (work: () => void) => {
      signal.removeEventListener('abort', stop)
      void worker.terminate()
      work()
    }
    const stop = () => settle(() => (best === undefined ? reject(signal.reason) : resolve(best)))
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', ({ plan, better }: Message) => {
      best = plan ?? better ?? best
      if (plan !== undefined) settle(() => resolve(plan))
    })
    worker.on('error', error => settle(() => reject(error)))
    worker.on('exit', code => settle(() => reject(new Error(`the planning thread ended with ${code} and no plan`))))
  })
}
