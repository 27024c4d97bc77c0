/** Texts of the tabs of the page and of parts that have little else. */
export const englishViews = {
  'views.label': 'Parts of the scheduler',
  'views.overview': 'Overview',
  'views.recommendations': 'Recommendations',
  'views.automation': 'Automation',
  'views.history': 'History',
  'views.units': 'Policy units',
  'views.hosts': 'Hosts',
  'hosts.tuning.none': 'No host is connected yet',
  'hosts.tuning.none.body':
    'Ballooning, KSM, CPU and I/O tuning and vCPU pins of each host appear here once this service may talk to its libvirt or vdsm. This version moves VMs between hosts; it does not tune them.',
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
