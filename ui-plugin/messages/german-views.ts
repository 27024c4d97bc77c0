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
  'views.cluster': 'Cluster',
  'views.back': 'Frühere Teile',
  'views.on': 'Weitere Teile',
  pages: 'Seiten: {what}',
  'pages.perPage': 'je Seite',
  'pages.first': 'Erste Seite',
  'pages.previous': 'Vorige Seite',
  'pages.next': 'Nächste Seite',
  'pages.last': 'Letzte Seite',
  'pages.current': 'Seite',
  'pages.of': 'von',
}
