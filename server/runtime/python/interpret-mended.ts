/**
 * What a run means, with the original daemon's faults mended: a good result counts whatever else was written, a bad one
 * is this plugin's alone, and each says what was wrong. README.md has the table.
 */
import { PythonLiteralError, parsePythonLiteral } from './parse-python-literal.ts'
import { lastLine, plainLine } from './plugin-message.ts'
import type { PythonRun } from './python-run.ts'
import { iterate, type PythonValue, pythonTypeName } from './python-value.ts'

/** Messages go on from the plugin's name: "did not end in time". At most 200 characters of plain text. */
export type PluginFailure = Readonly<{ kind: 'failed' | 'timed-out' | 'bad-answer'; message: string }>
/** It chose to say nothing. */
export type NoAnswer = Readonly<{ kind: 'none'; warnings: readonly string[] }>

export type MendedFilter =
  | PluginFailure
  | NoAnswer
  | Readonly<{ kind: 'hosts'; hostIds: readonly string[]; warnings: readonly string[] }>
export type MendedScore =
  | PluginFailure
  | NoAnswer
  | Readonly<{ kind: 'scores'; scores: ReadonlyMap<string, number>; warnings: readonly string[] }>
export type MendedBalance =
  | PluginFailure
  | NoAnswer
  | Readonly<{ kind: 'move'; vmId: string; hostIds: readonly string[]; warnings: readonly string[] }>

export const interpretMended = {
  /** Hosts that the plugin keeps, of those asked about. */
  filter(run: PythonRun, askedHostIds: readonly string[]): MendedFilter {
    return withAnswer(run, parsePythonLiteral, (value, warnings) => {
      const named = new Set(textItems(value, 'a list of host ids'))
      const hostIds = askedHostIds.filter(id => named.delete(id))
      return { kind: 'hosts', hostIds, warnings: [...warnings, ...strangers(named)] }
    })
  },

  /** Whole 32-bit numbers; the sum where a host is named twice. Hosts that were not asked about are left out. */
  score(run: PythonRun, askedHostIds: readonly string[]): MendedScore {
    return withAnswer(run, parsePythonLiteral, (value, warnings) => {
      const asked = new Set(askedHostIds)
      const scores = new Map<string, number>()
      const unasked = new Set<string>()
      for (const entry of items(value, 'a list of scores')) {
        const [hostId, score] = scoreEntry(entry)
        if (asked.has(hostId)) scores.set(hostId, int32((scores.get(hostId) ?? 0) + score, hostId))
        else unasked.add(hostId)
      }
      return { kind: 'scores', scores, warnings: [...warnings, ...strangers(unasked)] }
    })
  },

  /** A VM to move and where to. What it names is not checked here. */
  balance(run: PythonRun): MendedBalance {
    return withAnswer(run, parseMove, (value, warnings) => {
      const parts = items(value, 'a VM and a list of hosts')
      const [vm, hosts] = parts
      if (parts.length === 0 || (vm !== undefined && isNothing(vm))) return { kind: 'none', warnings }
      if (vm === undefined || hosts === undefined || parts.length !== 2) {
        throw new BadAnswer(`answered ${parts.length} values instead of a VM and a list of hosts`)
      }
      if (vm.kind !== 'str') throw new BadAnswer(`answered ${aType(vm)} where the id of a VM is due`)
      const hostIds = textItems(hosts, 'a list of host ids')
      // The engine takes an empty list for "any host". What the plugin means is that there is none.
      if (hostIds.length === 0) {
        return { kind: 'none', warnings: [...warnings, plainLine(`names no host for VM ${vm.value}`)] }
      }
      return { kind: 'move', vmId: vm.value, hostIds, warnings }
    })
  },
}

class BadAnswer extends Error {
  override readonly name = 'BadAnswer'
}

