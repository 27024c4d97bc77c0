import { entity, struct } from './schema.ts'

/** Scheduling policies, their units, and affinity. */
export const schedulingTypes = {
  scheduling_policy: entity(
    'scheduling_policies',
    { default_policy: 'boolean', locked: 'boolean', properties: { many: 'property' } },
    {
      balances: { many: 'balance' },
      filters: { many: 'filter' },
      // The model calls the list of weights `weight`, its link `weights`: the engine cannot follow it.
      weight: { many: 'weight' },
    },
  ),
  scheduling_policy_unit: entity('scheduling_policy_units', {
    enabled: 'boolean',
    internal: 'boolean',
    properties: { many: 'property' },
    type: { oneOf: ['filter', 'weight', 'load_balancing'] },
  }),
  property: struct({ name: 'string', value: 'string' }),
  filter: entity('filters', { position: 'integer' }, { scheduling_policy_unit: { one: 'scheduling_policy_unit' } }),
  weight: entity(
    'weights',
    { factor: 'integer' },
    { scheduling_policy: { one: 'scheduling_policy' }, scheduling_policy_unit: { one: 'scheduling_policy_unit' } },
  ),
  balance: entity(
    'balances',
    {},
    { scheduling_policy: { one: 'scheduling_policy' }, scheduling_policy_unit: { one: 'scheduling_policy_unit' } },
  ),

  affinity_group: entity(
    'affinity_groups',
    {
      broken: 'boolean',
      enforcing: 'boolean',
      hosts_rule: { one: 'affinity_rule' },
      positive: 'boolean',
      priority: 'decimal',
      vms_rule: { one: 'affinity_rule' },
    },
    {
      cluster: { one: 'cluster' },
      host_labels: { many: 'affinity_label', emptyList: true },
      hosts: { many: 'host', emptyList: true },
      vm_labels: { many: 'affinity_label', emptyList: true },
      vms: { many: 'vm', emptyList: true },
    },
  ),
  affinity_rule: struct({ enabled: 'boolean', enforcing: 'boolean', positive: 'boolean' }),
  affinity_label: entity(
    'affinity_labels',
    { has_implicit_affinity_group: 'boolean', read_only: 'boolean' },
    { hosts: { many: 'host' }, vms: { many: 'vm' } },
  ),
} as const
