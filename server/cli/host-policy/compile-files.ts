import { errorLine } from '../../language/describe-error.ts'
import { compileProgram, type Program } from '../../language/evaluate.ts'
import { LanguageError } from '../../language/language-error.ts'
import type { Compatibility } from '../../language/scan.ts'
import { joinFiles } from '../../language/source.ts'
import { CliFailure } from '../outcome.ts'
import { readPolicyFiles } from './read-policy-files.ts'

/** Files as one program, in the order given. @throws CliFailure when they cannot be read, or are no program */
export function compileFiles(names: readonly string[], compatibility: Compatibility): Program {
  const files = readPolicyFiles(names)
  try {
    return compileProgram(files, { compatibility })
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    throw new CliFailure(errorLine(error, joinFiles(files)))
  }
}
