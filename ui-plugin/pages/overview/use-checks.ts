import type { ClusterDetail, ClusterSummary } from '../../../shared/api/clusters.ts'
import type { AutomationReply } from '../../../shared/api/plans.ts'
import type { Health, UnitList } from '../../../shared/api/service.ts'
import type { Remote } from '../../api/use-remote.ts'
import { useFailureText } from '../../components/page-states.tsx'
import { useNow } from '../../components/use-now.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import type { View } from '../../portal/page-address.ts'
import { OLD_MS } from '../app/stale-notice.tsx'
import { troublesOf } from '../units/unit-facts.ts'

/** One line of the self-check. What is at fault says how it is mended. */
export type Check = Readonly<{
  id: string
  state: 'good' | 'bad' | 'unknown'
  text: string
  fix?: string
  /** The part of the page that tells more. */
  view?: View
}>

export type CheckSources = Readonly<{
  health: Remote<Health>
  units: Remote<UnitList>
  automation: Remote<AutomationReply>
  /** The shown one. */
  cluster: ClusterSummary
  detail: Remote<ClusterDetail>
}>

/** Whether the service, the engine and this user can do what the page offers; in the order in which one would look. */
export function useChecks({ health, units, automation, cluster, detail }: CheckSources): readonly Check[] {
  const { t } = useTexts()
  const checksOfHealth = useHealthChecks()
  const checksOfUnits = useUnitChecks()
  const notKnown = useNotKnown()
  const discoveredAtMs = health.state === 'ready' ? health.data.xmlrpc.discoveredAtMs : undefined
  const called = units.state === 'ready' ? units.data.units.flatMap(({ usedBy }) => usedBy) : []
  const permission = (id: 'apply' | 'stop' | 'reload', may: boolean, fix: string): Check =>
    may
      ? { id, state: 'good', text: t(`overview.check.${id}.good`, { cluster: cluster.name }) }
      : { id, state: 'bad', text: t(`overview.check.${id}.bad`, { cluster: cluster.name }), fix }
  const inSystem = (needed: string) => t('overview.check.system.fix', { permission: needed })

  return [
    ...checksOfHealth(health, [...new Set(called.map(({ name }) => name))]),
    ...(units.state === 'ready' ? checksOfUnits(units.data, discoveredAtMs) : [notKnown('units', units)]),
    detail.state === 'ready'
      ? permission(
          'apply',
          detail.data.mayApply,
          t('overview.check.apply.fix', { permission: detail.data.permissionNeeded, cluster: cluster.name }),
        )
      : notKnown('apply', detail),
    automation.state === 'ready'
      ? permission('stop', automation.data.mayStop, inSystem(automation.data.permissionNeeded))
      : notKnown('stop', automation),
    ...(units.state === 'ready'
      ? [permission('reload', units.data.mayReload, inSystem(units.data.permissionNeeded))]
      : []),
  ]
}

/** What could not be asked is not known, with the reason. */
function useNotKnown(): (id: string, remote: Remote<unknown>) => Check {
  const { t } = useTexts()
  const failureText = useFailureText()
  return (id, remote) => ({
    id,
    state: 'unknown',
    text: remote.state === 'failed' ? failureText(remote.failure) : t('overview.check.loading'),
  })
}

