import { oneLine } from './one-line.ts'

/** What a plugin says its units and schedulers are, unchecked. */
export type Said = Readonly<{ units: readonly unknown[]; schedulers: readonly unknown[] }>

/** A message of a plugin's process whose outer shape is what was agreed. What it answers is judged where it is known. */
export type FromSandbox =
  | Readonly<{ say: 'ready'; said: Said }>
  | Readonly<{ say: 'broken'; problem: string }>
  | Readonly<{ say: 'answer'; id: number; answer: unknown }>
  | Readonly<{ say: 'failed'; id: number; problem: string }>
  | Readonly<{ say: 'fetch'; id: number; call: number; url: string }>

const MAX_TEXT = 2_000

/** undefined: it is none. Written by hand, since a call's whole answer passes through here. */
export function parseFromPlugin(line: string): FromSandbox | undefined {
  const message = parseJson(line)
  if (typeof message !== 'object' || message === null) return undefined
  const { say, id, call, units, schedulers, problem, answer, url } = message as Readonly<Record<string, unknown>>
  const isNumbered = typeof id === 'number' && Number.isSafeInteger(id)
  switch (say) {
    case 'ready':
      return Array.isArray(units) && Array.isArray(schedulers) ? { say, said: { units, schedulers } } : undefined
    case 'broken':
      return typeof problem === 'string' ? { say, problem: brief(problem) } : undefined
    case 'answer':
      return isNumbered ? { say, id, answer } : undefined
    case 'failed':
      return isNumbered && typeof problem === 'string' ? { say, id, problem: brief(problem) } : undefined
    case 'fetch':
      return isNumbered && typeof call === 'number' && typeof url === 'string' && url.length <= MAX_TEXT
        ? { say, id, call, url }
        : undefined
    default:
      return undefined
  }
}

/** A problem is shown as it is, in lists and in the log: there must be something to read. */
const brief = (text: string): string => oneLine(text, MAX_TEXT) || 'it failed and does not say why'

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
