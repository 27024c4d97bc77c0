import { z } from 'zod'
import { guestReadingSchema, hostReadingSchema } from '../../../shared/model/host-reading.ts'
import { CliFailure } from '../outcome.ts'
import { readText } from './read-policy-files.ts'

const hostSampleSchema = z.object({
  atMs: z.number(),
  host: hostReadingSchema,
  guests: z.array(guestReadingSchema),
})

/** What one host and its VMs said at one instant, as `host … --record` prints it. `atMs`: the clock of whoever asked. */
export type HostSample = Readonly<z.infer<typeof hostSampleSchema>>

/** Samples from a file of JSON lines, oldest first; empty lines are left out. @throws CliFailure naming line and field */
export function readSamples(file: string): HostSample[] {
  const samples = readText(file)
    .split('\n')
    .flatMap((text, index) => (text.trim() === '' ? [] : [sampleOf(text, `${file}:${index + 1}`)]))
  if (samples.length === 0) throw new CliFailure(`${file}: there is no sample in it; host ADDRESS --record prints some`)
  return samples
}

function sampleOf(text: string, place: string): HostSample {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch (error) {
    throw new CliFailure(`${place}: no JSON: ${(error as Error).message}`)
  }
  const parsed = hostSampleSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new CliFailure(`${place}: ${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'is no sample'}`)
}

/** How far apart samples usually are: the median, in whole seconds; one alone tells nothing. */
export function usualIntervalS(samples: readonly HostSample[], unknown = 15): number {
  const apartMs = samples.slice(1).map(({ host }, index) => host.takenAtMs - (samples[index]?.host.takenAtMs ?? 0))
  const median = apartMs.toSorted((a, b) => a - b)[Math.floor(apartMs.length / 2)]
  return median === undefined ? unknown : Math.max(1, Math.round(median / 1000))
}
