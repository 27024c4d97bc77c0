/** MOM's name for a policy that is set without one, and for the one of a single file. */
export const mainPolicyName = '50_main_'

/** The order of a program: by code points, as Python sorts. `9_x` comes after `10_x`. */
export function compareNames(left: string, right: string): number {
  const [a, b] = [[...left], [...right]]
  for (let at = 0; at < a.length && at < b.length; at++) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
