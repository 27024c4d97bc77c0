import { describe, expect, it, onTestFinished } from 'vitest'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import { NOON_MS } from '../../test/fakes/builders.ts'
import { aGuestReading, aHostReading } from '../../test/fakes/host-readings.ts'
import { aLog } from '../../test/fakes/log.ts'
import { loadConfig } from '../config/load-config.ts'
import { openStore } from '../store/open-store.ts'
import { currentTrace } from '../telemetry/trace.ts'
import { readTuningRules } from './read-tuning-rules.ts'
import { startTuning } from './start-tuning.ts'

const aHost = (id: string): WatchedHost => ({
  ...{ id, name: id, cluster: { id: 'c1', name: 'Default' }, via: { kind: 'simulated' } },
  ...{ standing: 'connected', sinceMs: 0, lostConnections: 0, reading: aHostReading(), readAtMs: NOON_MS },
  guests: { takenAtMs: NOON_MS, readAtMs: NOON_MS, guests: [aGuestReading({ id: `vm of ${id}` })] },
})

describe('startTuning', () => {
  it('has a trace for each round of a host', async () => {
    const { config } = loadConfig({ environment: {}, flags: { 'tuning.modes': ['*=dry-run'] } })
    const store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
    const { log } = aLog()
    let sampled: (host: WatchedHost) => void = () => expect.fail('nobody wants samples')
    const traces = new Map<string, Set<string | undefined>>()
    const note = (vmId: string) => {
      const seen = traces.get(vmId) ?? new Set()
      traces.set(vmId, seen.add(currentTrace()?.traceId))
    }
    const tuning = await startTuning(config, {
      ...{ rules: readTuningRules(config), store, log, now: () => NOON_MS, isOurs: () => true },
      fleet: {
        ...{ follow: () => undefined, list: () => [], find: aHost, access: () => undefined, close: () => undefined },
        onSample(listener) {
          sampled = listener
          return () => undefined
        },
        ...{ onEvent: () => () => undefined, onStandings: () => () => undefined },
      },
      slaOf(vmId) {
        note(vmId)
        return undefined
      },
      standingOf: vmId => {
        note(vmId)
        return { priority: 1, canLeave: true }
      },
      leavingOf: () => new Map(),
      cannotAsk: () => undefined,
      handOn: async () => undefined,
      metrics: { tuningRound: () => undefined, knobChange: () => undefined },
    })
    onTestFinished(async () => {
      await tuning.close(AbortSignal.timeout(1_000))
      await store.close()
    })
    for (const id of ['h1', 'h2']) sampled(aHost(id))
    await expect.poll(() => traces.size).toBe(2)
    const ids = [...traces.values()].flatMap(seen => [...seen])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(2)
    expect(ids).not.toContain(undefined)
  })
})
