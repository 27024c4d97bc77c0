import { isDeepStrictEqual } from 'node:util'
import type { policyOrigins } from '../../../shared/api/tuning.ts'
import { oneAtATime } from '../../../shared/measure/one-at-a-time.ts'
import type { Log } from '../../telemetry/log.ts'
import type { Problem } from '../knobs/carry-out.ts'
import { policiesOf } from '../policies/named-policies.ts'
import { clusterParameters, parametersPolicyName, writeParameters } from '../policies/parameters.ts'
import type { LoadedPolicies, LoadProblem } from '../policies/policy-directory.ts'
import type { PolicyFinding } from '../policies/policy-problem.ts'

export type PolicyOrigin = (typeof policyOrigins)[number]

/** The policies of all clusters, before their own settings and what people have saved. */
export type ConfiguredPolicies = Readonly<{
  origin: Extract<PolicyOrigin, 'built-in' | 'directory'>
  texts: ReadonlyMap<string, string>
  /** What was read last is not in force, or not all of it. */
  problem?: Problem
  /** The same, each file at its place. */
  findings?: readonly PolicyFinding[]
}>

export type DirectoryPolicies = Readonly<{
  /** The same until something was read that changes it. */
  current(): ConfiguredPolicies
  /** Reads the directory anew. */
  refresh(): Promise<void>
}>

export type DirectoryPoliciesDeps = Readonly<{
  /** In force as long as nothing could be read. */
  builtIn: ConfiguredPolicies
  read: () => Promise<LoadedPolicies>
  log: Pick<Log, 'info' | 'warn'>
}>

/**
 * Policies of a directory of the site. At the first read a bad file is left out and the others count, as there is nothing better. Later a
 * set takes the place of the one before only as a whole: with any problem in it, or without a name that clusters set and the one before
 * had, what was in force stays so.
 */
export async function createDirectoryPolicies({
  builtIn,
  read,
  log,
}: DirectoryPoliciesDeps): Promise<DirectoryPolicies> {
  const inTurn = oneAtATime()
  let current = builtIn
  let said = ''

  async function take(isFirst: boolean): Promise<void> {
    const { isRead, policies, problems: found } = await read()
    const problems: readonly Told[] = isFirst || found.length > 0 ? found : lost(current.texts, textsOf(policies))
    const isTaken = isRead && (isFirst || problems.length === 0)
    const { origin, texts } = current
    const next: Pick<ConfiguredPolicies, 'origin' | 'texts'> = isTaken
      ? { origin: 'directory', texts: textsOf(policies) }
      : { origin, texts }
    const isChanged = !isDeepStrictEqual(next, { origin, texts })
    const heard = problems.map(({ message }) => message).join('\n')
    // Files of other kinds change there too, and the first look after the start finds what the start did.
    if (!isChanged && heard === said) return
    current = { ...next, ...asTold(problems) }
    if (isChanged || problems.length === 0)
      log.info({ policies: [...next.texts.keys()] }, 'Host policies have been read.')
    if (heard === said) return
    said = heard
    const sentence = isFirst ? 'A host policy cannot be used.' : 'Host policies cannot be used; those in force stay so.'
    for (const { message: problem, policy, line, column } of problems)
      log.warn({ problem, policy, line, column }, sentence)
  }

  await take(true)
  return { current: () => current, refresh: () => inTurn(() => take(false)) }
}

type Told = Omit<LoadProblem, 'path'>
type Texts = ConfiguredPolicies['texts']

const textsOf = ({ files }: LoadedPolicies['policies']): Texts => new Map(files.map(({ name, text }) => [name, text]))

/** What the engine tells of a cluster is set among its policies; where a name is gone, none of them would run there any more. */
function lost(before: Texts, after: Texts): readonly Told[] {
  const problem = settingsProblem(after)
  if (problem === undefined || settingsProblem(before) !== undefined) return []
  return [{ ...problem, message: `What the engine tells of clusters cannot be set any more: ${problem.message}` }]
}

function settingsProblem(texts: Texts): Told | undefined {
  const settings = writeParameters(clusterParameters({ ballooning: true, ksm: true, ksmMergeAcrossNodes: true }))
  if (!settings.ok) return undefined
  const withSettings = new Map(texts).set(parametersPolicyName, settings.text)
  const outcome = policiesOf([...withSettings].map(([name, text]) => ({ name, text })))
  return outcome.ok ? undefined : outcome.problem
}

function asTold(problems: readonly Told[]): Pick<ConfiguredPolicies, 'problem' | 'findings'> {
  const [first, ...more] = problems
  if (first === undefined) return {}
  const message = more.length === 0 ? first.message : `${first.message} (and ${more.length} more)`
  return {
    problem: { code: 'bad-policy-directory', message },
    findings: problems.flatMap(({ policy, suggestion: _, ...problem }) =>
      // The text in force may have another line there: the message says which file is meant.
      policy === undefined ? [] : [{ ...problem, level: 'error', policy, what: problem.message } as const],
    ),
  }
}
