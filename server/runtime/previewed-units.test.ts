import { expect, it } from 'vitest'
import { accept } from '../../shared/policy/unit.ts'
import { aHost, aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import { createRuntime } from './create-runtime.ts'
import { aboutVm } from './question.ts'
import { UnitFailure } from './unit-failure.ts'
import { builtIn, type LoadedUnit } from './unit-runner.ts'
import { createVerdictLog } from './verdict-log.ts'

const hosts = [aHost()]
const question = aboutVm(aSnapshot({ hosts, vms: [aVm()] }), aVm(), hosts)

function stage() {
  let isBroken = true
  const filter = () => {
    if (isBroken) throw new UnitFailure('timed-out', 'no answer in 1000 ms')
    return accept
  }
  const unit: LoadedUnit = {
    ...builtIn({ id: 'u', description: 'D', parameters: {}, filter }, '/plugins/u.ts'),
    kind: 'script',
  }
  const quarantined: string[] = []
  const verdicts = createVerdictLog({ now: () => NOON_MS })
  const runtime = createRuntime({
    units: [],
    siteUnits: () => [unit],
    elapsedMs: () => 0,
    quarantineAfter: 2,
    onQuarantine: (_, problem) => quarantined.push(problem),
    verdicts,
  })
  const ask = (asker: 'preview' | 'cycle') => runtime.askedBy(asker).filter('u', question, { limit: '1' })
  const health = () => runtime.list()[0]?.health()
  return { ask, health, verdicts, quarantined, mend: () => (isBroken = false) }
}

it('a preview puts no unit into quarantine, and leaves no trace in its health or among its verdicts', async () => {
  const { ask, health, verdicts, quarantined } = stage()
  for (const _ of [1, 2, 3]) expect(await ask('preview')).toMatchObject({ code: 'timed-out' })
  expect(quarantined).toEqual([])
  expect(health()).toEqual({ state: 'active', calls: 0, failures: 0 })
  expect(verdicts.list('u', 9)).toEqual([])
})

it('an answer to a preview does not make failures of others forgotten', async () => {
  const { ask, mend, quarantined, health } = stage()
  await ask('cycle')
  mend()
  expect(await ask('preview')).toMatchObject({ ok: true })
  expect(health()).toMatchObject({ calls: 1, failures: 1 })
  expect(quarantined).toEqual([])
})

it('a preview does not ask a unit that is in quarantine', async () => {
  const { ask, mend } = stage()
  for (const _ of [1, 2]) await ask('cycle')
  mend()
  expect(await ask('preview')).toMatchObject({ code: 'quarantined' })
})
