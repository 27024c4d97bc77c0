import type { SimRole } from '../world/state.ts'
import { permits } from './permits.ts'

export const roleIds = {
  superUser: '00000000-0000-0000-0000-000000000001',
  userRole: '00000000-0000-0000-0001-000000000001',
  clusterAdmin: 'def00001-0000-0000-0000-def000000001',
  readOnlyAdmin: 'def0000c-0000-0000-0000-def00000000c',
  externalEventsCreator: 'def0000c-0000-0000-0000-def000000000',
  externalTasksCreator: 'def0000d-0000-0000-0000-def000000000',
} as const

const runsVms = ['connect_to_vm', 'reboot_vm', 'stop_vm', 'shut_down_vm', 'hibernate_vm', 'run_vm', 'login']
const notForClusterAdmins = new Set([
  'manipulate_users',
  'add_users_and_groups_from_directory',
  'manipulate_roles',
  'edit_storage_pool_configuration',
  'configure_engine',
  'inject_external_events',
  'inject_external_tasks',
])

/** The engine's predefined roles that matter to a scheduler. Policy authoring (permit 702) stays with the super user. */
export const roles: readonly SimRole[] = [
  role(roleIds.superUser, 'SuperUser', 'May do everything', true, Object.keys(permits)),
  role(
    roleIds.clusterAdmin,
    'ClusterAdmin',
    'Administers the hosts and VMs of a cluster',
    true,
    Object.keys(permits).filter(name => !notForClusterAdmins.has(name)),
  ),
  role(roleIds.readOnlyAdmin, 'ReadOnlyAdmin', 'Sees everything, changes nothing', true, ['login']),
  role(roleIds.externalEventsCreator, 'ExternalEventsCreator', 'Adds events from outside', true, [
    'login',
    'inject_external_events',
  ]),
  role(roleIds.externalTasksCreator, 'ExternalTasksCreator', 'Adds tasks from outside', true, [
    'login',
    'inject_external_tasks',
  ]),
  role(roleIds.userRole, 'UserRole', 'Uses the VMs it was given', false, runsVms),
]

function role(id: string, name: string, description: string, administrative: boolean, of: string[]): SimRole {
  return { id, name, description, administrative, mutable: false, permits: of }
}
