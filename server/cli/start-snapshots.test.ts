import { expect, it } from 'vitest'
import { aSnapshot } from '../../test/fakes/builders.ts'
import { aLog } from '../../test/fakes/log.ts'
import { loadConfig } from '../config/load-config.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { currentTrace, inOwnTrace } from '../telemetry/trace.ts'
import { startSnapshots } from './start-snapshots.ts'

it('reads in the trace of whoever asks; what follows from it has no part in that', async () => {
  const now = () => 0
  const seen: (string | undefined)[] = []
  const note = () => seen.push(currentTrace()?.traceId)
  const { config } = loadConfig({ environment: {}, flags: {} })
  const snapshots = startSnapshots(config, {
    async read() {
      note()
      return aSnapshot()
    },
    onChange: note,
    metrics: createMetrics({ now }),
    now,
    log: aLog().log,
  })
  snapshots.onChange(note)
  const asked = await inOwnTrace(async () => {
    await snapshots.refresh(new AbortController().signal)
    return currentTrace()?.traceId
  })
  expect(seen).toEqual([asked, undefined, undefined])
  await snapshots.refresh(new AbortController().signal)
  expect(seen[3]).toMatch(/^[0-9a-f]{32}$/)
})
