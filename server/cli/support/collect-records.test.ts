import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { SupportRecordKind } from '../../../shared/api/support.ts'
import { anAuditEntry } from '../../../test/contracts/audit-entry.ts'
import { aRecommendation, aSnapshot, aVm } from '../../../test/fakes/builders.ts'
import { storeFolder } from '../../../test/fakes/store-folder.ts'
import { loadConfig } from '../../config/load-config.ts'
import { collectRecords } from './collect-records.ts'

const folder = storeFolder()
const [SECRET, SASL] = ['hunter22', 'sasl-secret']

/** A configuration with a password of each kind. */
function configured() {
  writeFileSync(folder.fileIn('sasl'), `${SASL}\n`, { mode: 0o600 })
  const flags = { 'engine.password': SECRET, 'hosts.saslUser': 'u', 'hosts.saslPasswordFile': folder.fileIn('sasl') }
  return loadConfig({ environment: {}, flags }).config
}

describe('collectRecords', () => {
  it('tells no secret, wherever somebody has put one', async () => {
    const store = await folder.openSqlite()
    const said = `the password is ${SECRET}, or ${SASL}, or Bearer abc.def`
    const because = { code: 'x', text: said, values: { said } }
    await store.insertRecommendation({
      recommendation: aRecommendation({ because }),
      explanation: { skippedHosts: [], skippedVms: [{ id: 'v', name: said, reason: because }] },
    })
    await store.appendAudit(anAuditEntry({ detail: { why: said, token: 'abc.def', deep: [[[[[[{ said }]]]]]] } }))
    const others = Object.fromEntries(
      (['unit', 'plugin', 'host', 'metrics', 'log', 'question', 'advice'] as const).map(kind => [
        kind,
        () => [said, { said }],
      ]),
    )
    const records = await collectRecords({
      config: configured(),
      store,
      snapshot: async () => aSnapshot({ vms: [aVm({ name: said })] }),
      others,
    })
    await store.close()
    expect(JSON.stringify(records)).not.toMatch(new RegExp(`${SECRET}|${SASL}|abc\\.def`))
    const kinds = new Set<SupportRecordKind>(records.map(({ kind }) => kind))
    expect([...kinds]).toEqual(
      expect.arrayContaining(['config', 'snapshot', 'recommendation', 'audit', ...Object.keys(others)]),
    )
    expect(records).toContainEqual({
      kind: 'config',
      value: { name: 'engine.password', value: '[hidden]', isDefault: false },
    })
  })

  it('goes on without a part that cannot be had, and says why', async () => {
    const store = await folder.openSqlite()
    const records = await collectRecords({
      config: configured(),
      store: { ...store, listAudit: () => Promise.reject(new Error(`disk of ${SECRET} failed`)) },
      snapshot: () => Promise.reject(new Error('the engine does not answer')),
    })
    await store.close()
    expect(records.filter(({ kind }) => kind === 'problem').map(({ value }) => value)).toEqual([
      { part: 'snapshot', message: 'the engine does not answer' },
      { part: 'audit', message: 'disk of [hidden] failed' },
    ])
    expect(records.some(({ kind }) => kind === 'config')).toBe(true)
  })
})
