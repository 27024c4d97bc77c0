import { type ControllerName, controllerNames } from '../../server/tuning/knobs/controllers.ts'
import { usualPinLimits } from '../../server/tuning/pinning/usual-pin-limits.ts'
import type { PinHeatColumn } from '../../server/tuning/record/pin-heat.ts'
import { createPoliciesInForce } from '../../server/tuning/settings/policies-in-force.ts'
import { createTuningSettings } from '../../server/tuning/settings/tuning-settings.ts'
import type { TunedHostView } from '../../server/tuning/tuned-host.ts'
import type { HostFigure } from '../../shared/model/tuning.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import { nothingTuned, type TuningState } from '../../shared/plan/tuning-state.ts'
import { NOON_MS } from './builders.ts'

export type FakeTuningOptions = Readonly<{
  state?: TuningState
  /** Configured policies. */
  texts?: Readonly<Record<string, string>>
  tuned?: Readonly<Record<string, TunedHostView>>
  history?: readonly HostFigure[]
  heat?: readonly PinHeatColumn[]
  controllers?: readonly ControllerName[]
  now?: () => number
}>

/** Real settings and policies over a store in memory; hosts as they are given. */
export function fakeTuning(options: FakeTuningOptions = {}) {
  const { texts = { '10_base': '(defvar base 1)' }, tuned = {}, history = [], heat = [], now = () => NOON_MS } = options
  const { controllers = controllerNames } = options
  let kept = options.state ?? nothingTuned
  const audit: AuditEntry[] = []
  const settings = createTuningSettings({
    store: {
      readTuning: async () => kept,
      async changeTuning(change) {
        const changed = change(kept)
        kept = changed?.next ?? kept
        if (changed) audit.push(changed.audit)
        return kept
      },
    },
    configured: () => ({ mode: 'observe', takeOver: false, pinning: 'observe', memory: 'policy' }),
    now,
    newId: () => `audit-${audit.length}`,
  })
  const policies = createPoliciesInForce({
    configured: () => ({ origin: 'built-in', texts: new Map(Object.entries(texts)) }),
    parametersOf: () => undefined,
    savedOf: settings.policiesOf,
  })
  return {
    tuning: {
      settings,
      policies,
      pinLimits: usualPinLimits,
      controllers,
      hosts: {
        find: (id: string) => tuned[id],
        historyOf: () => history,
        heatOf: () => heat,
        touchedOf: () => new Map(),
      },
    },
    audit,
    kept: () => kept,
  }
}
