import { splitEntry } from './split-entry.ts'

export type EntryProblem = Readonly<{ problem: string }>

/** Entries as CLUSTER=VALUE, by cluster name or id; "*" is every other one. All problems at once. */
export function byCluster<T extends string | object>(
  setting: string,
  entries: readonly string[],
  parse: (text: string) => T | EntryProblem,
) {
  const found = new Map<string, T[]>()
  const problems: string[] = []
  for (const entry of entries) {
    const parts = splitEntry(entry)
    if (parts === undefined) {
      problems.push(`${setting}: "${entry}" must be CLUSTER=VALUE; * is every other cluster`)
      continue
    }
    const [cluster, text] = parts
    const value = parse(text)
    if (typeof value === 'object' && 'problem' in value) problems.push(`${setting}: "${entry}" ${value.problem}`)
    else found.set(cluster, [...(found.get(cluster) ?? []), value as T])
  }
  return { setting, found, problems }
}

/** Parses one of these words. */
export const oneOfWords =
  <const C extends string>(choices: readonly C[]) =>
  (text: string): C | EntryProblem =>
    choices.find(choice => choice === text) ?? { problem: `must be one of ${choices.join(', ')}` }
