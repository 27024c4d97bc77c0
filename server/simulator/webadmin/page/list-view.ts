import type { ActionButton } from './action-buttons.ts'
import { createActionToolbar } from './action-toolbar.ts'
import { actionButton, element } from './element.ts'
import type { EntityKind } from './entity-kind.ts'
import { createEntityTable } from './entity-table.ts'
import type { Entity } from './plugin-contract.ts'
import { createPoll } from './poll.ts'
import type { Row } from './row.ts'

const PAGE_ROWS = 100

export type ListView = Readonly<{
  element: HTMLElement
  /** Loads what matches, from the first page on when the query is another one. */
  show(query: string): void
  stop(): void
  /** Draws again what depends on selection or buttons. */
  update(): void
  /** A row that is loaded just now. */
  find(name: string): Row | undefined
}>

export type ListOptions = Readonly<{
  kind: EntityKind
  /** Prefix of the DOM ids of its buttons. */
  place: string
  heading?: HTMLElement
  buttons(): readonly ActionButton[]
  selected(): readonly Row[]
  main(): Entity
  onSelect(rows: readonly Row[]): void
  /** Newer rows have arrived. */
  onRows(rows: readonly Row[]): void
}>

/** A list of objects that refreshes itself: toolbar, table, pages, and what to say when there is nothing to show. */
export function createListView(options: ListOptions): ListView {
  const { kind } = options
  const notice = element('p', { class: 'notice', role: 'status' })
  const table = createEntityTable(kind.title, kind.columns, options.onSelect)
  const toolbar = createActionToolbar(options.place, () => ({
    buttons: options.buttons(),
    selected: options.selected().map(({ entity }) => entity),
    main: options.main(),
  }))
  const range = element('span', { class: 'range' })
  const previous = actionButton('‹ Previous', 'button', () => turn(-1))
  const next = actionButton('Next ›', 'button', () => turn(1))
  const pager = element('div', { class: 'pager' }, range, previous, next)
  const bar = element('div', { class: 'list-bar' }, toolbar.element, pager)
  const view = element('section', { class: 'list' }, options.heading ?? '', bar, notice, table.element)

  let query = ''
  let page = 1
  let rows: readonly Row[] | undefined
  const poll = createPoll(load, kind.refreshMs)

  async function load(signal: AbortSignal): Promise<void> {
    try {
      const answer = await kind.load(pagedSearch(query, page), PAGE_ROWS, signal)
      if (signal.aborted) return
      rows = answer
      notice.textContent = rows.length > 0 ? '' : emptyText(kind, query)
      options.onRows(rows)
      draw()
    } catch (error) {
      if (signal.aborted) return
      const kept = rows === undefined ? '' : ' What you see is older.'
      notice.textContent = `${error instanceof Error ? error.message : String(error)}.${kept} Trying again.`
    }
  }

  function turn(by: number): void {
    page += by
    rows = undefined
    draw()
    poll.start()
  }

  function draw(): void {
    const shown = rows ?? []
    table.draw(shown, new Set(options.selected().map(({ id }) => id)))
    table.element.hidden = shown.length === 0
    const first = (page - 1) * PAGE_ROWS + 1
    range.textContent = shown.length === 0 ? '' : `${first}–${first + shown.length - 1}`
    previous.disabled = page === 1
    next.disabled = shown.length < PAGE_ROWS
    const isOnlyPage = page === 1 && shown.length < PAGE_ROWS
    previous.hidden = isOnlyPage
    next.hidden = isOnlyPage
    if (rows === undefined) notice.textContent = `Loading ${kind.title.toLowerCase()} …`
    toolbar.update()
  }

  draw()
  return {
    element: view,
    show(wanted) {
      if (wanted !== query) {
        query = wanted
        page = 1
        rows = undefined
        draw()
      }
      poll.start()
    },
    stop: poll.stop,
    update: draw,
    find: name => rows?.find(row => row.name === name),
  }
}

/** The engine pages through the search text; the first page needs no word. */
const pagedSearch = (query: string, page: number) => (page === 1 ? query : `${query} page ${page}`.trim())

const emptyText = ({ title }: EntityKind, query: string) =>
  query === '' ? `There are no ${title.toLowerCase()}.` : `No ${title.toLowerCase()} match “${query}”.`
