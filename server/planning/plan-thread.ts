/** The thread in which a plan is made: one question, better and better plans, the last of them at the end. */
import { parentPort, workerData } from 'node:worker_threads'
import { answerQuestion } from './answer-question.ts'
import type { PlanQuestion } from './plan-question.ts'

const question = workerData as PlanQuestion
const startedMs = performance.now()
const { user, system } = process.threadCpuUsage()
const plan = answerQuestion(
  question,
  () => (performance.now() - startedMs) / 1000,
  better => parentPort?.postMessage({ better }),
  () => {
    const now = process.threadCpuUsage()
    return (now.user - user + now.system - system) / 1_000_000
  },
)
parentPort?.postMessage({ plan })
