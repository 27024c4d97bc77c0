/** Texts of the tabs of the page and of parts that have little else. */
export const englishViews = {
  'views.label': 'Parts of the scheduler',
  'views.overview': 'Overview',
  'views.recommendations': 'Recommendations',
  'views.automation': 'Automation',
  'views.history': 'History',
  'views.units': 'Policy units',
  'views.hosts': 'Hosts',
  'views.cluster': 'Cluster',
  pages: 'Pages of: {what}',
  'pages.perPage': 'per page',
  'pages.first': 'First page',
  'pages.previous': 'Previous page',
  'pages.next': 'Next page',
  'pages.last': 'Last page',
  'pages.current': 'Page',
  'pages.of': 'of',
} as const
