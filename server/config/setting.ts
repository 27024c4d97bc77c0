/** The kinds of setting. Each turns what a file, the environment or a flag says into a typed value, or says what is wrong. */

import { parseNetwork } from './network.ts'

export type Parsed<T> = Readonly<{ ok: true; value: T } | { ok: false; problem: string }>

export type Setting<T> = Readonly<{
  default: T
  /** One sentence for `--help`, the sample file and the settings reference. */
  help: string
  /** What a number counts; shown beside it. */
  unit?: string
  /** Never printed. */
  secret?: boolean
  /** e.g. `<port>`; shown in `--help`. undefined: the flag takes no value. */
  argument?: string
  /** What may be given, for the settings reference: one of these words, or a whole number within these bounds. */
  choices?: readonly string[]
  min?: number
  max?: number
  parse(given: unknown): Parsed<T>
}>

type Described<T> = Pick<Setting<T>, 'default' | 'help'>

const refuse = (expected: string, given: unknown): Parsed<never> => ({
  ok: false,
  problem: `must be ${expected}, not ${JSON.stringify(given)}`,
})

export function text(described: Described<string> & { secret?: boolean; argument?: string }): Setting<string> {
  return {
    argument: '<text>',
    ...described,
    parse: given => (typeof given === 'string' ? { ok: true, value: given.trim() } : refuse('text', given)),
  }
}

export function url(described: Described<string>): Setting<string> {
  return {
    argument: '<url>',
    ...described,
    parse(given) {
      const expected = 'an http or https address such as https://engine.example/ovirt-engine'
      if (typeof given !== 'string' || !URL.canParse(given)) return refuse(expected, given)
      const parsed = new URL(given)
      if (!['http:', 'https:'].includes(parsed.protocol)) return refuse(expected, given)
      if (parsed.username !== '' || parsed.password !== '') {
        return {
          ok: false,
          problem: 'must not carry a user name or password; use engine.username and engine.passwordFile',
        }
      }
      return { ok: true, value: given.replace(/\/+$/, '') }
    },
  }
}

/** Address of a PostgreSQL database, or nothing. */
export function postgresUrl(described: Described<string>): Setting<string> {
  return {
    argument: '<url>',
    ...described,
    parse(given) {
      if (given === '') return { ok: true, value: '' }
      const expected = 'an address such as postgres://user@host/database'
      if (typeof given !== 'string' || !URL.canParse(given)) return refuse(expected, given)
      const { protocol, password, pathname } = new URL(given)
      if (!['postgres:', 'postgresql:'].includes(protocol) || pathname.length < 2) return refuse(expected, given)
      if (password !== '') return { ok: false, problem: 'must not carry a password; use store.passwordFile' }
      return { ok: true, value: given }
    },
  }
}

/** Of what is stored; that of the jobs beside it is 5 longer, and pg-boss takes 50. */
export const LONGEST_SCHEMA = 45

/** A name that needs no quotes in SQL. */
export function identifier(described: Described<string>): Setting<string> {
  return {
    argument: '<name>',
    ...described,
    parse: given =>
      typeof given === 'string' && /^[a-z_][a-z0-9_]*$/.test(given) && given.length <= LONGEST_SCHEMA
        ? { ok: true, value: given }
        : refuse(`a name of at most ${LONGEST_SCHEMA} small letters, digits and "_"`, given),
  }
}

export function integer(described: Described<number> & { min: number; max: number; unit?: string }): Setting<number> {
  const { min, max, unit } = described
  return {
    argument: `<${unit ?? 'number'}>`,
    ...described,
    parse(given) {
      const value = typeof given === 'string' && /^-?[0-9]{1,15}$/.test(given.trim()) ? Number(given) : given
      if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max)
        return { ok: true, value }
      return refuse(`a whole number from ${min} to ${max}${unit ? ` (${unit})` : ''}`, given)
    },
  }
}

export const port = (described: Described<number>): Setting<number> => ({
  ...integer({ ...described, min: 0, max: 65_535 }),
  argument: '<port>',
})

const flagWords: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on'].map((word): [string, boolean] => [word, true]),
  ...['false', 'no', 'off'].map((word): [string, boolean] => [word, false]),
])

export function flag(described: Described<boolean>): Setting<boolean> {
  return {
    ...described,
    parse(given) {
      if (typeof given === 'boolean') return { ok: true, value: given }
      const word = typeof given === 'string' ? flagWords.get(given.trim().toLowerCase()) : undefined
      return word === undefined ? refuse('true or false', given) : { ok: true, value: word }
    },
  }
}

export function oneOf<const C extends string>(described: Described<C> & { choices: readonly C[] }): Setting<C> {
  const { choices } = described
  return {
    argument: `<${choices.join('|')}>`,
    ...described,
    parse(given) {
      const found = choices.find(choice => choice === given)
      return found === undefined ? refuse(`one of ${choices.join(', ')}`, given) : { ok: true, value: found }
    },
  }
}

/**
 * Several texts: a list in the file, comma separated in the environment and in a flag. None at all is refused, unless
 * that is the default.
 */
export function texts(described: Described<readonly string[]> & { argument: string }): Setting<readonly string[]> {
  return {
    ...described,
    parse(given) {
      if (isNothing(given) && described.default.length === 0) return { ok: true, value: [] }
      const items = typeof given === 'string' ? given.split(',').map(item => item.trim()) : given
      if (Array.isArray(items) && items.length > 0 && items.every(item => typeof item === 'string' && item !== '')) {
        return { ok: true, value: items }
      }
      return refuse('a list of texts', given)
    },
  }
}

const isNothing = (given: unknown): boolean =>
  Array.isArray(given) ? given.length === 0 : typeof given === 'string' && given.trim() === ''

/** Texts of which each is an address or a network. Names are not taken: they may mean something else tomorrow. */
export function networks(described: Described<readonly string[]>): Setting<readonly string[]> {
  const list = texts({ argument: '<network,…>', ...described })
  return {
    ...list,
    parse(given) {
      const parsed = list.parse(given)
      const bad = parsed.ok ? parsed.value.find(item => parseNetwork(item) === undefined) : undefined
      if (bad === undefined) return parsed
      return refuse('a list of addresses or networks such as 192.0.2.7 or 192.0.2.0/24, no host names', bad)
    },
  }
}
