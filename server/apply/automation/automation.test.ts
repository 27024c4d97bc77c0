import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AutomationState, Freeze } from '../../../shared/plan/automation.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { anAutomation, refusal } from '../../../test/fakes/automation.ts'
import { aRecommendation, NOON_MS } from '../../../test/fakes/builders.ts'
import { openStore } from '../../store/open-store.ts'
import type { Store } from '../../store/store.ts'
import { service } from '../services.ts'
import type { Automation, AutomationDeps } from './automation.ts'

const eva = { id: 'u1', name: 'eva' }
const { cluster, vm, from, to } = aRecommendation()
const because = reason('moves-fail', 'Of the last 3 moves 3 failed.')

let store: Store
let nowMs: number
let alerts: Freeze[]
let automation: Automation
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  nowMs = NOON_MS
  alerts = []
  automation = started()
})
afterEach(() => store.close())

const started = (over: Partial<AutomationDeps> = {}) =>
  anAutomation({ store, now: () => nowMs, alert: async freeze => void alerts.push(freeze), ...over })

const audit = async () => (await store.listAudit({ limit: 9 })).map(({ id: _, ...entry }) => entry)

describe('the switch', () => {
  it('stops what is approved too, and says who and why', async () => {
    const state = await automation.stop(eva, 'backup')
    expect(state).toEqual({ freezes: [], stop: { by: eva, atMs: NOON_MS, why: 'backup' } })
    expect(await automation.state()).toEqual(state)
    expect([await refusal(automation, false), await refusal(automation)]).toEqual(['stopped', 'stopped'])
    const detail = { why: 'backup' }
    expect(await audit()).toEqual([{ atMs: NOON_MS, by: eva, action: 'stop', subject: 'automation', detail }])
  })

  it('stands after a restart, and so does its end', async () => {
    await automation.stop(eva, 'backup')
    const again = started()
    expect(await refusal(again, false)).toBe('stopped')
    nowMs += 5
    expect(await again.resume(service)).toEqual({ freezes: [] })
    expect(await refusal(started(), false)).toBeUndefined()
    expect((await audit())[0]).toEqual({
      atMs: nowMs,
      by: service,
      action: 'resume',
      subject: 'automation',
      detail: {},
    })
  })

  it('is not turned twice', async () => {
    await expect(automation.resume(eva)).rejects.toMatchObject({ code: 'state-conflict' })
    const twice = await Promise.allSettled([automation.stop(eva, 'a'), automation.stop(service, 'b')])
    expect(twice).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'state-conflict', message: expect.stringContaining('eva has stopped') } },
    ])
    expect(await audit()).toHaveLength(1)
  })

  it('is not forgotten by a question that began to read before it', async () => {
    let answer = (_: AutomationState | undefined): void => expect.fail('nothing was read')
    let reads = 0
    const slow: AutomationDeps['store'] = {
      listRuns: store.listRuns,
      changeAutomation: store.changeAutomation,
      readAutomation: () =>
        ++reads > 1
          ? store.readAutomation()
          : new Promise(resolve => {
              answer = resolve
            }),
    }
    const of = started({ store: slow })
    const asked = of.state()
    await of.stop(eva, '')
    answer(undefined)
    await asked
    expect(await refusal(of)).toBe('stopped')
  })

  it('that cannot be written is not turned', async () => {
    const broken = { ...store, changeAutomation: async () => Promise.reject(new Error('disk full')) }
    const of = started({ store: broken })
    await expect(of.stop(eva, '')).rejects.toThrow('disk full')
    expect(await of.state()).toEqual({ freezes: [] })
    await expect(of.stop(eva, '')).rejects.toThrow('disk full')
  })
})

describe('a freeze', () => {
  beforeEach(() => automation.freeze(cluster, because))

  it('holds back what nobody approved, in its cluster', async () => {
    expect([await refusal(automation), await refusal(automation, false)]).toEqual(['frozen', undefined])
    const other = { cluster: { id: 'c2', name: 'c2' }, vm, from, to }
    expect(await automation.permit({ move: other, isAutomatic: true })).toEqual({
      ok: true,
    })
  })

  it('is told once, however often it is asked for', async () => {
    await automation.freeze(cluster, reason('figures-stale', 'Old.'))
    expect(alerts).toEqual([{ cluster, atMs: NOON_MS, because }])
    expect(await audit()).toEqual([
      { atMs: NOON_MS, by: service, action: 'freeze', cluster, subject: cluster.id, detail: { because: because.text } },
    ])
  })

  it('stands after a restart beside the switch, until it is thawed', async () => {
    await automation.stop(eva, '')
    await started().resume(eva)
    const again = started()
    expect((await again.state()).freezes).toEqual([{ cluster, atMs: NOON_MS, because }])
    const thaws = [{ clusterId: cluster.id, atMs: NOON_MS }]
    expect(await again.thaw(cluster.id, eva)).toEqual({ freezes: [], thaws })
    expect(await refusal(started())).toBeUndefined()
    expect((await store.listAudit({ text: 'thaw' }))[0]).toMatchObject({ by: eva, cluster, subject: cluster.id })
  })

  it('of another cluster is left when one is thawed', async () => {
    await automation.freeze({ id: 'c2', name: 'c2' }, because)
    const { freezes } = await automation.thaw(cluster.id, eva)
    expect(freezes.map(freeze => freeze.cluster.id)).toEqual(['c2'])
    await expect(automation.thaw(cluster.id, eva)).rejects.toMatchObject({ code: 'state-conflict' })
  })
})

describe('what people set for a cluster', () => {
  const settings = { mode: 'off', objective: 'none', level: 3, windows: [], perHour: 1, perDay: 1 } as const

  it('stands after a restart', async () => {
    await automation.configure(cluster, { settings, seenAtMs: 0 }, eva)
    const again = started()
    await again.state()
    expect([automation.modeOf(cluster), again.modeOf(cluster)]).toEqual(['off', 'off'])
    expect(await refusal(again, false)).toBe('mode-forbids')
  })

  it('is told with what was before', async () => {
    await automation.configure(cluster, { settings, seenAtMs: 0 }, eva)
    nowMs += 5
    await automation.configure(cluster, { seenAtMs: NOON_MS }, eva)
    expect(await audit()).toEqual([
      { atMs: nowMs, by: eva, action: 'edit_automation', cluster, subject: cluster.id, detail: { before: settings } },
      { atMs: NOON_MS, by: eva, action: 'edit_automation', cluster, subject: cluster.id, detail: { after: settings } },
    ])
    expect(automation.modeOf(cluster)).toBe('automatic')
  })

  it('is refused when somebody else was faster, with nothing written', async () => {
    const both = await Promise.allSettled([
      automation.configure(cluster, { settings, seenAtMs: 0 }, eva),
      automation.configure(cluster, { settings: { ...settings, level: 5 }, seenAtMs: 0 }, service),
    ])
    expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'state-conflict' } }])
    expect(automation.rules.levelOf(cluster)).toBe(3)
    expect(await audit()).toHaveLength(1)
  })

  it('is refused with a window that cannot be read', async () => {
    const asked = { settings: { ...settings, windows: ['now'] }, seenAtMs: 0 }
    await expect(automation.configure(cluster, asked, eva)).rejects.toMatchObject({
      code: 'invalid-request',
      fields: [{ path: 'settings.windows.0' }],
    })
    expect(await audit()).toEqual([])
  })
})
