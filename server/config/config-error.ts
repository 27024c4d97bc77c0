import { briefProblem } from './brief-problem.ts'

const MOST_PROBLEMS = 100

/** Every problem at once, each with its place and the fix, on one line. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    const brief = problems.slice(0, MOST_PROBLEMS).map(briefProblem)
    const more = problems.length - brief.length
    if (more > 0) brief.push(`and ${more} more; mend these first`)
    super(brief.join('\n'))
    this.name = 'ConfigError'
    this.problems = brief
  }
}