function useHealthChecks(): (health: Remote<Health>, calledFor: readonly string[]) => Check[] {
  const { t, time, duration } = useTexts()
  const failureText = useFailureText()
  const notKnown = useNotKnown()
  const now = useNow(5000)
  return (health, calledFor) => {
    if (health.state === 'loading') return [notKnown('service', health)]
    const failed = health.failure
    const service: Check =
      failed === undefined
        ? { id: 'service', state: 'good', text: t('overview.check.service.good') }
        : { id: 'service', state: 'bad', text: t('overview.check.service.bad'), fix: failureText(failed) }
    if (health.state === 'failed') return [service]
    const { engine, store, xmlrpc } = health.data
    const ageMs = engine.snapshotAgeMs === undefined ? undefined : engine.snapshotAgeMs + now - health.loadedAtMs
    return [
      service,
      engineCheck(engine),
      ageCheck(ageMs),
      calledCheck(xmlrpc.lastCallAtMs, calledFor),
      store.writable
        ? { id: 'store', state: 'good', text: t('overview.check.store.good') }
        : { id: 'store', state: 'bad', text: t('overview.check.store.bad'), fix: t('overview.check.store.fix') },
    ]
  }

  function engineCheck({ reachable, problem }: Health['engine']): Check {
    if (reachable) return { id: 'engine', state: 'good', text: t('overview.check.engine.good') }
    const text =
      problem === undefined
        ? t('overview.check.engine.never')
        : t('overview.check.engine.bad', { time: time(problem.sinceMs), problem: problem.message })
    return { id: 'engine', state: 'bad', text, fix: t('overview.check.engine.fix') }
  }

  function ageCheck(ageMs: number | undefined): Check {
    if (ageMs === undefined) return { id: 'age', state: 'unknown', text: t('overview.check.age.unknown') }
    const age = duration(Math.max(0, ageMs) / 1000)
    if (ageMs < OLD_MS) return { id: 'age', state: 'good', text: t('overview.check.age.good', { age }) }
    const text = t('overview.check.age.bad', { age, limit: duration(OLD_MS / 1000) })
    return { id: 'age', state: 'bad', text, fix: t('overview.check.age.fix') }
  }

  // Silence is no fault: the engine calls only when it has something to place or to balance.
  function calledCheck(lastCallAtMs: number | undefined, calledFor: readonly string[]): Check {
    if (lastCallAtMs !== undefined)
      return { id: 'called', state: 'good', text: t('overview.check.called.good', { time: time(lastCallAtMs) }) }
    const text =
      calledFor.length === 0
        ? t('overview.check.called.unused')
        : t('overview.check.called.waiting', { clusters: calledFor.join(', ') })
    return { id: 'called', state: 'unknown', text }
  }
}

/** `discoveredAtMs`: undefined when the engine did it before this service’s store was made. */
function useUnitChecks(): (list: UnitList, discoveredAtMs: number | undefined) => Check[] {
  const { t, time } = useTexts()
  return (list, discoveredAtMs) => {
    const troubles = troublesOf(list)
    const what = troubles.map(({ id, count }) => t(id, { count })).join('; ')
    return [
      discovered(list, discoveredAtMs),
      troubles.length === 0
        ? { id: 'units', state: 'good', text: t('overview.check.units.good', { units: list.units.length }) }
        : {
            id: 'units',
            state: 'bad',
            text: `${t('units.attention', { what })}.`,
            fix: t('overview.check.units.fix'),
            view: 'units',
          },
    ]
  }

  function discovered({ units }: UnitList, discoveredAtMs: number | undefined): Check {
    const id = 'discovered'
    if (units.length === 0) return { id, state: 'unknown', text: t('overview.check.discovered.none') }
    if (units.every(({ engine }) => engine === 'unknown'))
      return { id, state: 'unknown', text: t('overview.check.discovered.unknown') }
    const without = units.filter(({ engine }) => engine === 'not_seen' || engine === 'disabled')
    if (without.length === 0) {
      const values = { units: units.length, time: discoveredAtMs === undefined ? '' : time(discoveredAtMs) }
      const which = discoveredAtMs === undefined ? 'earlier' : 'good'
      return { id, state: 'good', text: t(`overview.check.discovered.${which}`, values) }
    }
    const text = t('overview.check.discovered.bad', {
      count: without.length,
      units: units.length,
      names: without.map(unit => unit.id).join(', '),
    })
    return { id, state: 'bad', text, fix: t('overview.check.discovered.fix'), view: 'units' }
  }
}
