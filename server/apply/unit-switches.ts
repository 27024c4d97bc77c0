import { oneAtATime } from '../../shared/measure/one-at-a-time.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { DisabledUnit } from '../../shared/plan/disabled-unit.ts'
import { auditedAs, type Doer, nameOf } from '../../shared/plan/doer.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { UnitSwitchStore } from './ports.ts'
import { ApplyError, type ChangeListener } from './services.ts'

export type UnitSwitchesDeps = Readonly<{
  store: UnitSwitchStore
  now: () => number
  newId: () => string
  changes: Pick<ChangeListener, 'onUnits'>
  /** Puts what a person did into the engine's events. Never rejects. */
  tell: (text: string) => Promise<void>
}>

/** A unit by its name, and the clusters whose policy uses it: they stand in the audit beside what was done. */
export type SwitchedUnit = Readonly<{ id: string; clusters: readonly Named[] }>

export type UnitSwitches = Readonly<{
  /** Reads what is disabled, after a start and when another replica has changed it; until the first time nothing is. */
  load(): Promise<void>
  /** Who disabled it, when and why; undefined: it is enabled. */
  find(unitId: string): DisabledUnit | undefined
  /** Throws ApplyError 'state-conflict' when it is disabled already. */
  disable(unit: SwitchedUnit, by: Doer, why: string): Promise<void>
  /** Throws ApplyError 'state-conflict' when it is not disabled. */
  enable(unit: SwitchedUnit, by: Doer, why: string): Promise<void>
}>

/**
 * Which policy units people have disabled. Kept by name, whether a unit of that name is there or not: a file that comes back
 * does not switch itself on.
 */
export function createUnitSwitches({ store, now, newId, changes, tell }: UnitSwitchesDeps): UnitSwitches {
  let disabled: readonly DisabledUnit[] = []
  // What was read earlier must not replace what was written since.
  const inTurn = oneAtATime()
  const findIn = (all: readonly DisabledUnit[], unitId: string) => all.find(one => one.unitId === unitId)

  async function change(
    toNext: (all: readonly DisabledUnit[]) => readonly DisabledUnit[],
    action: Extract<AuditEntry['action'], 'unit_disabled' | 'unit_enabled'>,
    { id, clusters }: SwitchedUnit,
    doer: Doer,
    why: string,
  ): Promise<void> {
    const detail = { why, clusters: clusters.map(({ name }) => name) }
    const audit = { id: newId(), atMs: now(), ...auditedAs(doer), action, subject: id, detail }
    await inTurn(async () => {
      disabled = await store.changeDisabledUnits(all => ({ next: toNext(all), audit }))
    })
    changes.onUnits()
    const names = clusters.map(({ name }) => name).join(', ')
    const used = names === '' ? '' : `, which the policy of ${names} uses`
    void tell(`${nameOf(doer).name} has ${words[action]} the policy unit ${id}${used}${why === '' ? '.' : `: ${why}`}`)
  }

  return {
    find: unitId => findIn(disabled, unitId),
    load: () =>
      inTurn(async () => {
        disabled = await store.readDisabledUnits()
      }),
    disable(unit, by, why) {
      const add = (all: readonly DisabledUnit[]) => {
        const before = findIn(all, unit.id)
        if (before !== undefined) {
          const said = before.why === '' ? '' : ` (${before.why})`
          throw new ApplyError('state-conflict', `${before.by.name} has disabled ${unit.id} already${said}.`)
        }
        return [...all, { unitId: unit.id, by: nameOf(by), atMs: now(), why }]
      }
      return change(add, 'unit_disabled', unit, by, why)
    },
    enable(unit, by, why) {
      const remove = (all: readonly DisabledUnit[]) => {
        const before = findIn(all, unit.id)
        if (before === undefined) throw new ApplyError('state-conflict', `${unit.id} is not disabled.`)
        return all.filter(one => one !== before)
      }
      return change(remove, 'unit_enabled', unit, by, why)
    },
  }
}

const words = { unit_disabled: 'disabled', unit_enabled: 'enabled' } as const
