import { describe, expect, it } from 'vitest'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import { aHostReading } from '../../test/fakes/host-readings.ts'
import { aLog } from '../../test/fakes/log.ts'
import { createOwnMode } from './own-mode.ts'

const MINUTE_MS = 60_000
const host: WatchedHost = {
  ...{ id: 'h1', name: 'host1', cluster: { id: 'c1', name: 'Default' }, via: { kind: 'vdsm' } },
  ...{ standing: 'connected', sinceMs: 1, lostConnections: 0, reading: aHostReading({ momActive: true }) },
}
const ours = { mode: 'enforce', takeOver: true } as const

/** A host with MOM, which can be out of reach, and how often it was told. */
function aMom() {
  let nowMs = 0
  const mom: { told: number; isDeaf: boolean } = { told: 0, isDeaf: false }
  const { log, lines } = aLog()
  const ownMode = createOwnMode(
    {
      async takeFromMom() {
        if (mom.isDeaf) throw new Error('no answer')
        mom.told += 1
      },
      now: () => nowMs,
      log,
    },
    new AbortController().signal,
  )
  const pass = (ms: number) => {
    nowMs += ms
  }
  return { mom, ownMode, lines, pass }
}

describe('the knobs of a host with MOM', () => {
  const untouched = [
    { why: 'are only observed', settings: { ...ours, mode: 'observe' }, host, mode: 'observe' },
    { why: 'are tried out', settings: { ...ours, mode: 'dry-run' }, host, mode: 'dry-run' },
    { why: 'are not said to be ours', settings: { ...ours, takeOver: false }, host, mode: 'observe' },
    {
      why: 'have no MOM after all',
      settings: ours,
      host: { ...host, reading: aHostReading({ momActive: false }) },
      mode: 'enforce',
    },
  ] as const
  for (const { why, settings, host, mode } of untouched)
    it(`are not taken from it where they ${why}`, async () => {
      const { mom, ownMode } = aMom()
      expect((await ownMode(host, settings)).mode).toBe(mode)
      expect(mom.told).toBe(0)
    })

  it('are taken once, and again after ten minutes or a new connection, for MOM may have been restarted', async () => {
    const { mom, ownMode, lines, pass } = aMom()
    const told: number[] = []
    const ask = async (over: Partial<WatchedHost> = {}) => {
      expect((await ownMode({ ...host, ...over }, ours)).mode).toBe('enforce')
      told.push(mom.told)
    }
    await ask()
    await ask()
    pass(10 * MINUTE_MS)
    await ask()
    await ask({ sinceMs: 2 })
    expect(told).toEqual([1, 1, 2, 3])
    expect(lines.map(({ level }) => level)).toEqual(['info'])
  })

  it('are left to it while it cannot be told, with why, and taken as soon as it can', async () => {
    const { mom, ownMode } = aMom()
    mom.isDeaf = true
    const { mode, because } = await ownMode(host, ours)
    expect([mode, because?.code]).toEqual(['observe', 'mom-not-taken'])
    expect(because?.text).toMatch(/host1.*no answer$/)
    mom.isDeaf = false
    expect(await ownMode(host, ours)).toEqual({ mode: 'enforce' })
  })
})
