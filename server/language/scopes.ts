import { isEntity, type Value } from './value.ts'

/** Variables by scope, innermost first; scoping is dynamic, so a called function sees those of its caller. */
export type Scope = { readonly variables: Map<string, Value>; readonly outer: Scope | undefined }

export const innerScope = (outer: Scope | undefined): Scope => ({ variables: new Map(), outer })

/** What a symbol is divided into: of `x.a.b` only the first two parts are looked at, as in MOM. */
export type Name = Readonly<{ full: string; first: string; member: string | undefined }>

export function nameOf(full: string): Name {
  const [first = '', member] = full.split('.')
  return { full, first, member }
}

/** undefined: nothing has the name. An `x` without the member does not hide an outer `x` that has it. */
export function lookUp(scope: Scope, { first, member }: Name): Value | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const value = at.variables.get(first)
    if (value === undefined) continue
    if (member === undefined) return value
    const found = isEntity(value) ? value.member(member) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** Assigns where the name is found first. @returns the scope, undefined where there is none */
export function scopeOf(scope: Scope, full: string): Scope | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) if (at.variables.has(full)) return at
  return undefined
}

export function visibleNames(scope: Scope): string[] {
  const names: string[] = []
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) names.push(...at.variables.keys())
  return names
}
