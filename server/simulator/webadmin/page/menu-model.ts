/** An entry of the left menu: a place when it has a token, otherwise a group of places. */
export type MenuEntry = {
  readonly id: string
  readonly label: string
  /** CSS class of an icon font, as plugins name it. */
  readonly icon: string | undefined
  readonly token: string | undefined
  readonly children: MenuEntry[]
}

/** Menu groups the portal brings, in order. Events is a place of its own. */
export const standardEntries = (): MenuEntry[] => [
  group('compute', 'Compute', [
    place('clusters', 'Clusters'),
    place('hosts', 'Hosts'),
    place('vms', 'Virtual Machines'),
  ]),
  group('network', 'Network', [place('networks', 'Networks')]),
  group('storage', 'Storage', [place('storage', 'Domains')]),
  group('admin', 'Administration', [place('users', 'Users')]),
  { ...place('events', 'Events'), icon: 'events' },
]

export const place = (token: string, label: string, icon?: string): MenuEntry => ({
  id: token,
  label,
  icon,
  token,
  children: [],
})

export const group = (id: string, label: string, children: MenuEntry[] = [], icon: string = id): MenuEntry => ({
  id,
  label,
  icon,
  token: undefined,
  children,
})

/** Inserts into the first level: the priority is an index, below 0 means first, beyond the end last. */
export function insertPrimary(entries: MenuEntry[], entry: MenuEntry, priority: number): void {
  entries.splice(Math.max(0, priority), 0, entry)
}

/** Inserts into a group: a negative index means last here, unlike on the first level. False for an unknown group. */
export function insertSecondary(entries: MenuEntry[], groupId: string, entry: MenuEntry, priority: number): boolean {
  const home = entries.find(({ id, token }) => id === groupId && token === undefined)
  if (home === undefined) return false
  home.children.splice(priority < 0 ? home.children.length : priority, 0, entry)
  return true
}
