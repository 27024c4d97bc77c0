import { compileProgram } from '../../../server/language/evaluate.ts'
import { LanguageError } from '../../../server/language/language-error.ts'
import type { MomPort, MomSample } from '../../../server/xmlrpc/mom/mom-port.ts'

/** The name under which MOM keeps a policy that was given none. */
const MAIN = '50_main_'

export type InMemoryMom = MomPort & Readonly<{ verbosity(): string | undefined }>

export type MomWorld = Readonly<{
  /** Policies of the configuration, by name; none: nothing is configured. */
  configured?: Readonly<Record<string, string>>
  /** The last sample; without it the host is not ready. */
  host?: MomSample
  /** By name, those that are ready. */
  guests?: Readonly<Record<string, MomSample>>
}>

/** MOM's rules for named policies, with our own reader of the language; samples stay as they are given. */
export function inMemoryMom({ configured, host, guests = {} }: MomWorld = {}): InMemoryMom {
  let policies: ReadonlyMap<string, string> = new Map(Object.entries(configured ?? {}))
  let verbosity: string | undefined

  const inOrder = (all: ReadonlyMap<string, string>) =>
    [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => ({ name, text }))

  /** Takes them all or, when they cannot be read together, none. */
  function adopt(next: ReadonlyMap<string, string>): boolean {
    try {
      compileProgram(inOrder(next))
    } catch (error) {
      if (error instanceof LanguageError) return false
      throw error
    }
    policies = next
    return true
  }

  return {
    getPolicy: () =>
      policies.size === 0
        ? '0'
        : inOrder(policies)
            .map(({ text }) => text)
            .join('\n'),
    setPolicy: text => adopt(new Map(text === undefined ? [] : [[MAIN, text]])),
    getNamedPolicies: () => Object.fromEntries(policies),
    setNamedPolicy(name = MAIN, text) {
      const next = new Map(policies)
      if (text === undefined) next.delete(name)
      else next.set(name, text)
      return adopt(next)
    },
    resetPolicies() {
      policies = new Map(Object.entries(configured ?? {}))
      return configured === undefined ? undefined : true
    },
    setVerbosity(text) {
      verbosity = text
      return true
    },
    getStatistics: () => host && { host, guests },
    getActiveGuests: () => Object.keys(guests),
    verbosity: () => verbosity,
  }
}
