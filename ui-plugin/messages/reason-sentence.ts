import type { Reason } from '../../shared/policy/reason.ts'
import { englishReasons, type Reasons } from './english-reasons.ts'
import { englishRemarks } from './english-remarks.ts'

export type Translated = Readonly<{ sentence: string; rest: string }>

/** What sentences of the service say in another language. */
export type Translation = Readonly<{
  reasons: Reasons
  /** In the order of `englishRemarks`. */
  remarks: readonly string[]
  number(value: number): string
}>

/**
 * Puts reasons into the reader's language: `sentence`, and what the service appended to it (`rest`). A sentence is translated only
 * where the service still says the very sentence that the translation was made from; what is not known stays in English.
 */
export function reasonTranslator({ reasons, remarks, number }: Translation): (reason: Reason) => Translated {
  const byCode = new Map<string, readonly Pair[]>(
    Object.entries(englishReasons).map(([code, originals]) => [
      code,
      pairsOf(originals, reasons[code as keyof typeof englishReasons]),
    ]),
  )
  // What is said of single hosts and VMs stands in longer answers too. The most definite sentence comes first.
  const anywhere = [...byCode.values()]
    .flat()
    .concat(pairsOf(englishRemarks, remarks))
    .toSorted((a, b) => b.certainty - a.certainty)

  const restOf = (text: string): string => {
    const found = heardIn(text, anywhere)
    if (found !== undefined) return joined(fill(found.translation, found.values, number), restOf(found.rest))
    const [name] = /^\S+: /.exec(text) ?? []
    return name === undefined ? text : name + restOf(text.slice(name.length))
  }

  return ({ code, values, text }) => {
    const pairs = byCode.get(code)
    if (pairs === undefined) return { sentence: text, rest: '' }
    const found = givenIn(text, values, pairs) ?? heardIn(text, pairs)
    if (found === undefined) return { sentence: restOf(text), rest: '' }
    const known = { ...found.values, ...values }
    return { sentence: fill(found.translation, known, number), rest: restOf(found.rest) }
  }
}

type Values = Reason['values']

type Pair = Readonly<{ original: string; translation: string; pattern: RegExp; certainty: number }>

type Found = Readonly<{ translation: string; values: Values; rest: string }>

const pairsOf = (originals: readonly string[], translations: readonly string[]): Pair[] =>
  originals.flatMap((original, index) => {
    const translation = translations[index]
    const certainty = original.replaceAll(/\{\w+\}/g, '').length
    return translation === undefined ? [] : [{ original, translation, pattern: patternOf(original), certainty }]
  })

/** Names and figures of which the service gives no value are taken from the sentence itself; none reaches into another one. */
const patternOf = (original: string): RegExp =>
  new RegExp(
    `^${original
      .split(/\{(\w+)\}/)
      .map((part, index) => (index % 2 === 0 ? RegExp.escape(part) : `(?<${part}>(?:(?![.:;] ).)+?)`))
      .join('')}(?![\\p{L}\\p{N}])`,
    'u',
  )

/** By the values that the service gave. */
function givenIn(text: string, values: Values, pairs: readonly Pair[]): Found | undefined {
  for (const { original, translation } of pairs) {
    const english = fill(original, values, String)
    if (text.startsWith(english)) return { translation, values, rest: text.slice(english.length).trim() }
  }
  return undefined
}

/** By the sentence alone. */
function heardIn(text: string, pairs: readonly Pair[]): Found | undefined {
  for (const { pattern, translation } of pairs) {
    const match = pattern.exec(text)
    if (match !== null) return { translation, values: { ...match.groups }, rest: text.slice(match[0].length).trim() }
  }
  return undefined
}

const joined = (sentence: string, rest: string): string => (rest === '' ? sentence : `${sentence} ${rest}`)

const fill = (template: string, values: Values, number: (value: number) => string): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return typeof value === 'number' ? number(value) : (value ?? whole)
  })
