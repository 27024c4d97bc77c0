/**
 * One HTML file holds all pages: which one, and about which cluster, stands in the hash of its URL. A detail tab gets no
 * word from the portal of what it is about: the hidden frame sees the selection and writes it here, where a change
 * arrives as `hashchange` and a reload finds it again.
 */

export type PageName = 'scheduler' | 'cluster-scheduling'

export type PageAddress = Readonly<{ page: PageName; clusterId?: string | undefined }>

/** As the portal takes it: relative to its own URL. */
export function urlOf({ page, clusterId }: PageAddress): string {
  const parameters = new URLSearchParams({ page, ...(clusterId !== undefined && { cluster: clusterId }) })
  return `plugin/ovirt-scheduler/page.html#${parameters}`
}

export const pageIn = (hash: string): PageName =>
  parametersIn(hash).get('page') === 'cluster-scheduling' ? 'cluster-scheduling' : 'scheduler'

/** The cluster id in `location.hash`; undefined: none was chosen yet. */
export const clusterIn = (hash: string): string | undefined => parametersIn(hash).get('cluster') ?? undefined

const parametersIn = (hash: string) => new URLSearchParams(hash.replace(/^#/, ''))

/** Calls back with the cluster now and at every change; returns how to stop. */
export function watchCluster(onCluster: (id: string | undefined) => void, frame: Window = window): () => void {
  const tell = () => onCluster(clusterIn(frame.location.hash))
  frame.addEventListener('hashchange', tell)
  tell()
  return () => frame.removeEventListener('hashchange', tell)
}
