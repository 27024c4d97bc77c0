import { z } from 'zod'
import type { FoundMethod, PythonRun } from './python-run.ts'

/** What the zygote claims about one process. It shares its user with the plugin, so nothing of this is trusted. */
export type Reply = Readonly<{ id: number; run: PythonRun; found: readonly FoundMethod[] | null }>

const found = z.object({
  class: z.string().max(1_000),
  method: z.enum(['do_filter', 'do_score', 'do_balance']),
  doc: z.string().max(65_536),
  regex: z.string().max(65_536),
  regexType: z.string().max(200),
})

const reply = z.object({
  id: z.int(),
  exit: z.int().nullable(),
  signal: z.string().max(40).nullable(),
  timedOut: z.boolean(),
  overflow: z.boolean(),
  stdout: z.string(),
  stderr: z.string(),
  ms: z.number(),
  found: z.array(found).max(1_000).nullable().optional().catch(null),
})

const refusal = z.object({ id: z.int(), error: z.string() })

/** The reply in one line, or undefined for a line that is none. */
export function parseReply(line: string): Reply | undefined {
  const data = parseJson(line)
  const refused = refusal.safeParse(data)
  if (refused.success) return { id: refused.data.id, run: died(refused.data.error), found: null }
  const parsed = reply.safeParse(data)
  if (!parsed.success) return undefined
  const { id, found: methods = null, ...run } = parsed.data
  return { id, run, found: methods }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** A run that has no result of its own, since the process that should have told it is gone. */
export const died = (reason: string): PythonRun => ({
  exit: null,
  signal: null,
  timedOut: false,
  overflow: false,
  stdout: '',
  stderr: '',
  ms: 0,
  died: reason.slice(0, 200),
})
