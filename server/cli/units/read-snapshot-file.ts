import { readFileSync } from 'node:fs'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { parseSnapshot } from '../../../shared/model/snapshot-schema.ts'
import { CliFailure } from '../outcome.ts'

/** Throws CliFailure naming the file and every wrong field. */
export function readSnapshotFile(file: string): Snapshot {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new CliFailure(`${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  const parsed = parseSnapshot(text)
  if (parsed.ok) return parsed.snapshot
  throw new CliFailure(
    parsed.problems
      .slice(0, 10)
      .map(problem => `${file}: ${problem}`)
      .join('\n'),
  )
}
