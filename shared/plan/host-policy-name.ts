import { z } from 'zod'

export const MAX_POLICY_NAME_LENGTH = 100

/**
 * Why a host policy may not have this name; undefined: it may. MOM takes any text; ours is also the name of a file and of a place in
 * messages, in both modes.
 */
export function policyNameProblem(name: string): string | undefined {
  const length = [...name].length
  if (length === 0) return 'a policy needs a name'
  if (length > MAX_POLICY_NAME_LENGTH) return `a name has at most ${MAX_POLICY_NAME_LENGTH} characters, not ${length}`
  if (name.startsWith('.')) return 'a name does not begin with a dot'
  if (name.includes('/')) return 'a name has no slash'
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) return 'a name has printable characters only'
  return undefined
}

export const policyNameSchema = z
  .string()
  .superRefine((name, { addIssue }) => {
    const problem = policyNameProblem(name)
    if (problem !== undefined) addIssue({ code: 'custom', message: problem })
  })
  .describe('Printable, without slash, not beginning with a dot; the order of the names is that of the program')
