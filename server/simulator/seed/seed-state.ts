import { entityId } from '../demand/entity-id.ts'
import type { SimState } from '../world/state.ts'
import { externalUnits } from './external-units.ts'
import { internalUnits } from './internal-units.ts'
import { seedPolicies } from './policies.ts'
import { roles } from './roles.ts'
import { seedDirectory, seedUsers } from './users.ts'

export const rootTagId = '00000000-0000-0000-0000-000000000000'

/** An engine fresh from its setup: users, roles, policies and units, one data centre, and nothing in it. */
export function seedState(seed: number, config: SimState['config']): SimState {
  const dataCenter = { id: entityId(seed, 'data-center', 0), name: 'Default', description: '', status: 'up' as const }
  const units = [...internalUnits, ...externalUnits].map(unit => ({ ...unit, properties: { ...unit.properties } }))
  const tags = [
    { id: rootTagId, name: 'root', description: 'root', parentId: undefined },
    { id: entityId(seed, 'tag', 0), name: 'no-balance', description: 'Leave these alone', parentId: rootTagId },
  ]
  return {
    seed,
    engineVersion: { full: '4.5.7-1.el9', major: 4, minor: 5, build: 7, revision: 0 },
    config,
    dataCenters: byId([dataCenter]),
    clusters: new Map(),
    hosts: new Map(),
    vms: new Map(),
    policies: byId(seedPolicies()),
    units: byId(units),
    affinityGroups: new Map(),
    affinityLabels: new Map(),
    tags: byId(tags),
    users: byId(seedUsers(seed)),
    directory: seedDirectory(seed),
    roles: byId(roles.map(role => ({ ...role, permits: [...role.permits] }))),
    permissions: new Map(),
    jobs: new Map(),
    events: [],
  }
}

export const byId = <T extends { id: string }>(items: readonly T[]): Map<string, T> =>
  new Map(items.map(item => [item.id, item]))