function withAnswer<T>(
  run: PythonRun,
  parse: (text: string) => PythonValue,
  understand: (value: PythonValue, warnings: readonly string[]) => T,
): T | PluginFailure | NoAnswer {
  const failure = failureOf(run)
  if (failure !== undefined) return failure
  const complaint = lastLine(run.stderr)
  if (run.stdout.trim() === '') {
    // A plugin without an answer is meant to report its error this way.
    return complaint === '' ? { kind: 'none', warnings: [] } : { kind: 'failed', message: complaint }
  }
  const warnings = complaint === '' ? [] : [complaint]
  try {
    if (!run.stdout.isWellFormed()) throw new BadAnswer('printed bytes that are not UTF-8')
    const value = parse(run.stdout)
    return value.kind === 'none' ? { kind: 'none', warnings } : understand(value, warnings)
  } catch (error) {
    if (error instanceof BadAnswer) return { kind: 'bad-answer', message: plainLine(error.message) }
    if (!(error instanceof PythonLiteralError)) throw error
    const shown = run.stdout.trim().slice(0, 60)
    const message = plainLine(`printed no Python literal (it ${error.message} at ${error.position}): ${shown}`)
    return { kind: 'bad-answer', message }
  }
}

function failureOf({ died, timedOut, overflow, signal, exit, stderr, ms }: PythonRun): PluginFailure | undefined {
  if (died !== undefined) return { kind: 'failed', message: plainLine(died) }
  if (timedOut) return { kind: 'timed-out', message: `did not end in time and was stopped after ${Math.round(ms)} ms` }
  if (overflow) return { kind: 'bad-answer', message: 'wrote more than is read: 8 MiB of answer, 64 KiB of errors' }
  if (signal !== null) return { kind: 'failed', message: `was ended by ${plainLine(signal)}` }
  if (exit !== 0) return { kind: 'failed', message: lastLine(stderr) || `ended with code ${exit}` }
  return undefined
}

const guidThenList = /^\s*([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\s+(?=\[)/i

/** `print(vm, hosts)`, as two of the original's samples write it, prints no tuple. What it means is plain. */
function parseMove(text: string): PythonValue {
  const found = guidThenList.exec(text)
  if (found === null) return parsePythonLiteral(text)
  const [written, vmId = ''] = found
  return { kind: 'tuple', items: [{ kind: 'str', value: vmId }, parsePythonLiteral(text.slice(written.length))] }
}

const isNothing = (value: PythonValue) => value.kind === 'none' || (value.kind === 'str' && value.value === '')

/** Python would also iterate over the characters of a text, which no plugin means. */
function items(value: PythonValue, due: string): readonly PythonValue[] {
  const found = value.kind === 'str' || value.kind === 'bytes' ? undefined : iterate(value)
  if (found === undefined) throw new BadAnswer(`answered ${aType(value)} instead of ${due}`)
  return found
}

const textItems = (value: PythonValue, due: string): string[] =>
  items(value, due).map(item => {
    if (item.kind !== 'str') throw new BadAnswer(`answered ${aType(item)} among ${due}`)
    return item.value
  })

function scoreEntry(entry: PythonValue): [string, number] {
  const parts = items(entry, 'a pair of host and score')
  const [host, score] = parts
  if (host === undefined || score === undefined || parts.length !== 2) {
    throw new BadAnswer(`answered an entry of ${parts.length} values instead of a host and its score`)
  }
  if (host.kind !== 'str') throw new BadAnswer(`answered ${aType(host)} where a host id is due`)
  if (score.kind !== 'int' && score.kind !== 'float' && score.kind !== 'bool') {
    throw new BadAnswer(`answered ${aType(score)} as the score of host ${host.value}`)
  }
  return [host.value, int32(Math.round(Number(score.value)), host.value)]
}

function int32(score: number, hostId: string): number {
  // Also false for NaN.
  if (Math.abs(score) <= 2 ** 31 - 1) return score === 0 ? 0 : score
  throw new BadAnswer(`answered a score beyond 32 bits for host ${hostId}: ${score}`)
}

const strangers = (ids: ReadonlySet<string>): string[] =>
  ids.size === 0 ? [] : [plainLine(`names ${ids.size} hosts that were not asked about, ${[...ids][0]} for one`)]

const aType = (value: PythonValue): string => {
  const name = pythonTypeName(value)
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`
}
