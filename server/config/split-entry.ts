/**
 * `CLUSTER=VALUE` at its first `=`, without blanks around either; undefined where one of the two is missing. A regular expression
 * that does so takes time by the square of the blanks.
 */
export function splitEntry(entry: string): readonly [cluster: string, value: string] | undefined {
  const at = entry.indexOf('=')
  const [cluster, value] = [entry.slice(0, Math.max(0, at)).trim(), entry.slice(at + 1).trim()]
  return cluster === '' || value === '' ? undefined : [cluster, value]
}
