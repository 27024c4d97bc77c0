import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { type SupportRecord, supportRecordSchema } from '../../../shared/api/support.ts'
import { CliFailure } from '../outcome.ts'

/** The first line of a bundle; the others are its records, a JSON object each. */
export const bundleHeadSchema = z.object({
  ovirtSchedulerBundle: z.literal(1),
  version: z.string(),
  node: z.string(),
  madeAtMs: z.number(),
  from: z.enum(['service', 'store']),
  anonymised: z.boolean(),
})
export type BundleHead = Readonly<z.infer<typeof bundleHeadSchema>>
export type Bundle = Readonly<{ head: BundleHead; records: readonly SupportRecord[] }>

/** Many times what the bundle of a large engine takes; a file that unpacks to more is none of ours. */
const MOST_BYTES = 512 * 1024 * 1024

/** Readable by its owner only. Throws CliFailure; an existing file is left as it is. */
export function writeBundle(file: string, { head, records }: Bundle): void {
  const text = [head, ...records].map(line => `${JSON.stringify(line)}\n`).join('')
  try {
    writeFileSync(file, gzipSync(text), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw new CliFailure(`${file} cannot be written: ${(error as Error).message}`, { cause: error })
  }
}

/** Throws CliFailure naming the file and the first line that is wrong. */
export function readBundle(file: string): Bundle {
  const [first, ...others] = linesOf(file).map((line, at) => parsed(file, line, at + 1))
  const head = bundleHeadSchema.safeParse(first)
  if (!head.success) throw new CliFailure(`${file} is no bundle of this version: its first line does not say so`)
  const records = others.map((line, at) => {
    const record = supportRecordSchema.safeParse(line)
    if (!record.success) throw new CliFailure(`${file}: line ${at + 2} is no record of a bundle`)
    return record.data
  })
  return { head: head.data, records }
}

function linesOf(file: string): string[] {
  try {
    const text = gunzipSync(readFileSync(file), { maxOutputLength: MOST_BYTES }).toString('utf8')
    return text.split('\n').filter(line => line !== '')
  } catch (error) {
    throw new CliFailure(`${file} cannot be read as a bundle: ${(error as Error).message}`, { cause: error })
  }
}

function parsed(file: string, line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new CliFailure(`${file}: line ${number} is not JSON`)
  }
}
