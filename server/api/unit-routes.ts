import { parameterView } from '../../shared/api/parameter-view.ts'
import type { UnitView } from '../../shared/api/service.ts'
import type { EnginePolicyUnit } from '../../shared/model/cluster.ts'
import { propertiesRegex } from '../../shared/policy/properties.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { RegisteredUnit, UnitRuntime } from '../runtime/unit-runtime.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type UnitRoutesDeps = Readonly<{ units: UnitRuntime; snapshots: SnapshotSource }>

export function unitRoutes(serve: Serve, { units, snapshots }: UnitRoutesDeps): void {
  serve(routes.units, () => {
    const known = snapshots.current().snapshot?.units
    return { units: units.list().map(registered => unitView(registered, known)) }
  })
}

function unitView({ unit, source }: RegisteredUnit, known: readonly EnginePolicyUnit[] | undefined): UnitView {
  return {
    id: unit.id,
    description: unit.description,
    source,
    functions: [...unit.functions],
    parameters: Object.entries(unit.parameters).map(([name, parameter]) => ({
      name,
      label: parameter.label,
      help: parameter.help,
      default: String(parameter.default),
      parameter: parameterView(parameter),
    })),
    regex: propertiesRegex(unit.parameters),
    engine: engineView(unit.id, known),
  }
}

/** A unit with several functions stands in the engine once for each; one that is enabled is enough to be seen. */
function engineView(unitId: string, known: readonly EnginePolicyUnit[] | undefined): UnitView['engine'] {
  if (known === undefined) return 'unknown'
  const same = known.filter(({ name, internal }) => name === unitId && !internal)
  if (same.length === 0) return 'not_seen'
  return same.some(({ enabled }) => enabled) ? 'seen' : 'disabled'
}
