/** Texts of the effect of a policy before it is saved. */
export const englishPolicyPreview = {
  'preview.title': 'Effect on the recommendations',
  'preview.now': 'Now',
  'preview.then': 'With these values',
  'preview.loading': 'Asking the balancer',
  'preview.failed': 'The effect is not known',
  'preview.same': 'These values change nothing that is recommended now.',
  'preview.move': 'Move {vm} from {from} to {to}',
} as const
