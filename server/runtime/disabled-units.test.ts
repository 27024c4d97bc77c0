import { describe, expect, it } from 'vitest'
import type { DisabledUnit } from '../../shared/plan/disabled-unit.ts'
import { reason } from '../../shared/policy/reason.ts'
import { accept, type PolicyUnit, reject } from '../../shared/policy/unit.ts'
import { aHost, aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import { createRuntime } from './create-runtime.ts'
import { offeredUnits } from './policy-units-document.ts'
import { aboutVm } from './question.ts'
import { builtIn, type LoadedUnit } from './unit-runner.ts'

const hosts = [aHost({ id: 'host1' })]
const vm = aVm()
const question = aboutVm(aSnapshot({ hosts, vms: [vm] }), vm, hosts)
const off = (unitId: string): DisabledUnit => ({ unitId, by: { id: 'u', name: 'eva' }, atMs: NOON_MS, why: 'odd' })

function counted(over: Partial<PolicyUnit> = {}) {
  const asked: string[] = []
  const unit: PolicyUnit = {
    id: 'guard',
    description: 'D',
    parameters: {},
    onFailure: 'closed',
    filter: () => {
      asked.push('filter')
      return reject(reason('no', 'No.'))
    },
    score: () => 1,
    ...over,
  }
  return { unit, asked }
}

describe('a disabled unit', () => {
  it('is listed as such, is not offered, and is not asked', async () => {
    const { unit, asked } = counted()
    const other = builtIn({ id: 'other', description: 'D', parameters: {}, filter: () => accept })
    const runtime = createRuntime({
      units: [builtIn(unit), other],
      elapsedMs: () => 0,
      disabled: id => (id === 'guard' ? off(id) : undefined),
    })
    expect(runtime.list().map(({ unit, disabled }) => [unit.id, disabled?.why])).toEqual([
      ['guard', 'odd'],
      ['other', undefined],
    ])
    expect(offeredUnits(runtime).map(({ id }) => id)).toEqual(['other'])
    expect(runtime.find('guard', 'filter')).toMatchObject({ disabled: { by: { name: 'eva' } } })
    // It would fail closed; whoever disabled it wants its rule not to hold.
    expect(await runtime.filter('guard', question, {})).toEqual({
      ok: false,
      code: 'disabled',
      message: 'guard is disabled: it is not asked.',
      failsClosed: false,
    })
    expect(await runtime.score('guard', question, {})).toMatchObject({ ok: false, code: 'disabled' })
    expect(asked).toEqual([])
    expect(await runtime.filter('other', question, {})).toMatchObject({ ok: true })
  })

  it('is asked again from the moment it is enabled', async () => {
    const { unit, asked } = counted()
    const disabled = new Map([['guard', off('guard')]])
    const runtime = createRuntime({
      units: [builtIn(unit)],
      elapsedMs: () => 0,
      disabled: id => disabled.get(id),
    })
    await runtime.filter('guard', question, {})
    disabled.delete('guard')
    expect(await runtime.filter('guard', question, {})).toMatchObject({ ok: true })
    expect(asked).toEqual(['filter'])
  })

  it('that replaces one of ours does not bring ours back', async () => {
    const ours = counted()
    const site: LoadedUnit = { ...builtIn(counted().unit, '/plugins/guard.ts'), kind: 'script' }
    const runtime = createRuntime({
      units: [builtIn(ours.unit)],
      siteUnits: () => [site],
      elapsedMs: () => 0,
      disabled: off,
    })
    expect(await runtime.filter('guard', question, {})).toMatchObject({ ok: false, code: 'disabled' })
    expect(runtime.list()).toHaveLength(1)
    expect(offeredUnits(runtime)).toEqual([])
    expect(ours.asked).toEqual([])
  })
})
