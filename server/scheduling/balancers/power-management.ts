import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { integerProperty } from '../facts/properties.ts'
import type { Situation } from '../facts/situation.ts'
import { unknown } from '../unit.ts'

/** To maintenance (the first step down), then off; from there back up: activated, or started when it was off. */
export type PowerActionKind = 'maintenance' | 'power-off' | 'activate' | 'start'

export type PowerDecision = Readonly<
  | { kind: PowerActionKind; hostId: string; because: Reason }
  | { kind: 'none'; because: Reason }
  | { kind: 'unknown'; field: string; hostId: string }
>

/** Empty hosts that are up, hosts the policy put into maintenance (all, and those in good state), and those it put off. */
type Spares = Readonly<Record<'empty' | 'resting' | 'restingOk' | 'off', readonly HostFacts[]>>

function sparesOf({ hosts, pending }: Situation): Spares {
  const isEmpty = (host: HostFacts) =>
    host.status === 'up' &&
    host.vmCount === 0 &&
    host.vmMigrating === 0 &&
    !pending.some(({ hostId }) => hostId === host.id)
  const ours = hosts.filter(({ power }) => power?.controlledByPolicy === true && !power.policyDisabled)
  const resting = ours.filter(({ status }) => status === 'maintenance')
  return {
    empty: hosts.filter(isEmpty),
    resting,
    restingOk: resting.filter(({ power }) => power?.externalStatusOk),
    off: ours.filter(({ status, power }) => status === 'down' && power?.externalStatusOk),
  }
}

/**
 * At most one step, so that the policy keeps its reserve of empty hosts: too many rest one by one, and of those that rest
 * one is kept in maintenance while there are too many. Looks at all hosts of the cluster, those that are down too. Belongs
 * to the power saving balancer and follows its moves. Source: rules §9.4.
 */
export function managePower(situation: Situation): PowerDecision {
  const { properties, config, hosts } = situation
  if (!isEnabled(situation)) {
    return { kind: 'none', because: reason('power-management-off', 'The policy does not switch hosts on or off.') }
  }
  const reserve = integerProperty(properties, 'HostsInReserve', config.HostsInReserve)
  const { empty, resting, restingOk, off } = sparesOf(situation)
  const values = { reserve, empty: empty.length, resting: resting.length, off: off.length }
  const count = `Empty hosts that are up: ${empty.length}, wanted in reserve: ${reserve}.`
  const because = (code: string, text: string, host?: HostFacts) =>
    reason(code, `${count} ${text}`, { ...values, ...(host && { host: host.name }) })
  const powerOff = (host: HostFacts): PowerDecision => ({
    kind: 'power-off',
    hostId: host.id,
    because: because('spare-host-off', `${host.name} rests in maintenance and is not needed: it is powered off.`, host),
  })
  const [firstOk] = restingOk
  const unclearRest = unclearIn(hosts, 'maintenance')
  if (reserve < empty.length) {
    if (firstOk && restingOk.length > 1) return powerOff(firstOk)
    const step = restOne(empty, because)
    return step.kind === 'none' && unclearRest ? unclearRest : step
  }
  if (reserve === empty.length) {
    if (firstOk) return powerOff(firstOk)
    return unclearRest ?? { kind: 'none', because: because('reserve-met', 'That is as wanted.') }
  }
  const [toActivate] = resting
  if (toActivate) {
    const why = because('wake-resting', `${toActivate.name} rests in maintenance and is activated.`, toActivate)
    return { kind: 'activate', hostId: toActivate.id, because: why }
  }
  const unclear = unclearRest ?? unclearIn(hosts, 'down')
  if (unclear) return unclear
  const [toStart] = off
  if (toStart) {
    const why = because('start-host', `${toStart.name} was powered off by the policy and is started.`, toStart)
    return { kind: 'start', hostId: toStart.id, because: why }
  }
  return { kind: 'none', because: because('no-host-to-wake', 'The policy has no host at rest that it may wake.') }
}

/** Whether it may be woken is not to be guessed: a person may have put it to rest. */
function unclearIn(hosts: readonly HostFacts[], status: HostFacts['status']): PowerDecision | undefined {
  const host = hosts.find(
    ({ power, ...known }) =>
      known.status === status && power?.policyDisabled !== true && power?.controlledByPolicy === undefined,
  )
  if (host === undefined) return undefined
  return { ...unknown(host.power === undefined ? 'host.power' : 'host.power.controlledByPolicy'), hostId: host.id }
}

const isEnabled = ({ properties, config }: Situation): boolean => {
  const { EnableAutomaticHostPowerManagement: text = String(config.EnableAutomaticHostPowerManagement) } = properties
  return text.toLowerCase() === 'true'
}

/** The first empty host that may go. The pool manager stays, so its power facts are not asked for. */
function restOne(
  empty: readonly HostFacts[],
  because: (code: string, text: string, host?: HostFacts) => Reason,
): PowerDecision {
  for (const host of empty) {
    if (host.spm === 'spm') continue
    if (!host.power) return { ...unknown('host.power'), hostId: host.id }
    if (host.power.policyDisabled || !host.power.enabled || !host.power.externalStatusOk) continue
    const why = because('spare-host-rests', `${host.name} is empty and goes into maintenance.`, host)
    return { kind: 'maintenance', hostId: host.id, because: why }
  }
  const text = 'No empty host may rest: each is the pool manager, excluded, in a bad state, or has no power management.'
  return { kind: 'none', because: because('no-host-may-rest', text) }
}
