import { spawnSync } from 'node:child_process'
import { z } from 'zod'
import type { AuditException } from './audit-exceptions.ts'

/** What an audit came to. `unchecked`: why there was none. */
export type Audit = Readonly<{ problems: readonly string[]; unchecked?: string }>

const PATIENCE_MS = 8_000
const counted = new Set(['moderate', 'high', 'critical'])

const advisory = z.object({ title: z.string(), url: z.string(), severity: z.string(), range: z.string() })
const report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisory])) })),
})

/**
 * Asks the registry for advisories about the packages of the lockfile below `root`. Where it cannot be reached, or does
 * not answer in time, nothing is checked, and that is said.
 */
export function auditProblems(root: string, exceptions: readonly AuditException[], nowMs: number): Audit {
  const args = ['audit', '--json', '--package-lock-only', '--fetch-retries=0', `--fetch-timeout=${PATIENCE_MS / 2}`]
  const options = { cwd: root, encoding: 'utf8', timeout: PATIENCE_MS } as const
  const { stdout, error } = spawnSync('npm', args, options)
  if (error !== undefined) return { problems: [], unchecked: error.message }
  return judgeAudit(stdout, exceptions, nowMs)
}

/** Judges what `npm audit --json` printed; at `moderate` and above an advisory is a problem unless there is an exception. */
export function judgeAudit(json: string, exceptions: readonly AuditException[], nowMs: number): Audit {
  const read = parse(json)
  if (read === undefined) return { problems: [], unchecked: 'the registry gave no advisories' }
  const found = new Map<string, string>()
  for (const [name, { via }] of Object.entries(read.vulnerabilities)) {
    // A mere name is a package that another one brings in, which has an entry of its own.
    for (const one of via)
      if (typeof one !== 'string' && counted.has(one.severity))
        found.set(one.url, `${name} ${one.range}: ${one.title} (${one.severity}) ${one.url}`)
  }
  const isOver = ({ until }: AuditException) => !(Date.parse(until) > nowMs)
  const problems = exceptions.flatMap(exception => {
    const { url, until } = exception
    if (!found.has(url)) return [`audit-exceptions.ts: ${url} is not reported any more: take it out`]
    return isOver(exception) ? [`audit-exceptions.ts: ${url} was let pass until ${until}: look at it again`] : []
  })
  const excused = new Set(exceptions.filter(exception => !isOver(exception)).map(({ url }) => url))
  const open = [...found].filter(([url]) => !excused.has(url)).map(([, text]) => text)
  return { problems: [...open, ...problems] }
}

function parse(json: string): z.infer<typeof report> | undefined {
  try {
    return report.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}
