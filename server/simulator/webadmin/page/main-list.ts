import type { ActionButtons } from './action-buttons.ts'
import { element } from './element.ts'
import type { EntityKind } from './entity-kind.ts'
import { createListView } from './list-view.ts'
import { hashOf } from './place-request.ts'
import type { Row } from './row.ts'
import type { Selection } from './selection.ts'
import type { View } from './view.ts'

export type MainList = View &
  Readonly<{
    kind: EntityKind
    /** Filters the list, now or when it is opened next. */
    setSearch(query: string): void
    /** A row that is loaded just now. */
    find(name: string): Row | undefined
  }>

/** On main lists there is no parent object; buttons get one with an empty id instead of nothing. */
const NO_PARENT = { id: '' }

/** The main list of a kind, with its search. `#hosts;search=…` sets the search; leaving keeps it. */
export function createMainList(kind: EntityKind, selection: Selection, buttons: ActionButtons): MainList {
  const input = element('input', {
    type: 'search',
    id: `${kind.token}-search`,
    autocomplete: 'off',
    spellcheck: 'false',
  })
  const label = element('label', { for: input.id }, kind.searchPrefix)
  const form = element('form', { class: 'search', role: 'search' }, label, input)
  const heading = element('header', { class: 'list-head' }, element('h1', {}, kind.title), form)
  let query = ''
  let shown = false

  const list = createListView({
    kind,
    place: kind.token,
    heading,
    buttons: () => buttons.ofList(kind.type),
    selected: () => selection.rows(kind.type),
    main: () => NO_PARENT,
    onSelect: rows => selection.set(kind.type, rows),
    onRows: rows => selection.refresh(kind.type, rows),
  })

  function setSearch(wanted: string): void {
    query = wanted
    input.value = wanted
    if (shown) list.show(wanted)
  }

  function submit(): void {
    const wanted = input.value.trim()
    window.location.hash = hashOf(kind.token, wanted === '' ? {} : { search: wanted })
    setSearch(wanted)
  }
  form.addEventListener('submit', event => {
    event.preventDefault()
    submit()
  })
  // The cross in the field clears it without submitting the form.
  input.addEventListener('search', () => {
    if (input.value === '' && query !== '') submit()
  })
  selection.onChange(type => {
    if (type === kind.type && shown) list.update()
  })
  buttons.onChange(() => {
    if (shown) list.update()
  })

  return {
    kind,
    element: list.element,
    setSearch,
    find: list.find,
    show({ parameters }) {
      shown = true
      setSearch(parameters.get('search') ?? query)
    },
    hide() {
      shown = false
      list.stop()
    },
  }
}
