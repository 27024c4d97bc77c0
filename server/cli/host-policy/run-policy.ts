import { errorLine } from '../../language/describe-error.ts'
import type { Evaluation } from '../../language/evaluate.ts'
import { LanguageError } from '../../language/language-error.ts'
import type { Source } from '../../language/source.ts'
import type { ExitCode } from '../outcome.ts'

/**
 * An evaluation whose result is `show`n. Guests that were skipped, or why the policy failed, are complained of in one line each; 1 when
 * it failed.
 */
export function runPolicy(
  source: Source,
  complain: (text: string) => void,
  evaluate: () => Evaluation,
  show: (evaluation: Evaluation) => void,
): ExitCode {
  try {
    const evaluation = evaluate()
    show(evaluation)
    for (const { name, because } of evaluation.skipped) complain(`skipped ${name}: ${errorLine(because, source)}`)
    return 0
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    complain(errorLine(error, source))
    return 1
  }
}
