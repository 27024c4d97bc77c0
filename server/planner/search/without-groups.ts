import type { PlacementProblem } from './placement-problem.ts'

/** The parts of a problem that has no rules of groups, zones and areas, and nothing that costs by group or route. */
export const withoutGroups = (vms: number, hosts: number) =>
  ({
    balances: [],
    group: Int32Array.from({ length: vms }, (_, vm) => vm),
    groups: vms,
    zone: new Int32Array(hosts),
    zones: 1,
    minZones: new Int32Array(vms),
    area: new Int32Array(hosts),
    areas: 1,
    dependsOn: [],
    moveWeight: 1,
    groupMoveWeight: 0,
    routeCost: new Int32Array(0),
    routeWeight: 0,
  }) as const satisfies Partial<PlacementProblem>
