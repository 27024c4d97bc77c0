import type { englishPolicyPreview } from './english-policy-preview.ts'

/** As `english-policy-preview.ts`, in German. */
export const germanPolicyPreview: Readonly<Record<keyof typeof englishPolicyPreview, string>> = {
  'preview.title': 'Wirkung auf die Empfehlungen',
  'preview.now': 'Jetzt',
  'preview.then': 'Mit diesen Werten',
  'preview.loading': 'Der Balancer wird gefragt',
  'preview.failed': 'Die Wirkung ist nicht bekannt',
  'preview.same': 'Diese Werte ändern nichts an dem, was jetzt empfohlen wird.',
  'preview.move': '{vm} von {from} nach {to} umziehen',
}
