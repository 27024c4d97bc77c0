import { isEngineError } from './http/engine-error.ts'

/** The engine's answer to a request to change something, in the words of who asked for it. */
export type EngineAnswer = Readonly<{ ok: true } | { ok: false; detail: string }>

const declined = new Set([400, 403, 404, 409])

/** A refusal is a value: the engine understood, declined and changed nothing. Everything else is thrown on. */
export async function answerOf(request: Promise<unknown>): Promise<EngineAnswer> {
  try {
    await request
    return { ok: true }
  } catch (error) {
    if (!isEngineError(error, 'engine-fault', 'engine-conflict', 'engine-forbidden', 'engine-not-found')) throw error
    if (error.status === undefined || !declined.has(error.status)) throw error
    return { ok: false, detail: asSentence(error.detail ?? error.reason ?? error.message) }
  }
}

const asSentence = (text: string): string => (/[.!?:]$/.test(text) ? text : `${text}.`)
