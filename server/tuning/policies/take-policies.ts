import { policyNameProblem } from '../../../shared/plan/host-policy-name.ts'
import { compileProgram } from '../../language/evaluate.ts'
import { LanguageError } from '../../language/language-error.ts'
import { joinFiles, type PolicyFile } from '../../language/source.ts'
import { checkPolicies, type NamedPolicies, noPolicies, type PolicyOptions, withPolicy } from './named-policies.ts'
import { compareNames } from './policy-name.ts'
import { findingOf, nameProblem, type PolicyFinding, type PolicyProblem, problemOf } from './policy-problem.ts'

export type TakenPolicies = Readonly<{
  policies: NamedPolicies
  findings: readonly PolicyFinding[]
  /** One for each policy that was left out, under its name; those left out first come first. */
  leftOut: readonly Readonly<{ name: string; problem: PolicyProblem }>[]
}>

/**
 * Many policies at once, as from a directory or a store; the bad ones are left out. Of several with one name the last counts.
 *
 * `strict` sets one after the other in the order given, as MOM does. `safe` looks at all of them together, so that one may use what a
 * later one defines; one that needs something of a policy that is left out is left out as well.
 */
export function takePolicies(files: readonly PolicyFile[], options: PolicyOptions = {}): TakenPolicies {
  const none = noPolicies(options)
  return none.compatibility === 'strict' ? oneByOne(none, files) : together(none, files)
}

function oneByOne(none: NamedPolicies, files: readonly PolicyFile[]): TakenPolicies {
  let policies = none
  const leftOut: { name: string; problem: PolicyProblem }[] = []
  for (const { name, text } of files) {
    const outcome = withPolicy(policies, name, text)
    policies = outcome.policies
    if (!outcome.ok) leftOut.push({ name, problem: outcome.problem })
  }
  return { policies, findings: findingsOf(policies), leftOut }
}

function together(none: NamedPolicies, given: readonly PolicyFile[]): TakenPolicies {
  const leftOut: { name: string; problem: PolicyProblem }[] = []
  const byName = new Map(given.map(file => [file.name, file]))
  let files = [...byName.values()].toSorted((a, b) => compareNames(a.name, b.name))
  let bad = new Map<string, PolicyProblem>()
  const dropBad = () => {
    files = files.filter(({ name }) => !bad.has(name))
    for (const [name, problem] of bad) leftOut.push({ name, problem })
  }
  for (const file of files) {
    const problem = alone(file, none)
    if (problem !== undefined) bad.set(file.name, problem)
  }
  dropBad()
  do {
    bad = badTogether(files, none)
    dropBad()
  } while (bad.size > 0)

  let policies = none
  if (files.length > 0) {
    // The last one is set upon all others, for the checks of number and length.
    const last = files.at(-1) as PolicyFile
    const outcome = withPolicy({ ...none, files: files.slice(0, -1) }, last.name, last.text)
    if (!outcome.ok) {
      const rest = together(none, files.slice(0, -1))
      return { ...rest, leftOut: [...leftOut, { name: last.name, problem: outcome.problem }, ...rest.leftOut] }
    }
    policies = outcome.policies
  }
  return { policies, findings: findingsOf(policies), leftOut }
}

/** What is wrong with a policy whatever the others are. A list that one opens is not closed by the next. */
function alone(file: PolicyFile, options: NamedPolicies): PolicyProblem | undefined {
  const why = policyNameProblem(file.name)
  if (why !== undefined) return nameProblem(file.name, why)
  try {
    compileProgram([file], options)
    return undefined
  } catch (error) {
    if (error instanceof LanguageError) return problemOf(error, joinFiles([file]))
    throw error
  }
}

/** The first error of each policy in the joined program. */
function badTogether(files: readonly PolicyFile[], options: NamedPolicies): Map<string, PolicyProblem> {
  const source = joinFiles(files)
  const bad = new Map<string, PolicyProblem>()
  for (const { level, problem } of checkPolicies(files, options)) {
    // The whole is too long: no policy of its own is to blame.
    if (level !== 'error' || problem.span === undefined) continue
    const told = problemOf(problem, source)
    if (!bad.has(told.policy)) bad.set(told.policy, told)
  }
  return bad
}

function findingsOf(policies: NamedPolicies): PolicyFinding[] {
  if (policies.files.length === 0) return []
  const source = joinFiles(policies.files)
  return checkPolicies(policies.files, policies).map(finding => findingOf(finding, source))
}
