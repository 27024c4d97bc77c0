import type { HostTuningFacts } from '../../shared/api/tuning.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { TouchedKnob } from '../tuning/restore/touched-knobs.ts'
import type { TunedHostView } from '../tuning/tuned-host.ts'

export type HostTuningParts = Readonly<{
  host: WatchedHost
  tuned: TunedHostView | undefined
  touched: ReadonlyMap<string, TouchedKnob>
}>

export function hostTuningView({ host, tuned, touched }: HostTuningParts): HostTuningFacts {
  const shared = { touched: touchedView(touched) }
  if (tuned === undefined) {
    const off = { mode: 'off', wantedMode: 'off' } as const
    return { ...shared, ...off, pinning: off, memory: 'policy', decisions: [], pressures: [], watching: [] }
  }
  const { mode, wantedMode, pinning, memory, round, policyProblem, decisions, pressures, arrived, looked } = tuned
  const names = new Map(host.guests?.guests.map(({ id, name }) => [id, name]))
  const plan = memory === 'balancer' ? looked?.memory : undefined
  return {
    ...shared,
    ...{ mode: mode.mode, wantedMode, pinning, memory },
    ...(mode.because && { because: mode.because }),
    ...(plan && { memoryPlan: memoryPlanView(plan) }),
    ...(round && { round }),
    ...(policyProblem && { policyProblem }),
    decisions: [...decisions],
    pressures: [...pressures],
    watching: [...arrived].map(([vmId, sinceMs]) => ({ vmId, vmName: names.get(vmId) ?? vmId, sinceMs })),
  }
}

function memoryPlanView({ view, plan }: NonNullable<NonNullable<TunedHostView['looked']>['memory']>) {
  const { phase, reserveKiB, budgetKiB, needKiB, givableKiB, standing } = plan
  const whole = { reserveKiB, budgetKiB, needKiB, givableKiB }
  const rounded = Object.fromEntries(
    Object.entries(whole).map(([name, kib]) => [name, Math.round(kib)]),
  ) as typeof whole
  return { atMs: view.atMs, phase, ...rounded, standing, leftAlone: [...view.leftAlone] }
}

/** By VM; what is of the host itself first. */
function touchedView(touched: ReadonlyMap<string, TouchedKnob>): HostTuningFacts['touched'] {
  const changes = [...touched.values()].flatMap(([newest]) => newest ?? [])
  const byVm = Map.groupBy(changes, change => ('vmId' in change ? change.vmId : undefined))
  return [...byVm].map(([vmId, all]) => {
    const [first] = all
    const vmName = first && 'vmName' in first ? first.vmName : undefined
    return { ...(vmId && { vmId }), ...(vmName && { vmName }), knobs: [...new Set(all.map(({ knob }) => knob))] }
  })
}
