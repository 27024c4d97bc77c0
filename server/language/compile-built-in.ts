import type { FormParts } from './compile.ts'
import { arityProblem, builtIns } from './forms.ts'
import { LanguageError } from './language-error.ts'
import { operations } from './operations.ts'
import type { Code } from './run.ts'

/** Operators and `and`, `min`, `valid` …: every operand is evaluated, from left to right. */
export function builtInCode(word: string, { list, head, codes }: FormParts): Code {
  const { span } = list
  const arity = builtIns[word]
  const operation = operations[word]
  if (arity === undefined || operation === undefined) throw new Error(`there is no built-in ${word}`)
  const problem = arityProblem(arity, codes.length, head.momLine)
  if (problem !== undefined)
    return () => {
      throw new LanguageError('arity', problem, { span: head.span })
    }
  return run => {
    const operands = codes.map(code => code(run))
    run.at = span
    return operation(operands, run)
  }
}
