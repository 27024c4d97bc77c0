/**
 * Named policies, which together are one program (behaviour: oVirt MOM, mom/Policy/Policy.py). A set never changes: what is set,
 * deleted or replaced makes a new one, and a bad text leaves the old one as it was.
 */

import { policyNameProblem } from '../../../shared/plan/host-policy-name.ts'
import { checkProgram, type Finding } from '../../language/check.ts'
import { compileProgram, type Program } from '../../language/evaluate.ts'
import { LanguageError } from '../../language/language-error.ts'
import { defaultLimits, type Limits } from '../../language/limits.ts'
import { type Compatibility, scan } from '../../language/scan.ts'
import { joinFiles, type PolicyFile } from '../../language/source.ts'
import { allControls } from '../knobs/controllers.ts'
import { compareNames, mainPolicyName } from './policy-name.ts'
import { findingOf, nameProblem, type PolicyFinding, type PolicyProblem, problemOf } from './policy-problem.ts'

/** Joining and checking them is work of every change. */
export const MAX_POLICIES = 500

export type PolicyOptions = Readonly<{ compatibility?: Compatibility; limits?: Limits }>

export type NamedPolicies = Readonly<{
  compatibility: Compatibility
  limits: Limits
  /** In the order of the program: by code points of their names. */
  files: readonly PolicyFile[]
  /** What is evaluated. */
  program: Program
}>

/**
 * `policies` is what stands afterwards. When it is not ok that is what stood before, but in `strict`, where MOM may have lost or
 * kept more than it meant.
 */
export type PolicyOutcome = Readonly<
  | { ok: true; policies: NamedPolicies; program: Program; findings: readonly PolicyFinding[] }
  /** `findings`: of all that was looked at, the problem among them where it has a place. */
  | { ok: false; policies: NamedPolicies; problem: PolicyProblem; findings: readonly PolicyFinding[] }
>

export function noPolicies({ compatibility = 'safe', limits = defaultLimits }: PolicyOptions = {}): NamedPolicies {
  return { compatibility, limits, files: [], program: compiled([], { compatibility, limits }) }
}

/** The whole program as MOM's getPolicy tells it; `0` where there is nothing. */
export const joinedText = ({ files }: NamedPolicies): string => joinFiles(files).text || '0'

/**
 * Sets one policy, or deletes it when there is no text. To delete one that is not there is no error.
 *
 * `safe`: whatever would fail in every cycle is refused: text that cannot be read, unknown names, wrong numbers of operands, also
 * where another policy used what is taken away. `strict`: only what cannot be read is refused; a program that has no expression
 * is an accident in MOM, after which the text is kept and the program before goes on.
 */
export function withPolicy(policies: NamedPolicies, name: string, text: string | undefined): PolicyOutcome {
  const others = policies.files.filter(file => file.name !== name)
  if (text === undefined) return accept(policies, others)
  const bad = policyNameProblem(name)
  if (bad !== undefined) return refuse(policies, nameProblem(name, bad))
  return accept(policies, [...others, { name, text }])
}

/**
 * MOM's setPolicy: the text, or nothing, in place of all that is there, under the name `50_main_`. `strict` throws away what is
 * there before it looks at the text, so that a bad one leaves nothing.
 */
export function replaceAll(policies: NamedPolicies, text: string | undefined): PolicyOutcome {
  const files = text === undefined ? [] : [{ name: mainPolicyName, text }]
  return accept(policies.compatibility === 'strict' ? noPolicies(policies) : policies, files)
}

/** What a check finds in policies together, controls that nothing reads included. */
export const checkPolicies = (files: readonly PolicyFile[], options: PolicyOptions): Finding[] =>
  checkProgram(files, { ...options, controls: allControls })

/** All of them at once, in place of none. */
export const policiesOf = (files: readonly PolicyFile[], options: PolicyOptions = {}): PolicyOutcome =>
  accept(noPolicies(options), files)

const refuse = (
  policies: NamedPolicies,
  problem: PolicyProblem,
  findings: readonly PolicyFinding[] = [{ level: 'error', ...problem }],
): PolicyOutcome => ({ ok: false, policies, problem, findings })

function accept(before: NamedPolicies, unordered: readonly PolicyFile[]): PolicyOutcome {
  const { compatibility, limits } = before
  const files = unordered.toSorted((a, b) => compareNames(a.name, b.name))
  if (files.length > MAX_POLICIES) {
    const what = `there are more than ${MAX_POLICIES} policies; delete one first`
    return refuse(before, { code: 'too-many', message: what, what, policy: unordered.at(-1)?.name ?? '' })
  }
  const source = joinFiles(files)
  const found = source.text === '' ? [] : checkPolicies(files, before)
  const findings = found.map(finding => findingOf(finding, source))
  const error = compatibility === 'safe' ? found.find(({ level }) => level === 'error') : undefined
  if (error !== undefined) return refuse(before, problemOf(error.problem, source), findings)
  try {
    const program = compiled(files, before)
    return {
      ok: true,
      policies: { compatibility, limits, files, program },
      program,
      findings,
    }
  } catch (problem) {
    if (!(problem instanceof LanguageError)) throw problem
    const isAccident = problem.code === 'parse' && scan(source, compatibility, limits).length === 0
    return refuse(isAccident ? { ...before, files } : before, problemOf(problem, source))
  }
}

/** MOM puts `0` where there is no text at all, because it fails on an empty program. */
function compiled(files: readonly PolicyFile[], options: Required<PolicyOptions>): Program {
  const isEmpty = joinFiles(files).text === ''
  return compileProgram(isEmpty ? [{ name: mainPolicyName, text: '0' }] : files, options)
}
