import { parameterView } from '../../shared/api/parameter-view.ts'
import type { UnitList, UnitView } from '../../shared/api/service.ts'
import type { EnginePolicyUnit } from '../../shared/model/cluster.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { propertiesRegex } from '../../shared/policy/properties.ts'
import { clustersByUnit } from '../model/clusters-by-unit.ts'
import { policiesByUnit } from '../model/policies-by-unit.ts'
import type { ListedUnit } from '../runtime/unit-runtime.ts'
import type { PluginsPort } from './ports.ts'

/** The units, their plugins' files, and what the engine makes of them. Without a snapshot the engine's part is unknown. */
export function unitList(
  units: readonly ListedUnit[],
  plugins: PluginsPort,
  snapshot: Snapshot | undefined,
): Omit<UnitList, 'mayReload' | 'permissionNeeded'> {
  const using = snapshot === undefined ? undefined : clustersByUnit(snapshot)
  const policies = snapshot === undefined ? undefined : policiesByUnit(snapshot)
  const ours = new Set(units.map(({ unit }) => unit.id))
  return {
    units: units.map(listed => ({
      ...unitView(listed, snapshot?.units),
      usedBy: (using?.get(listed.unit.id) ?? []).map(({ id, name }) => ({ id, name })),
      policies: [...(policies?.get(listed.unit.id) ?? [])],
    })),
    plugins: plugins.plugins().map(({ path, kind, state, problems, unitIds, restarts }) => ({
      file: path,
      ...(kind && { kind }),
      state,
      problems: [...problems],
      units: [...unitIds],
      restarts,
    })),
    missing: [...(using ?? [])]
      .filter(([name]) => !ours.has(name))
      .map(([name, clusters]) => ({
        name,
        clusters: clusters.map(({ id, name: cluster }) => ({ id, name: cluster })),
      })),
    sandbox: plugins.sandbox,
  }
}

function unitView(
  listed: ListedUnit,
  known: readonly EnginePolicyUnit[] | undefined,
): Omit<UnitView, 'usedBy' | 'policies'> {
  const { unit, source, kind, isolation, checksum, replacesBuiltIn = false, warnings = [], disabled } = listed
  const { state, problem, failedAtMs, calls, failures, p50Ms, p99Ms } = listed.health()
  return {
    id: unit.id,
    description: unit.description,
    source,
    kind,
    isolation,
    ...(checksum !== undefined && { checksum }),
    replacesBuiltIn,
    functions: [...unit.functions],
    onFailure: unit.onFailure ?? 'open',
    state: disabled === undefined ? state : 'disabled',
    quarantined: state === 'quarantined',
    ...(disabled && { disabled }),
    ...(failedAtMs !== undefined && { failedAtMs }),
    ...(problem !== undefined && { problem }),
    warnings: [...warnings],
    calls: {
      count: calls,
      failures,
      ...(p50Ms !== undefined && { p50Ms }),
      ...(p99Ms !== undefined && { p99Ms }),
    },
    parameters: Object.entries(unit.parameters).map(([name, parameter]) => ({
      name,
      label: parameter.label,
      help: parameter.help,
      default: String(parameter.default),
      parameter: parameterView(parameter),
    })),
    regex: unit.writtenRegex ?? propertiesRegex(unit.parameters),
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
