import { describe, expect, it } from 'vitest'
import type { DisabledUnit } from '../../shared/plan/disabled-unit.ts'
import { accept } from '../../shared/policy/unit.ts'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aCluster, aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { anAdministrator, aSnapshotSource, fakeAuth } from '../../test/fakes/services.ts'
import { createUnitSwitches } from '../apply/unit-switches.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import { createVerdictLog } from '../runtime/verdict-log.ts'
import type { ApiDeps } from './api-app.ts'

const start = apiPerTest()
const cluster = aCluster({ policyId: 'p1' })
const snapshot = aSnapshot({
  clusters: [cluster],
  policies: ['p1', 'p2', 'p3'].map(id => ({
    id,
    name: `policy ${id}`,
    locked: false,
    properties: {},
    filters: id === 'p3' ? [] : [{ unitId: 'e1', position: 0 }],
    weights: [],
  })),
  units: [{ id: 'e1', name: 'guard', kind: 'filter', internal: false, enabled: true, properties: {} }],
})

function parts(disabled: readonly DisabledUnit[] = []) {
  let kept = disabled
  const audited: unknown[] = []
  const unitSwitches = createUnitSwitches({
    store: {
      readDisabledUnits: async () => kept,
      async changeDisabledUnits(change) {
        const changed = change(kept)
        audited.push(changed?.audit)
        kept = changed?.next ?? kept
        return kept
      },
    },
    now: () => NOON_MS,
    newId: () => 'id',
    tell: async () => undefined,
    changes: { onUnits: () => undefined },
  })
  const verdicts = createVerdictLog({ now: () => NOON_MS })
  const units = createRuntime({
    units: [builtIn({ id: 'guard', description: 'D', parameters: {}, filter: () => accept })],
    elapsedMs: () => 0,
    disabled: unitSwitches.find,
    verdicts,
  })
  const deps: Partial<ApiDeps> = { units, unitSwitches, verdicts, snapshots: aSnapshotSource({ snapshot }) }
  return { deps, audited, unitSwitches, units, verdicts }
}

const PATH = '/policy-units/guard/enabled'

describe('switching a unit', () => {
  it('disables it with a reason, says who uses it, and enables it again', async () => {
    const { deps, audited } = parts()
    const { call } = await start(deps)
    const { status, body } = await call('PUT', PATH, { json: { enabled: false, reason: ' too strict ' } })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      units: [
        {
          id: 'guard',
          state: 'disabled',
          quarantined: false,
          disabled: { by: { name: 'admin@internal' }, atMs: NOON_MS, why: 'too strict' },
          engine: 'seen',
          usedBy: [{ id: cluster.id, name: 'Default' }],
          policies: [{ name: 'policy p1' }, { name: 'policy p2' }],
        },
      ],
    })
    expect(audited).toMatchObject([
      { action: 'unit_disabled', subject: 'guard', detail: { why: 'too strict', clusters: ['Default'] } },
    ])
    expect((await call('PUT', PATH, { json: { enabled: true } })).body).toMatchObject({ units: [{ state: 'active' }] })
  })

  it('leaves it out of the document that lists what is offered', async () => {
    const { deps } = parts()
    const { call, url } = await start(deps)
    await call('PUT', PATH, { json: { enabled: false } })
    const reply = await fetch(`${url}/policy-units`, {
      headers: { Authorization: 'Bearer admin', Accept: 'application/xml' },
    })
    expect(await reply.text()).not.toContain('guard')
  })

  it.each([
    { why: 'a unit that is not there', path: '/policy-units/nobody/enabled', json: { enabled: false }, status: 404 },
    { why: 'one that is there, enabled twice', path: PATH, json: { enabled: true }, status: 409 },
    { why: 'no word on what is wanted', path: PATH, json: {}, status: 400 },
    { why: 'a word that is none', path: PATH, json: { enabled: 'no' }, status: 400 },
    { why: 'a reason without end', path: PATH, json: { enabled: false, reason: 'x'.repeat(501) }, status: 400 },
    { why: 'an unknown field', path: PATH, json: { enabled: false, why: 'x' }, status: 400 },
  ])('refuses $why', async ({ path, json, status }) => {
    const { call } = await start(parts().deps)
    expect((await call('PUT', path, { json })).status).toBe(status)
  })

  it('lets a name be enabled that has gone', async () => {
    const { deps, unitSwitches } = parts([{ unitId: 'gone', by: { id: 'u', name: 'eva' }, atMs: 1, why: '' }])
    await unitSwitches.load()
    const { call } = await start(deps)
    expect((await call('PUT', '/policy-units/gone/enabled', { json: { enabled: true } })).status).toBe(200)
    expect(unitSwitches.find('gone')).toBeUndefined()
  })

  it('needs the permission in the whole system', async () => {
    const permits = new Set(['edit_cluster_configuration'])
    const auth = fakeAuth(undefined, {
      [anAdministrator.id]: [{ permits, object: { type: 'cluster', id: cluster.id } }],
    })
    const { deps, unitSwitches } = parts()
    const { call } = await start({ ...deps, auth })
    expect(await call('PUT', PATH, { json: { enabled: false } })).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('edit_cluster_configuration') },
    })
    expect(unitSwitches.find('guard')).toBeUndefined()
  })
})

describe('the verdicts of a unit', () => {
  it('are told newest first, up to a limit, with since when they are kept', async () => {
    const { deps, units } = parts()
    const { call } = await start(deps)
    const facts = { ok: false, why: 'not read yet' } as const
    expect((await call('GET', '/policy-units/guard/verdicts')).body).toEqual({
      verdicts: [],
      sinceMs: NOON_MS,
      keeps: 50,
    })
    for (const vmId of ['a', 'b']) await units.askedBy('engine').filter('guard', { vmId, hostIds: [], facts }, {})
    expect((await call('GET', '/policy-units/guard/verdicts?limit=1')).body).toMatchObject({
      verdicts: [
        { function: 'filter', askedBy: 'engine', vm: { id: 'b' }, answer: { kind: 'silent', text: 'not read yet' } },
      ],
    })
  })

  it.each([
    { path: '/policy-units/nobody/verdicts', status: 404 },
    { path: '/policy-units/guard/verdicts?limit=0', status: 400 },
    { path: '/policy-units/guard/verdicts?limit=101', status: 400 },
  ])('answers $path with $status', async ({ path, status }) => {
    const { call } = await start(parts().deps)
    expect((await call('GET', path)).status).toBe(status)
  })
})
