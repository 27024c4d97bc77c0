import type { Snapshot } from '../../shared/model/snapshot.ts'
import { isPermitted, isPermittedInSystem } from '../api/permissions.ts'
import type { Grant } from '../api/ports.ts'
import type { Config } from '../config/settings.ts'
import type { Finding } from './doctor-findings.ts'
import { type RolePermit, rolePermits } from './role/service-role.ts'

type PermissionSettings = Pick<Config, 'engine.username' | 'tuning.allowStop'>

/** What the service's own user may, by the list that its role is made of. What is missing by choice is no warning. */
export function* permissionFindings(
  { clusters }: Pick<Snapshot, 'clusters'>,
  grants: readonly Grant[],
  config: PermissionSettings,
): Generator<Finding> {
  const user = config['engine.username']
  for (const one of rolePermits) {
    if (one.permit === 'login') continue // who asks this has logged in
    const { permit, for: what, where, without } = one
    const lacking = clusters.filter(cluster => !isPermitted(grants, permit, cluster)).map(({ name }) => name)
    const isGiven = where === 'system' ? isPermittedInSystem(grants, permit) : lacking.length === 0
    const place = where === 'system' ? 'in the whole system' : `on ${lacking.join(', ')}`
    const { isWanted, fix } = wanted(one, config)
    if (isGiven)
      yield { state: 'ok', what: `${user} may ${permit}${where === 'cluster' ? ' on every cluster' : ''}: ${what}` }
    else if (isWanted) yield { state: 'warning', what: `${user} may not ${permit} ${place}`, fix: `${without} ${fix}` }
    else if (one.option === 'policies')
      yield { state: 'ok', what: `${user} may not ${permit}, which is a choice: ${without}` }
  }
}

function wanted({ option }: RolePermit, config: PermissionSettings): { isWanted: boolean; fix: string } {
  const fix = `Make a role of exactly what is needed, and give it to the user: ovirt-scheduler doctor --create-role`
  if (option === undefined) return { isWanted: true, fix }
  return { isWanted: option === 'stop' && config['tuning.allowStop'].length > 0, fix: `${fix} --with-${option}` }
}
