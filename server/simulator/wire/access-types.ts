import { entity, struct } from './schema.ts'

/** Users, roles, permissions, tags; the API root; configuration values. */
export const accessTypes = {
  user: entity(
    'users',
    {
      department: 'string',
      domain_entry_id: 'string',
      email: 'string',
      last_name: 'string',
      namespace: 'string',
      principal: 'string',
      user_name: 'string',
    },
    { domain: { one: 'domain' }, permissions: { many: 'permission' }, roles: { many: 'role' }, tags: { many: 'tag' } },
  ),
  group: entity('groups', { domain_entry_id: 'string', namespace: 'string' }, { domain: { one: 'domain' } }),
  domain: entity('domains', {}),
  role: entity('roles', { administrative: 'boolean', mutable: 'boolean' }, { permits: { many: 'permit' } }),
  permit: entity('permits', { administrative: 'boolean' }, { role: { one: 'role' } }),
  permission: entity(
    'permissions',
    {},
    {
      cluster: { one: 'cluster' },
      data_center: { one: 'data_center' },
      group: { one: 'group' },
      host: { one: 'host' },
      role: { one: 'role' },
      user: { one: 'user' },
      vm: { one: 'vm' },
    },
  ),
  tag: entity('tags', {}, { host: { one: 'host' }, parent: { one: 'tag' }, vm: { one: 'vm' } }),

  api: struct({
    authenticated_user: { one: 'user' },
    effective_user: { one: 'user' },
    product_info: { one: 'product_info' },
    special_objects: { one: 'special_objects' },
    summary: { one: 'api_summary' },
    time: 'date',
  }),
  product_info: struct({
    instance_id: 'string',
    name: 'string',
    vendor: 'string',
    version: { one: 'version' },
  }),
  special_objects: struct({ blank_template: { one: 'template' }, root_tag: { one: 'tag' } }),
  api_summary: struct({
    hosts: { one: 'api_summary_item' },
    storage_domains: { one: 'api_summary_item' },
    users: { one: 'api_summary_item' },
    vms: { one: 'api_summary_item' },
  }),
  api_summary_item: struct({ active: 'integer', total: 'integer' }),

  system_option: entity('system_options', { values: { many: 'system_option_value' } }),
  system_option_value: struct({ value: 'string', version: 'string' }),
  bookmark: entity('bookmarks', { value: 'string' }),
} as const
