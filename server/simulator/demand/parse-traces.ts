import { gunzipSync } from 'node:zlib'
import type { Trace } from './trace.ts'

/** Lines of the unpacked file, counted from 1, and what is wrong with each; only the first few are kept. */
export class TraceFileError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(`the trace file cannot be used: ${problems.join('; ')}`, options)
    this.name = 'TraceFileError'
    this.problems = problems
  }
}

/** Far above any day of a large site; a guard against a file that unpacks without end. */
const MAX_BYTES = 256 * 1024 * 1024
const MAX_PROBLEMS = 10

/**
 * Reads a gzipped CSV without a head line: per VM its name, then whole percents 0..100, one per five minutes. Every row
 * has as many samples as the first. Throws TraceFileError that names the bad lines.
 */
export function parseTraces(gzip: Uint8Array): Trace[] {
  const traces: Trace[] = []
  const problems: string[] = []
  for (const [index, line] of unpack(gzip).split('\n').entries()) {
    const row = line.endsWith('\r') ? line.slice(0, -1) : line
    if (row === '') continue
    const parsed = parseRow(row, traces[0]?.percents.length)
    if (typeof parsed !== 'string') traces.push(parsed)
    else if (problems.push(`line ${index + 1}: ${parsed}`) === MAX_PROBLEMS) break
  }
  if (problems.length > 0) throw new TraceFileError(problems)
  if (traces.length === 0) throw new TraceFileError(['it holds no rows'])
  return traces
}

function unpack(gzip: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(gunzipSync(gzip, { maxOutputLength: MAX_BYTES }))
  } catch (cause) {
    throw new TraceFileError(['it is not gzipped UTF-8 text of at most 256 MiB'], { cause })
  }
}

/** The row, or what is wrong with it. */
function parseRow(row: string, samples: number | undefined): Trace | string {
  const [name = '', ...cells] = row.split(',')
  if (name.trim() === '') return 'the name is missing'
  if (cells.length === 0) return 'no samples after the name'
  if (samples !== undefined && cells.length !== samples) {
    return `${cells.length} samples where the first row has ${samples}`
  }
  const bad = cells.findIndex(cell => !/^(100|[0-9]{1,2})$/.test(cell.trim()))
  if (bad >= 0) return `sample ${bad + 1} is "${cells[bad]?.slice(0, 20)}", not a whole percent from 0 to 100`
  return { name: name.trim(), percents: Uint8Array.from(cells, Number) }
}
