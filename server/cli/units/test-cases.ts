import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { CliFailure } from '../outcome.ts'

const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({})
const names = z.array(z.string())
const ofVm = { vm: z.string(), hosts: names.optional(), properties: texts }

const caseSchema = z
  .strictObject({
    name: z.string(),
    /** Needed only where the file brings several units. */
    unit: z.string().optional(),
    filter: z.strictObject({ ...ofVm, keeps: names }).optional(),
    score: z
      .strictObject({
        ...ofVm,
        best: z.string().optional(),
        costs: z.record(z.string(), z.number().int()).optional(),
      })
      .refine(({ best, costs }) => best !== undefined || costs !== undefined, 'needs "best" or "costs"')
      .optional(),
    balance: z
      .strictObject({
        cluster: z.string(),
        hosts: names.optional(),
        properties: texts,
        /** A VM, or "nothing". */
        moves: z.string(),
        to: names.optional(),
      })
      .optional(),
  })
  .refine(
    ({ filter, score, balance }) => [filter, score, balance].filter(Boolean).length === 1,
    'needs exactly one of "filter", "score" and "balance"',
  )

export type TestCase = z.infer<typeof caseSchema>

/** The cases of a file. Throws CliFailure with the place of everything that is wrong. */
export function parseTestCases(text: string, file: string): readonly TestCase[] {
  let content: unknown
  try {
    content = parse(text)
  } catch (error) {
    if (error instanceof YAMLParseError) throw new CliFailure(`${file}: ${error.message}`)
    throw error
  }
  const parsed = z.array(caseSchema).safeParse(content)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${file}: ${path.join('.') || 'the file'}: ${message}`,
  )
  throw new CliFailure(problems.join('\n'))
}
