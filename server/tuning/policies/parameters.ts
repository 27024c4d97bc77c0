/**
 * Parameters of policies: what vdsm's Host.setMOMPolicyParameters is given, and settings of our own, as the text of one policy of
 * `(set NAME VALUE)` lines (behaviour: oVirt vdsm, lib/vdsm/momIF.py). There, any name and any value is written, and one that no
 * policy defines fails every cycle from then on; here only known names with values of their kind become text.
 */
import { closestName } from '../../language/closest-name.ts'

/** flag: true or false, or 1 or 0. number: within bounds, whole where it says so. text: anything that can be written in quotes. */
export type ParameterKind = Readonly<
  { kind: 'flag' } | { kind: 'number'; min: number; max: number; whole?: true } | { kind: 'text' }
>

/** The policy that they become; it has to come after the one that defines them. */
export const parametersPolicyName = '01-parameters'

const percent: ParameterKind = { kind: 'number', min: 0, max: 100 }

/** Each is defined by 00-defines. The first five are vdsm's too, the first three the engine sends. */
export const policyParameters: Readonly<Record<string, ParameterKind>> = {
  balloonEnabled: { kind: 'flag' },
  ksmEnabled: { kind: 'flag' },
  ksmMergeAcrossNodes: { kind: 'flag' },
  cpuTuneEnabled: { kind: 'flag' },
  ioTuneEnabled: { kind: 'flag' },
  memoryShortPercent: { ...percent, min: 1 },
  memoryCriticalPercent: percent,
  goldKeepsPercent: percent,
  computeKeepsPercent: percent,
  unclassedKeepsPercent: percent,
  vaporMayBeShutDown: { kind: 'flag' },
  migrateAfterRounds: { kind: 'number', min: 1, max: 1000, whole: true },
}

export type ParameterProblem = Readonly<{
  code: 'unknown-parameter' | 'bad-parameter'
  parameter: string
  /** One line, with the fix. */
  message: string
}>

/** What a cluster says of its hosts. */
export type ClusterMemorySettings = Readonly<{ ballooning: boolean; ksm: boolean; ksmMergeAcrossNodes: boolean }>

/** As the engine sends them to each host. */
export const clusterParameters = ({ ballooning, ksm, ksmMergeAcrossNodes }: ClusterMemorySettings) => ({
  balloonEnabled: ballooning,
  ksmEnabled: ksm,
  ksmMergeAcrossNodes,
})

/**
 * The text for `withPolicy(policies, parametersPolicyName, text)`, one line for each in the order given. Nothing is written when one
 * is refused.
 */
export function writeParameters(
  given: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, ParameterKind>> = policyParameters,
): { ok: true; text: string } | { ok: false; problems: readonly ParameterProblem[] } {
  const lines: string[] = []
  const problems: ParameterProblem[] = []
  for (const [parameter, value] of Object.entries(given)) {
    const kind = Object.hasOwn(known, parameter) ? known[parameter] : undefined
    if (kind === undefined) {
      const hint = closestName(parameter, Object.keys(known)) ?? `the parameters are ${Object.keys(known).join(', ')}`
      const message = `${JSON.stringify(parameter)} is no parameter of the policies; ${hint}`
      problems.push({ code: 'unknown-parameter', parameter, message })
      continue
    }
    const written = write(value, kind)
    if (written !== undefined) lines.push(`(set ${parameter} ${written})`)
    else
      problems.push({
        code: 'bad-parameter',
        parameter,
        message: `${parameter} must be ${expected(kind)}, not ${shown(value)}`,
      })
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, text: lines.join('\n') }
}

function write(given: unknown, kind: ParameterKind): string | undefined {
  const value = typeof given === 'bigint' ? Number(given) : given
  switch (kind.kind) {
    case 'flag':
      if (value === true || value === 1) return 'True'
      return value === false || value === 0 ? 'False' : undefined
    case 'number': {
      if (typeof value !== 'number' || !(value >= kind.min && value <= kind.max)) return undefined
      if (Number.isInteger(value)) return BigInt(value).toString()
      return kind.whole ? undefined : String(value)
    }
    case 'text':
      return typeof value === 'string' ? quoted(value) : undefined
  }
}

/** The language has no escapes: a backslash stays in the value, and a quote ends it. */
function quoted(text: string): string | undefined {
  if (/[\\\p{C}\p{Zl}\p{Zp}]/u.test(text)) return undefined
  const quote = ['"', "'"].find(mark => !text.includes(mark))
  return quote === undefined ? undefined : `${quote}${text}${quote}`
}

function expected(kind: ParameterKind): string {
  if (kind.kind === 'flag') return 'true or false'
  if (kind.kind === 'number') return `a ${kind.whole ? 'whole ' : ''}number from ${kind.min} to ${kind.max}`
  return 'a text of printable characters, without a backslash and with one kind of quote at most'
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a record'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
