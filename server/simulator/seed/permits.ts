/** Permits the engine checks, by the name and number its REST API shows. `administrative`: meaningless without an admin role. */
export const permits: Readonly<Record<string, Readonly<{ id: number; administrative: boolean }>>> = {
  create_vm: { id: 1, administrative: false },
  delete_vm: { id: 2, administrative: false },
  edit_vm_properties: { id: 3, administrative: false },
  migrate_vm: { id: 6, administrative: false },
  connect_to_vm: { id: 7, administrative: false },
  reboot_vm: { id: 17, administrative: false },
  stop_vm: { id: 18, administrative: false },
  shut_down_vm: { id: 19, administrative: false },
  hibernate_vm: { id: 21, administrative: false },
  run_vm: { id: 22, administrative: false },
  edit_host_configuration: { id: 101, administrative: true },
  manipulate_host: { id: 103, administrative: true },
  edit_cluster_configuration: { id: 401, administrative: true },
  manipulate_users: { id: 500, administrative: true },
  manipulate_roles: { id: 501, administrative: true },
  manipulate_permissions: { id: 502, administrative: false },
  add_users_and_groups_from_directory: { id: 503, administrative: true },
  edit_storage_pool_configuration: { id: 702, administrative: true },
  configure_engine: { id: 800, administrative: true },
  login: { id: 1300, administrative: false },
  tag_management: { id: 1301, administrative: false },
  inject_external_events: { id: 1400, administrative: true },
  inject_external_tasks: { id: 1500, administrative: true },
  manipulate_affinity_groups: { id: 1550, administrative: true },
}

/** The permit of that name, whatever its case; undefined: there is none. */
export const permitNamed = (name: string): string | undefined =>
  Object.hasOwn(permits, name.toLowerCase()) ? name.toLowerCase() : undefined
