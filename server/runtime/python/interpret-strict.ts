/**
 * What a run means to the original daemon, faults included. `breaks-call` is an exception that it does not catch: the
 * whole call answers a fault with that text.
 */
import type { XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import { PythonLiteralError, parsePythonLiteral } from './parse-python-literal.ts'
import { lastLine } from './plugin-message.ts'
import type { PythonRun } from './python-run.ts'
import { distinct, iterate, type PythonValue, pythonTypeName, unhashableType } from './python-value.ts'
import { PythonFault, toXmlRpc } from './to-xml-rpc.ts'

export type BreaksCall = Readonly<{ kind: 'breaks-call'; message: string }>
/** The daemon only logs why. */
export type StrictFailure = Readonly<{ kind: 'failed' | 'timed-out'; message: string }>
export type StrictNone = Readonly<{ kind: 'none' }>

export type StrictFilter =
  | StrictFailure
  | StrictNone
  | BreaksCall
  | Readonly<{ kind: 'hosts'; hosts: readonly XmlRpcValue[] }>
/** A host may be named more than once: the daemon adds up. A float stays one, with its weight and in the reply. */
export type StrictScore =
  | StrictFailure
  | StrictNone
  | BreaksCall
  | Readonly<{ kind: 'scores'; scores: readonly Readonly<{ host: XmlRpcValue; score: number; isFloat: boolean }>[] }>
/** `none`: also when it failed, which the daemon cannot tell from having nothing to do. */
export type StrictBalance = StrictNone | BreaksCall | Readonly<{ kind: 'elements'; elements: readonly XmlRpcValue[] }>

export const interpretStrict = {
  filter: (run: PythonRun): StrictFilter =>
    withResult(run, value => {
      const items = iterated(value)
      for (const item of items) checkHashable(item)
      return { kind: 'hosts', hosts: distinct(items).map(toXmlRpc) }
    }),

  score: (run: PythonRun): StrictScore =>
    withResult(run, value => ({ kind: 'scores', scores: iterated(value).map(toScore) })),

  /** Neither the exit code nor stderr is looked at. */
  balance(run: PythonRun): StrictBalance {
    const value = run.timedOut ? undefined : literal(run)
    if (value === undefined || value.kind === 'none') return { kind: 'none' }
    return orFault(() => ({ kind: 'elements', elements: iterated(value).map(toXmlRpc) }))
  },
}

function withResult<T>(
  run: PythonRun,
  understand: (value: PythonValue) => T,
): T | StrictFailure | StrictNone | BreaksCall {
  if (run.died !== undefined) return { kind: 'failed', message: run.died }
  if (run.timedOut) return { kind: 'timed-out', message: 'did not end in time' }
  if (run.exit !== 0 || run.stderr !== '') {
    return { kind: 'failed', message: lastLine(run.stderr) || `ended with ${run.signal ?? `code ${run.exit}`}` }
  }
  const value = literal(run)
  if (value === undefined) return { kind: 'failed', message: 'printed no Python literal' }
  return value.kind === 'none' ? { kind: 'none' } : orFault(() => understand(value))
}

function literal({ stdout, overflow, died }: PythonRun): PythonValue | undefined {
  if (overflow || died !== undefined || !stdout.isWellFormed()) return undefined
  try {
    return parsePythonLiteral(stdout)
  } catch (error) {
    if (error instanceof PythonLiteralError) return undefined
    throw error
  }
}

function orFault<T>(work: () => T): T | BreaksCall {
  try {
    return work()
  } catch (error) {
    if (error instanceof PythonFault) return { kind: 'breaks-call', message: error.message }
    throw error
  }
}

function iterated(value: PythonValue): readonly PythonValue[] {
  const items = iterate(value)
  if (items === undefined) throw new PythonFault('TypeError', `'${pythonTypeName(value)}' object is not iterable`)
  return items
}

function checkHashable(value: PythonValue): void {
  const type = unhashableType(value)
  if (type !== undefined) throw new PythonFault('TypeError', `unhashable type: '${type}'`)
}

function toScore(entry: PythonValue) {
  const parts = iterate(entry)
  if (parts === undefined) {
    throw new PythonFault('TypeError', `cannot unpack non-iterable ${pythonTypeName(entry)} object`)
  }
  const [host, score] = parts
  if (parts.length > 2) throw new PythonFault('ValueError', 'too many values to unpack (expected 2)')
  if (host === undefined || score === undefined) {
    throw new PythonFault('ValueError', `not enough values to unpack (expected 2, got ${parts.length})`)
  }
  checkHashable(host)
  return { host: toXmlRpc(host), score: toNumber(score), isFloat: score.kind === 'float' }
}

/** The daemon multiplies by the factor, which repeats a sequence, and adds to an int. */
function toNumber(score: PythonValue): number {
  switch (score.kind) {
    case 'bool':
    case 'int':
      return Number(toXmlRpc(score))
    case 'float':
      return score.value
    case 'none':
    case 'set':
    case 'dict':
      throw new PythonFault('TypeError', `unsupported operand type(s) for *: 'int' and '${pythonTypeName(score)}'`)
    default:
      throw new PythonFault('TypeError', `unsupported operand type(s) for +=: 'int' and '${pythonTypeName(score)}'`)
  }
}
