import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NOON_MS } from '../../test/fakes/builders.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { createUnitSwitches, type UnitSwitches } from './unit-switches.ts'

const eva = { id: 'u1', name: 'eva' }
const tom = { id: 'u2', name: 'tom' }
const guard = { id: 'guard', clusters: [{ id: 'c1', name: 'Default' }] }

let store: Store
let told: string[]
let changed: number
let switches: UnitSwitches
const started = () =>
  createUnitSwitches({
    store,
    now: () => NOON_MS,
    newId: () => `id${++changed}`,
    changes: { onUnits: () => void changed++ },
    tell: async text => void told.push(text),
  })
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  told = []
  changed = 0
  switches = started()
  await switches.load()
})
afterEach(() => store.close())

describe('createUnitSwitches', () => {
  it('disables a unit by its name, with who, when and why, and tells of it', async () => {
    expect(switches.find('guard')).toBeUndefined()
    await switches.disable(guard, eva, 'It rejects too much')
    expect(switches.find('guard')).toEqual({ unitId: 'guard', by: eva, atMs: NOON_MS, why: 'It rejects too much' })
    expect(switches.find('other')).toBeUndefined()
    expect(await store.listAudit({})).toMatchObject([
      {
        by: eva,
        action: 'unit_disabled',
        subject: 'guard',
        detail: { why: 'It rejects too much', clusters: ['Default'] },
      },
    ])
    expect(told).toEqual([
      'eva has disabled the policy unit guard, which the policy of Default uses: It rejects too much',
    ])
    expect(changed).toBe(2)
  })

  it('keeps what was changed while a read was under way, which may have been answered before', async () => {
    const early = await store.readDisabledUnits()
    const { promise: slow, resolve } = Promise.withResolvers<typeof early>()
    const behind = createUnitSwitches({
      store: { ...store, readDisabledUnits: () => slow },
      now: () => NOON_MS,
      newId: () => 'id',
      changes: { onUnits: () => undefined },
      tell: async () => undefined,
    })
    const [loading, changing] = [behind.load(), behind.disable(guard, eva, '')]
    // Long enough for the change to be written, if it does not wait for the read.
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    resolve(early)
    await Promise.all([loading, changing])
    expect(behind.find('guard')?.by).toEqual(eva)
  })

  it('knows after a restart what was disabled before', async () => {
    await switches.disable(guard, eva, '')
    await switches.disable({ id: 'other', clusters: [] }, tom, '')
    await switches.enable({ id: 'other', clusters: [] }, eva, '')
    const again = started()
    expect(again.find('guard')).toBeUndefined()
    await again.load()
    expect([again.find('guard')?.by, again.find('other')]).toEqual([eva, undefined])
    expect(told.at(-1)).toBe('eva has enabled the policy unit other.')
  })

  it('says who was faster', async () => {
    const both = await Promise.allSettled([switches.disable(guard, eva, 'odd'), switches.disable(guard, tom, '')])
    expect(both).toMatchObject([
      { status: 'fulfilled' },
      { reason: { code: 'state-conflict', message: 'eva has disabled guard already (odd).' } },
    ])
    await switches.enable(guard, tom, '')
    await expect(switches.enable(guard, eva, '')).rejects.toMatchObject({ code: 'state-conflict' })
  })

  it('changes nothing when it cannot be written down', async () => {
    await store.close()
    await expect(switches.disable(guard, eva, '')).rejects.toThrow()
    expect([switches.find('guard'), told]).toEqual([undefined, []])
    store = await openStore({ file: ':memory:', reportBadRow: () => undefined })
  })
})
