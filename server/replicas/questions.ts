import { randomUUID } from 'node:crypto'
import type { Log } from '../telemetry/log.ts'
import type { HostQuestion, Messages } from './messages.ts'

/** What is in no store, but another replica may know. */
export type Questions = Readonly<{
  /** What the others know, each once; `one`: the first that comes is enough. Whoever has said nothing after WAIT_MS is left out. Never rejects. */
  ask(question: HostQuestion, enough: 'all' | 'one'): Promise<readonly unknown[]>
  /** Who answers here; undefined: nothing is known. Called once. */
  answerWith(answer: (question: HostQuestion) => Promise<unknown>): void
}>

/** Where there is one replica, there is nobody to ask. */
export const noQuestions: Questions = { ask: async () => [], answerWith: () => undefined }

/** A person waits for it. A replica that died a moment ago is still counted among the others. */
const WAIT_MS = 1_500

type Deps = Readonly<{
  messages: Messages
  /** How many others there are. */
  others: () => number
  /** Resolves after so long, or when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  log: Pick<Log, 'warn'>
}>

type Asked = { answers: unknown[]; said: number; onWord: () => void }

export function createQuestions({ messages, others, sleep, log }: Deps): Questions {
  const open = new Map<string, Asked>()
  let answer: (question: HostQuestion) => Promise<unknown> = async () => undefined

  async function reply(id: string, question: HostQuestion): Promise<void> {
    const known = await answer(question)
    messages.publish({ type: 'answer', id, ...(known !== undefined && { known }) })
  }

  messages.onMessage(({ message }) => {
    if (message.type === 'question')
      reply(message.id, message.question).catch((error: unknown) =>
        log.warn({ error }, 'Another replica asked what could not be answered.'),
      )
    if (message.type !== 'answer') return
    const asked = open.get(message.id)
    if (asked === undefined) return
    asked.said += 1
    if (message.known !== undefined) asked.answers.push(message.known)
    asked.onWord()
  })

  return {
    async ask(question, enough) {
      const count = others()
      if (count === 0) return []
      const id = randomUUID()
      const waiting = new AbortController()
      const asked: Asked = {
        answers: [],
        said: 0,
        onWord() {
          if (asked.said >= count || (enough === 'one' && asked.answers.length > 0)) waiting.abort()
        },
      }
      open.set(id, asked)
      messages.publish({ type: 'question', id, question })
      await sleep(WAIT_MS, waiting.signal)
      open.delete(id)
      return asked.answers
    },
    answerWith(given) {
      answer = given
    },
  }
}
