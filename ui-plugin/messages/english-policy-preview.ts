/** Texts of the effect of a policy before it is saved. */
export const englishPolicyPreview = {
  'preview.title': 'Effect on the recommendations',
  'preview.now': 'Now',
  'preview.then': 'With these values',
  'preview.loading': 'Asking the balancer',
  'preview.failed': 'The effect is not known',
  'preview.same': 'These values change nothing that is recommended now.',
  'preview.engine': 'The engine’s own balancer',
  'preview.destinations': 'Hosts the weights choose',
  'preview.destinations.none': 'No move is recommended now, so there is no choice of host to compare.',
  'preview.destinations.same':
    '{count, plural, one {For the one VM that is recommended to move the same host is chosen.} other {For all # VMs that are recommended to move the same hosts are chosen.}}',
  'preview.destination': '{vm}: {after} instead of {before}',
  'preview.destination.nowhere': 'no host',
  'preview.notLookedAt':
    '{count, plural, one {One more recommended move was not looked at.} other {# more recommended moves were not looked at.}}',
  'preview.limits':
    'Not shown: what the cluster’s scheduler and its plans would make of it, and where other VMs would be placed. Each VM is looked at by itself.',
  'preview.move': 'Move {vm} from {from} to {to}',
} as const
