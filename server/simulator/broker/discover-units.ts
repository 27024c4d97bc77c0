import { activeScheduler, heed } from '../scheduling/ask-external.ts'
import type { OfferedUnit } from '../world/external-scheduler.ts'
import { type Model, newId } from '../world/model.ts'
import type { SimPolicyUnit } from '../world/state.ts'

/**
 * An engine's start, as far as external units go. All rows are disabled first; those reported again are rewritten and
 * enabled, new ones are added, the others stay disabled and are never removed, since policies may refer to them.
 */
export async function discoverUnits(model: Model): Promise<void> {
  const external = [...model.state.units.values()].filter(({ internal }) => !internal)
  for (const unit of external) model.state.units.set(unit.id, { ...unit, enabled: false })
  const scheduler = activeScheduler(model)
  if (scheduler === undefined) return
  for (const offered of heed(model, await scheduler.discover()) ?? []) storeUnit(model, offered)
}

/** Name and kind are the key: one name may stand for a filter and for a weight. */
function storeUnit(model: Model, { name, kind, description, properties }: OfferedUnit): void {
  const { units } = model.state
  const known = [...units.values()].find(unit => !unit.internal && unit.name === name && unit.kind === kind)
  const id = known?.id ?? newId(model, 'policy-unit')
  const row: SimPolicyUnit = { id, name, kind, description, properties, internal: false, enabled: true }
  units.set(id, row)
}
