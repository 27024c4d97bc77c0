import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { CliFailure } from '../outcome.ts'

/** One thing that `setup` changed, and what it takes to put it back. Paths are absolute. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file-made'), path: z.string(), sha256: z.string() }),
  z.object({ kind: z.literal('link-made'), path: z.string(), target: z.string() }),
  /** In the configuration file. Without `before`: it was not set. */
  z.object({
    kind: z.literal('set'),
    path: z.string(),
    name: z.string(),
    before: z.unknown().optional(),
    after: z.string(),
  }),
  z.object({ kind: z.literal('user-added'), name: z.string() }),
  z.object({ kind: z.literal('role-made'), name: z.string() }),
  z.object({ kind: z.literal('role-given'), name: z.string(), user: z.string() }),
  z.object({ kind: z.literal('ran'), command: z.array(z.string()), undo: z.array(z.array(z.string())) }),
])
export type Change = z.infer<typeof changeSchema>

const recordSchema = z.object({ changes: z.array(changeSchema) })

/** What `setup` has changed on this machine and in the engine, oldest first, so that `setup --undo` can take it back. */
export type SetupRecord = Readonly<{
  changes(): readonly Change[]
  /** On the disk when this returns: what is done next may fail. */
  add(change: Change): void
  /** Forgets one, which has been taken back. */
  drop(change: Change): void
}>

/** Kept in a file of JSON for root. Throws CliFailure when there is one that cannot be read: nothing is written over it. */
export function openSetupRecord(path: string): SetupRecord {
  let changes = existsSync(path) ? read(path) : []
  const write = (next: Change[]) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, `${JSON.stringify({ changes: next }, undefined, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(`${path}.new`, path)
    changes = next
  }
  return {
    changes: () => changes,
    add: change => write([...changes, change]),
    drop: change => write(changes.filter(one => one !== change)),
  }
}

function read(path: string): Change[] {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).changes
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new CliFailure(`${path}, which tells what setup has changed, cannot be read: ${why}`)
  }
}
