/**
 * Generated policies through MOM's own evaluator, from the source that MOM_DIR (or `npm test -- --peer-mom DIR`) names, and
 * through ours in `strict`: the same values and controls, the same message where MOM words the error itself, or an error in both. MOM_COUNT: how many.
 */
import { describe, expect, it } from 'vitest'
import { differences } from '../../server/language/differences.ts'
import { compileProgram, evaluate } from '../../server/language/evaluate.ts'
import { LanguageError } from '../../server/language/language-error.ts'
import { parseFacts } from '../../server/language/parse-facts.ts'
import { askMom, type MomAnswer, plain, type Question, whyNoMom } from '../fakes/mom/ask-mom.ts'
import { generateQuestions } from '../fakes/mom/generate-policies.ts'

const sourceDir = process.env.MOM_DIR
const why = whyNoMom(sourceDir)
const COUNT = Number(process.env.MOM_COUNT ?? 12_000)
const SEED = 8

describe.skipIf(why !== undefined)(`MOM’s own evaluator (${why === undefined ? sourceDir : `skipped: ${why}`})`, () => {
  it(`gives ${COUNT} generated policies the same values, or an error where ours does`, () => {
    const questions = generateQuestions(COUNT, SEED)
    const theirs = askMom(sourceDir ?? '', questions)
    const complaints = questions.flatMap((question, at) => compare(question, theirs[at] ?? { error: 'no answer' }))
    expect(theirs.filter(answer => 'values' in answer).length).toBeGreaterThan(COUNT / 10)
    expect(complaints.slice(0, 12)).toEqual([])
  }, 900_000)

  it.each(differences)('shows the difference $id in strict, where MOM has it', ({ example, isInStrict }) => {
    if (!isInStrict) return
    const question = { text: example, facts: '{"Host":{"samples":[{}]},"Guests":[{"name":"a","samples":[{}]}]}' }
    const [theirs = { error: 'no answer' }] = askMom(sourceDir ?? '', [question])
    expect(compare(question, theirs)).toEqual([])
  })
})

function compare({ text, facts }: Question, theirs: MomAnswer): unknown[] {
  const ours = strictAnswer(text, facts)
  if ('values' in theirs) return same(ours, theirs) ? [] : [{ text, facts, theirs, ours }]
  if (!('code' in ours)) return [{ text, facts, theirs, ours }]
  // MOM's code words these; parse errors of ours that MOM has by accident are errors all the same.
  return 'policy' in theirs && theirs.policy !== ours.message ? [{ text, facts, theirs, ours }] : []
}

const same = (ours: unknown, theirs: unknown) => JSON.stringify(sorted(ours)) === JSON.stringify(sorted(theirs))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}

function strictAnswer(text: string, facts: string) {
  try {
    const { values, host, guests } = evaluate(
      compileProgram([{ name: 'p', text }], { compatibility: 'strict' }),
      parseFacts(facts),
    )
    const controls = (entity: typeof host) =>
      Object.fromEntries(Object.entries(entity.controls).map(([name, value]) => [name, plain(value)]))
    return { values: values.map(plain), host: controls(host), guests: guests.map(controls) }
  } catch (error) {
    if (error instanceof LanguageError) return { code: error.code, message: error.message }
    throw error
  }
}
