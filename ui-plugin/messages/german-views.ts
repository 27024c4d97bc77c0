import type { englishViews } from './english-views.ts'

/** As `english-views.ts`, in German. */
export const germanViews: Readonly<Record<keyof typeof englishViews, string>> = {
  'views.label': 'Teile des Schedulers',
  'views.overview': 'Übersicht',
  'views.recommendations': 'Empfehlungen',
  'views.automation': 'Automatik',
  'views.history': 'Verlauf',
  'views.units': 'Richtlinieneinheiten',
  'views.hosts': 'Hosts',
  'hosts.tuning.none': 'Noch kein Host verbunden',
  'hosts.tuning.none.body':
    'Ballooning, KSM, CPU- und E/A-Abstimmung und vCPU-Pins der Hosts erscheinen hier, sobald dieser Dienst mit ihrem libvirt oder vdsm sprechen darf. Diese Version zieht VMs zwischen Hosts um; sie stimmt Hosts nicht ab.',
  'views.cluster': 'Cluster',
  pages: 'Seiten: {what}',
  'pages.perPage': 'je Seite',
  'pages.first': 'Erste Seite',
  'pages.previous': 'Vorige Seite',
  'pages.next': 'Nächste Seite',
  'pages.last': 'Letzte Seite',
  'pages.current': 'Seite',
  'pages.of': 'von',
}
