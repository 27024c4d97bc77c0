import type { PlacementProblem } from '../../../server/planner/search/placement-problem.ts'
import type { Instance } from './read-instance.ts'

/** Processes as VMs, machines as hosts, services as groups, locations as zones, neighbourhoods as areas. */
export function toProblem(instance: Instance): PlacementProblem {
  const { resources, machines, services, processes, balances, weights, assignment } = instance
  return {
    vms: processes.length,
    hosts: machines.length,
    resources: resources.length,
    initial: Int32Array.from(assignment),
    need: Float64Array.from(processes.flatMap(({ need }) => need)),
    capacity: Float64Array.from(machines.flatMap(({ capacity }) => capacity)),
    safety: Float64Array.from(machines.flatMap(({ safety }) => safety)),
    loadWeight: Float64Array.from(resources.map(({ loadWeight }) => loadWeight)),
    isTransient: Uint8Array.from(resources.map(({ isTransient }) => Number(isTransient))),
    balances: balances.map(({ first, second, target, weight }) => ({ against: first, of: second, target, weight })),
    group: Int32Array.from(processes.map(({ service }) => service)),
    groups: services.length,
    zone: Int32Array.from(machines.map(({ location }) => location)),
    zones: 1 + Math.max(...machines.map(({ location }) => location)),
    minZones: Int32Array.from(services.map(({ spread }) => spread)),
    area: Int32Array.from(machines.map(({ neighbourhood }) => neighbourhood)),
    areas: 1 + Math.max(...machines.map(({ neighbourhood }) => neighbourhood)),
    dependsOn: services.map(({ dependsOn }) => dependsOn),
    moveCost: Float64Array.from(processes.map(({ moveCost }) => moveCost)),
    moveWeight: weights.process,
    groupMoveWeight: weights.service,
    routeCost: Int32Array.from(machines.flatMap(({ moveCost }) => moveCost)),
    routeWeight: weights.machine,
  }
}
