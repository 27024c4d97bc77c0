/** MOM's name for a policy that is set without one, and for the one of a single file. */
export const mainPolicyName = '50_main_'

export const MAX_NAME_LENGTH = 100

/**
 * Why a policy may not have this name; undefined: it may. MOM takes any text; ours is also the name of a file and of a place in
 * messages, in both modes.
 */
export function nameProblem(name: string): string | undefined {
  const length = [...name].length
  if (length === 0) return 'a policy needs a name'
  if (length > MAX_NAME_LENGTH) return `a name has at most ${MAX_NAME_LENGTH} characters, not ${length}`
  if (name.startsWith('.')) return 'a name does not begin with a dot'
  if (name.includes('/')) return 'a name has no slash'
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) return 'a name has printable characters only'
  return undefined
}

/** The order of a program: by code points, as Python sorts. `9_x` comes after `10_x`. */
export function compareNames(left: string, right: string): number {
  const [a, b] = [[...left], [...right]]
  for (let at = 0; at < a.length && at < b.length; at++) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
