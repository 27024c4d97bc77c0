/**
 * Fuzzed policy texts through scanner, parser, checker and evaluator, by seed: `node test/bench/policy-texts.ts
 * [--count 1000000] [--seed 1] [--json]`. Exit code 1 when one ended in anything but values or a LanguageError, or took
 * more than a second.
 */
import { checkProgram } from '../../server/language/check.ts'
import { compileProgram, evaluate, type Facts } from '../../server/language/evaluate.ts'
import { LanguageError } from '../../server/language/language-error.ts'
import { defaultLimits } from '../../server/language/limits.ts'
import { createRandom, type Random } from '../../server/planner/search/random.ts'
import { generateQuestions } from '../fakes/mom/generate-policies.ts'
import { failFor, printFigures, seededArguments } from './arguments.ts'

export type PolicyTextFigures = Readonly<{
  texts: number
  values: number
  refused: number
  complaints: string[]
  slowestMs: number
  seconds: number
}>

const SLOW_MS = 1000
const limits = { ...defaultLimits, steps: 20_000 }
const sample = { mem_free: 5n, mem_available: 16_777_216n, balloon_cur: null, sla_class: 'gold' }
const facts: Facts = { host: { name: 'Host', samples: [sample] }, guests: [{ name: 'a', samples: [sample] }] }

const telling = [
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '\\',
  '#',
  '\n',
  '.',
  '-',
  'nil',
  '0x',
  '1e999',
  '9'.repeat(40),
  '((((((((((',
  '(* "ab" 60000)',
  '(<< 1 4000)',
  '(def f () (f))(f)',
  '(with Guests vm ',
  '(let ((a ',
  'Host.__class__',
  'Host.constructor',
  '(Host.__proto__ 1)',
  'é',
  '\0',
  '\ud800',
  ' '.repeat(30),
] // prettier-ignore

export function benchPolicyTexts(count: number, seed: number): PolicyTextFigures {
  const random = createRandom(seed)
  const startedMs = performance.now()
  const complaints: string[] = []
  const counts = { values: 0, refused: 0 }
  let slowestMs = 0
  let sound: string[] = []
  for (let done = 0; done < count; done++) {
    if (done % 10_000 === 0) sound = generateQuestions(1000, seed + done).map(({ text }) => text)
    const text = fuzzed(sound[done % sound.length] ?? '', random)
    const files = [{ name: 'fuzzed', text }]
    const compatibility = done % 2 === 0 ? 'safe' : 'strict'
    const beganMs = performance.now()
    try {
      checkProgram(files, { compatibility, limits })
      evaluate(compileProgram(files, { compatibility, limits }), facts)
      counts.values += 1
    } catch (error) {
      if (error instanceof LanguageError && error.span !== undefined) counts.refused += 1
      else complaints.push(`${String(error).slice(0, 200)} for ${JSON.stringify(text).slice(0, 300)}`)
    }
    const tookMs = performance.now() - beganMs
    slowestMs = Math.max(slowestMs, tookMs)
    if (tookMs > SLOW_MS) complaints.push(`${tookMs.toFixed(0)} ms for ${JSON.stringify(text).slice(0, 300)}`)
  }
  return { texts: count, ...counts, complaints, slowestMs, seconds: (performance.now() - startedMs) / 1000 }
}

function fuzzed(text: string, random: Random): string {
  let changed = text
  const times = 1 + random.below(4)
  for (let done = 0; done < times; done++) {
    const at = random.below(changed.length + 1)
    const length = random.below(12)
    const piece = telling[random.below(telling.length)] ?? ''
    const how = random.next()
    if (how < 0.4) changed = changed.slice(0, at) + piece + changed.slice(at)
    else if (how < 0.7) changed = changed.slice(0, at) + changed.slice(at + length)
    else if (how < 0.9) changed = changed.slice(0, at) + changed.slice(at, at + length).repeat(3) + changed.slice(at)
    else changed = changed.slice(0, at)
  }
  return changed
}

function main(): void {
  const { count, seed, json } = seededArguments(1_000_000)
  const { complaints, ...figures } = benchPolicyTexts(count, seed)
  printFigures({ bench: 'policy-texts', seed, ...figures, complaints: complaints.length }, json)
  failFor(complaints)
}

if (import.meta.main) main()
