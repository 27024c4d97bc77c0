/** Lines of a JSON log from `warn` on, by their message. What is no JSON is left out. */
export function countComplaints(output: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const line of output.split('\n')) {
    const entry = parsed(line)
    if (entry === undefined || !(entry.level >= WARN)) continue
    const what = `${entry.level >= ERROR ? 'error' : 'warn'}: ${entry.msg}`
    counts[what] = (counts[what] ?? 0) + 1
  }
  return counts
}

type Entry = Readonly<{ level: number; msg: string }>
const [WARN, ERROR] = [40, 50]

function parsed(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Entry
  } catch {
    return undefined
  }
}
