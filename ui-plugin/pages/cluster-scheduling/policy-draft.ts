import type { ClusterPolicy, PropertyView, SaveClusterPolicy } from '../../../shared/api/cluster-policy.ts'
import { type Parameter, parseParameter } from '../../../shared/policy/parameter.ts'

/** What a person changed and has not saved: a policy, and the text of each touched property. */
export type Draft = Readonly<{ policyId?: string; values: Readonly<Record<string, string>> }>
export const emptyDraft: Draft = { values: {} }

/** Why a value cannot be saved; shown in the reader's words. */
export type Problem = 'integer' | 'boolean' | 'choice' | 'text' | 'semicolon' | 'empty'

export const draftPolicyId = ({ policy }: ClusterPolicy, draft: Draft): string | undefined =>
  draft.policyId ?? policy?.id

/** What the input shows: the draft, else the cluster's value, else the default that applies. */
export const shownValue = ({ name, value, default: fallback }: PropertyView, { values }: Draft): string =>
  values[name] ?? value ?? fallback ?? ''

/** May this property be set, given the policy that is chosen but perhaps not saved yet? */
export function isEditable(policy: ClusterPolicy, draft: Draft, property: PropertyView): boolean {
  if (!policy.mayEdit) return false
  const chosen = draftPolicyId(policy, draft)
  if (chosen === policy.policy?.id) return property.editable
  // Of a policy that is not the cluster's yet we know only whether it uses our units.
  return property.ours && policy.policies.some(({ id, usesOurUnits }) => id === chosen && usesOurUnits)
}

/** The rules of the service, checked while typing: our parser for our properties, the engine's pattern for the others. */
export function problemOf(property: PropertyView, text: string): Problem | undefined {
  const value = text.trim()
  if (value.includes(';')) return 'semicolon'
  const { parameter, default: fallback } = property
  if (value === '') return fallback === undefined ? 'empty' : undefined
  if (parameter.type !== 'text') {
    return parseParameter(toParameter(property, parameter), value).ok ? undefined : parameter.type
  }
  return matches(property.regex, value) ? undefined : 'text'
}

type Typed = Exclude<PropertyView['parameter'], { type: 'text' }>

/** The declaration again that the view was made from; its default plays no part in checking a value. */
function toParameter({ label, help }: PropertyView, view: Typed): Parameter {
  switch (view.type) {
    case 'integer': {
      const { type, min, max } = view
      return { label, help, type, min, max, default: min }
    }
    case 'boolean':
      return { label, help, type: view.type, default: false }
    case 'choice':
      return { label, help, type: view.type, choices: view.choices, default: '' }
  }
}

/** The engine checks the whole value, with Java's dialect: a pattern that is none of ours to read is left to it. */
function matches(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return true
  try {
    return new RegExp(`^(?:${pattern})$`).test(value)
  } catch (error) {
    if (error instanceof SyntaxError) return true
    throw error
  }
}

/** Two texts of one value: the engine may hold "True" where we write "true". */
export function sameValue({ parameter }: PropertyView, a: string | undefined, b: string | undefined): boolean {
  if (parameter.type !== 'boolean' || a === undefined || b === undefined) return a?.trim() === b?.trim()
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}

export type Change = Readonly<{ property: PropertyView; before: string | undefined; after: string }>

/** The properties that saving would change. An emptied one becomes its default, as the service writes it. */
export function changesOf(policy: ClusterPolicy, draft: Draft): Change[] {
  return policy.properties.flatMap(property => {
    const typed = draft.values[property.name]?.trim()
    if (typed === undefined || !isEditable(policy, draft, property)) return []
    const after = typed === '' ? (property.default ?? '') : typed
    return sameValue(property, property.value ?? property.default, after)
      ? []
      : [{ property, before: property.value ?? property.default, after }]
  })
}

export const isPolicyChanged = (policy: ClusterPolicy, draft: Draft): boolean =>
  draftPolicyId(policy, draft) !== policy.policy?.id

export const isDirty = (policy: ClusterPolicy, draft: Draft): boolean =>
  isPolicyChanged(policy, draft) || changesOf(policy, draft).length > 0

/** Property name → problem of everything typed. */
export function problemsOf(policy: ClusterPolicy, draft: Draft): ReadonlyMap<string, Problem> {
  return new Map(
    policy.properties.flatMap(property => {
      const typed = draft.values[property.name]
      if (typed === undefined || !isEditable(policy, draft, property)) return []
      const problem = problemOf(property, typed)
      return problem === undefined ? [] : [[property.name, problem] as const]
    }),
  )
}

/** What is sent: the changes alone; the engine keeps what is not named. */
export function toRequest(policy: ClusterPolicy, draft: Draft): SaveClusterPolicy {
  const policyId = draftPolicyId(policy, draft)
  return {
    version: policy.version,
    ...(isPolicyChanged(policy, draft) && policyId !== undefined && { policyId }),
    properties: Object.fromEntries(changesOf(policy, draft).map(({ property, after }) => [property.name, after])),
  }
}
