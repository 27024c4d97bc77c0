import type { ActionButtons } from './action-buttons.ts'
import type { DetailTab, EntityKind } from './entity-kind.ts'
import { createListView } from './list-view.ts'
import type { Row } from './row.ts'
import type { Selection } from './selection.ts'
import type { View } from './view.ts'

/** A detail tab that lists related objects, such as the VMs of a host. Its selection is its own. */
export function createDetailList(
  owner: EntityKind,
  tab: DetailTab,
  kind: EntityKind,
  selection: Selection,
  buttons: ActionButtons,
  announce: (rows: readonly Row[]) => void,
): View {
  let selected: readonly Row[] = []
  let shown = false

  const main = () => selection.rows(owner.type)[0]

  function select(rows: readonly Row[]): void {
    const same = rows.length === selected.length && rows.every(({ id }, index) => selected[index]?.id === id)
    selected = rows
    if (!same) announce(rows)
    list.update()
  }

  const list = createListView({
    kind,
    place: `${owner.token}-${tab.token}`,
    buttons: () => buttons.ofTab(owner.type, tab.id),
    selected: () => selected,
    main: () => main()?.entity ?? { id: '' },
    onSelect: select,
    onRows: rows => select(selected.flatMap(({ id }) => rows.find(row => row.id === id) ?? [])),
  })

  function follow(): void {
    const row = main()
    if (!shown || row === undefined) return
    list.show(tab.search(row.name))
  }

  selection.onChange(type => {
    if (type === owner.type) follow()
  })
  buttons.onChange(() => {
    if (shown) list.update()
  })

  return {
    element: list.element,
    show() {
      shown = true
      follow()
    },
    hide() {
      shown = false
      selected = []
      list.stop()
    },
  }
}
