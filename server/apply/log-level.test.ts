import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import { admin } from '../../test/fakes/advised-cluster.ts'
import { NOON_MS } from '../../test/fakes/builders.ts'
import { createLogLevel } from './log-level.ts'

function started(appendAudit?: () => Promise<void>) {
  const levels: string[] = []
  const audit: AuditEntry[] = []
  const waits: { ms: number; work: () => void; off: boolean }[] = []
  const level = createLogLevel({
    configured: 'info',
    setLevel: wanted => levels.push(wanted),
    store: { appendAudit: appendAudit ?? (async entry => void audit.push(entry)) },
    after(ms, work) {
      const wait = { ms, work, off: false }
      waits.push(wait)
      return () => {
        wait.off = true
      }
    },
    now: () => NOON_MS,
    newId: () => 'id',
  })
  return { level, levels, audit, waits }
}

describe('createLogLevel', () => {
  it('is changed for a while, says by whom, and goes back', async () => {
    const { level, levels, audit, waits } = started()
    const untilMs = NOON_MS + 300_000
    expect(await level.set({ level: 'debug', minutes: 5 }, admin)).toEqual({
      level: 'debug',
      configured: 'info',
      by: admin,
      untilMs,
    })
    expect(audit).toMatchObject([
      { by: admin, action: 'edit_log_level', detail: { before: 'info', after: 'debug', minutes: 5 } },
    ])
    expect(waits).toMatchObject([{ ms: 300_000, off: false }])
    waits[0]?.work()
    expect(level.state()).toEqual({ level: 'info', configured: 'info' })
    expect(levels).toEqual(['debug', 'info'])
  })

  it('is audited with from where a person asked, which is not told of the level itself', async () => {
    const { level, audit } = started()
    const from = { address: '192.0.2.7', requestId: 'r1' }
    expect(await level.set({ level: 'debug', minutes: 0 }, { user: admin, from })).toMatchObject({ by: admin })
    expect(audit).toMatchObject([{ by: admin, from }])
  })

  it('stays until the restart when no time is given', async () => {
    const { level, waits } = started()
    expect(await level.set({ level: 'debug', minutes: 0 }, admin)).not.toHaveProperty('untilMs')
    expect(waits).toEqual([])
  })

  it('forgets the earlier way back when it is set anew, and any when it is as configured', async () => {
    const { level, levels, waits } = started()
    await level.set({ level: 'debug', minutes: 5 }, admin)
    await level.set({ level: 'error', minutes: 5 }, admin)
    expect(waits.map(({ off }) => off)).toEqual([true, false])
    expect(await level.set({ level: 'info', minutes: 5 }, admin)).toEqual({ level: 'info', configured: 'info' })
    expect(waits.map(({ off }) => off)).toEqual([true, true])
    expect(levels).toEqual(['debug', 'error', 'info'])
  })

  it('changes nothing that it cannot write down', async () => {
    const { level, levels } = started(() => Promise.reject(new Error('disk full')))
    await expect(level.set({ level: 'debug', minutes: 5 }, admin)).rejects.toThrow('disk full')
    expect([level.state().level, levels]).toEqual(['info', []])
  })
})
