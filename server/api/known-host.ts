import { ApiProblem } from './api-problem.ts'

/** What is known of a host. Throws ApiProblem where the engine has no such host. */
export function knownHost<T>(found: T | undefined, id: string): T {
  if (found === undefined) throw new ApiProblem('not-found', `The engine has no host ${id}.`)
  return found
}
