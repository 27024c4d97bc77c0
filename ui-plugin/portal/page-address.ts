/**
 * One HTML file holds all pages: which one, and about which cluster, stands in the hash of its URL. A detail tab gets no
 * word from the portal of what it is about: the hidden frame sees the selection and writes it here, where a change
 * arrives as `hashchange` and a reload finds it again.
 */

export type PageName = 'scheduler' | 'cluster-scheduling'

/** The parts of the scheduler's page, in the order in which they are offered. */
export const views = ['overview', 'recommendations', 'automation', 'history', 'units', 'hosts'] as const
export type View = (typeof views)[number]

export type PageAddress = Readonly<{ page: PageName; view?: View; clusterId?: string | undefined }>

/** As the portal takes it: relative to its own URL. */
export const urlOf = (address: PageAddress): string => `plugin/ovirt-scheduler/page.html${hashOf(address)}`

export function hashOf({ page, view, clusterId }: PageAddress): string {
  const parameters = new URLSearchParams({
    page,
    ...(view !== undefined && { view }),
    ...(clusterId !== undefined && { cluster: clusterId }),
  })
  return `#${parameters}`
}

export const pageIn = (hash: string): PageName =>
  parametersIn(hash).get('page') === 'cluster-scheduling' ? 'cluster-scheduling' : 'scheduler'

/** Unknown ones, as of another version's link, lead to the first. */
export function viewIn(hash: string): View {
  const named = parametersIn(hash).get('view')
  return views.find(view => view === named) ?? 'overview'
}

/** The cluster id in `location.hash`; undefined: none was chosen yet. */
export const clusterIn = (hash: string): string | undefined => parametersIn(hash).get('cluster') ?? undefined

const parametersIn = (hash: string) => new URLSearchParams(hash.replace(/^#/, ''))

/** Calls back with the cluster now and at every change; returns how to stop. */
export const watchCluster = (onCluster: (id: string | undefined) => void, frame: Window = window): (() => void) =>
  watchHash(hash => onCluster(clusterIn(hash)), frame)

/** As `watchCluster`, for all that stands there. */
export function watchHash(onHash: (hash: string) => void, frame: Window = window): () => void {
  const tell = () => onHash(frame.location.hash)
  frame.addEventListener('hashchange', tell)
  tell()
  return () => frame.removeEventListener('hashchange', tell)
}
