import { randomUUID } from 'node:crypto'
import type { KnownUnit } from '../../shared/plan/known-unit.ts'
import { createUnitSwitches, type UnitSwitches } from '../apply/unit-switches.ts'
import type { Config } from '../config/settings.ts'
import type { TellEngine } from '../cycles/tell-engine.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import type { SiteUnits } from '../runtime/plugins/site-units.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import type { RegisteredUnit, UnitRuntime } from '../runtime/unit-runtime.ts'
import { createVerdictLog, type VerdictLog } from '../runtime/verdict-log.ts'
import type { Store } from '../store/store.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { builtInUnits } from '../units/built-in-units.ts'

export type UnitDeps = Readonly<{
  siteUnits: Pick<SiteUnits, 'units'>
  store: Store
  tell: Pick<TellEngine, 'say'>
  metrics: Pick<Metrics, 'unitCall'>
  /** A person has enabled or disabled a unit. */
  onSwitched: () => void
  onQuarantine: (unit: KnownUnit, problem: string) => void
  now: () => number
}>

export type Units = Readonly<{ runtime: UnitRuntime; unitSwitches: UnitSwitches; verdicts: VerdictLog }>

/** All units that can be asked, who has disabled which, and what they answered. */
export async function startUnits(config: Config, deps: UnitDeps): Promise<Units> {
  const { siteUnits, store, tell, metrics, onSwitched, onQuarantine, now } = deps
  const isStrict = config['units.compatibility'] === 'strict'
  const verdicts = createVerdictLog({ now })
  const unitSwitches = createUnitSwitches({
    store,
    now,
    newId: randomUUID,
    tell: text => tell.say('warning', text),
    changes: { onUnits: onSwitched },
  })
  // What people have disabled is disabled before anybody is asked.
  await unitSwitches.load()
  const runtime = createRuntime({
    units: builtInUnits.map(unit => builtIn(unit)),
    siteUnits: siteUnits.units,
    elapsedMs: () => performance.now(),
    disabled: unitSwitches.find,
    verdicts,
    now,
    // The original asked a plugin again however often it had failed.
    ...(!isStrict && { quarantineAfter: config['units.quarantineAfter'] }),
    onQuarantine: (unit, problem) => onQuarantine(toKnownUnit(unit), problem),
    onCall: ({ unit, outcome, ...call }) => metrics.unitCall({ ...call, unitId: unit, result: outcome }),
  })
  return { runtime, unitSwitches, verdicts }
}

/** What is remembered of a unit, to tell when it changes. */
export const toKnownUnit = ({ unit, source, checksum = '' }: RegisteredUnit): KnownUnit => ({
  id: unit.id,
  source,
  checksum,
})
