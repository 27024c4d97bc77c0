import type { englishPolicyPreview } from './english-policy-preview.ts'

/** As `english-policy-preview.ts`, in German. */
export const germanPolicyPreview: Readonly<Record<keyof typeof englishPolicyPreview, string>> = {
  'preview.title': 'Wirkung auf die Empfehlungen',
  'preview.now': 'Jetzt',
  'preview.then': 'Mit diesen Werten',
  'preview.loading': 'Der Balancer wird gefragt',
  'preview.failed': 'Die Wirkung ist nicht bekannt',
  'preview.same': 'Diese Werte ändern nichts an dem, was jetzt empfohlen wird.',
  'preview.engine': 'Der eigene Balancer der Engine',
  'preview.destinations': 'Von den Gewichten gewählt',
  'preview.destinations.none': 'Jetzt ist kein Umzug empfohlen, also ist keine Wahl eines Hosts zu vergleichen.',
  'preview.destinations.same':
    '{count, plural, one {Für die eine VM, deren Umzug empfohlen ist, wird derselbe Host gewählt.} other {Für alle # VMs, deren Umzug empfohlen ist, werden dieselben Hosts gewählt.}}',
  'preview.destination': '{vm}: {after} statt {before}',
  'preview.destination.nowhere': 'kein Host',
  'preview.notLookedAt':
    '{count, plural, one {Ein weiterer empfohlener Umzug wurde nicht betrachtet.} other {# weitere empfohlene Umzüge wurden nicht betrachtet.}}',
  'preview.limits':
    'Nicht gezeigt: was der Scheduler des Clusters und seine Pläne daraus machten, und wo andere VMs platziert würden. Jede VM wird für sich betrachtet.',
  'preview.move': '{vm} von {from} nach {to} umziehen',
}
