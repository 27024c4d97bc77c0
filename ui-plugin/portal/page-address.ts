/**
 * One HTML file holds all pages: which one, and what it is about, stands in the hash of its URL. A detail tab gets no
 * word from the portal of what it is about: the hidden frame sees the selection and writes it here, where a change
 * arrives as `hashchange` and a reload finds it again.
 */

export const pageNames = ['scheduler', 'cluster-scheduling', 'host-why', 'vm-why'] as const
export type PageName = (typeof pageNames)[number]

/** The parts of the scheduler's page, in the order in which they are offered. */
export const views = ['overview', 'recommendations', 'automation', 'history', 'units', 'hosts'] as const
export type View = (typeof views)[number]

/** What a page can be about; as the parameter of the address is named. */
export const subjects = ['cluster', 'host', 'vm'] as const
export type Subject = (typeof subjects)[number]

export type PageAddress = Readonly<
  { page: PageName; view?: View } & { [S in Subject as `${S}Id`]?: string | undefined }
>

/** As the portal takes it: relative to its own URL. */
export const urlOf = (address: PageAddress): string => `plugin/ovirt-scheduler/page.html${hashOf(address)}`

export function hashOf({ page, view, ...about }: PageAddress): string {
  const parameters = new URLSearchParams({ page, ...(view !== undefined && { view }) })
  for (const subject of subjects) {
    const id = about[`${subject}Id`]
    if (id !== undefined) parameters.set(subject, id)
  }
  return `#${parameters}`
}

/** Unknown ones, as of another version's link, lead to the first; so for `viewIn`. */
export function pageIn(hash: string): PageName {
  const named = parametersIn(hash).get('page')
  return pageNames.find(page => page === named) ?? 'scheduler'
}

export function viewIn(hash: string): View {
  const named = parametersIn(hash).get('view')
  return views.find(view => view === named) ?? 'overview'
}

/** The id of the cluster, host or VM in `location.hash`; undefined: none was chosen yet. */
export const subjectIn = (hash: string, subject: Subject): string | undefined =>
  parametersIn(hash).get(subject) ?? undefined

export const clusterIn = (hash: string): string | undefined => subjectIn(hash, 'cluster')

const parametersIn = (hash: string) => new URLSearchParams(hash.replace(/^#/, ''))

/** Calls back with the id now and at every change; returns how to stop. */
export const watchSubject = (
  subject: Subject,
  onSubject: (id: string | undefined) => void,
  frame: Window = window,
): (() => void) => watchHash(hash => onSubject(subjectIn(hash, subject)), frame)

export const watchCluster = (onCluster: (id: string | undefined) => void, frame: Window = window): (() => void) =>
  watchSubject('cluster', onCluster, frame)

/** As `watchSubject`, for all that stands there. */
export function watchHash(onHash: (hash: string) => void, frame: Window = window): () => void {
  const tell = () => onHash(frame.location.hash)
  frame.addEventListener('hashchange', tell)
  tell()
  return () => frame.removeEventListener('hashchange', tell)
}
