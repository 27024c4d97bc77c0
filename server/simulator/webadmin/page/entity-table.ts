import { drawCell } from './cell-view.ts'
import { element } from './element.ts'
import type { Column } from './entity-kind.ts'
import type { Row } from './row.ts'

export type EntityTable = Readonly<{
  element: HTMLElement
  draw(rows: readonly Row[], selected: ReadonlySet<string>): void
}>

/**
 * Rows with a checkbox each; a click on the row selects it alone, with Ctrl or Shift as in any list. Rows are kept by id
 * over refreshes, so that focus, pointer and text selection stay where they are.
 */
export function createEntityTable(
  title: string,
  columns: readonly Column[],
  onSelect: (rows: readonly Row[]) => void,
): EntityTable {
  const heads = columns.map(column => element('th', { scope: 'col', class: classOf(column) }, column.label))
  const body = element('tbody')
  const head = element('tr', {}, element('th', { scope: 'col', class: 'check' }, hidden('Selected')), ...heads)
  const table = element('table', { class: 'entities', 'aria-label': title }, element('thead', {}, head), body)

  const lines = new Map<string, HTMLTableRowElement>()
  let rows: readonly Row[] = []
  let selected: ReadonlySet<string> = new Set()
  let anchor: string | undefined

  const choose = (ids: ReadonlySet<string>) => onSelect(rows.filter(({ id }) => ids.has(id)))

  function toggle(id: string): void {
    anchor = id
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    choose(next)
  }

  function chooseThrough(id: string): void {
    const order = rows.map(row => row.id)
    const [from, to] = [order.indexOf(anchor ?? id), order.indexOf(id)].toSorted((a, b) => a - b)
    choose(new Set(order.slice(from, (to ?? 0) + 1)))
  }

  function addLine({ id, name }: Row): HTMLTableRowElement {
    const box = element('input', { type: 'checkbox', 'aria-label': `Select ${name}` })
    box.addEventListener('click', event => {
      event.stopPropagation()
      toggle(id)
    })
    const cells = columns.map(column => element('td', { class: classOf(column) }))
    const line = element('tr', { 'data-id': id }, element('td', { class: 'check' }, box), ...cells)
    line.addEventListener('click', event => {
      if (event.target instanceof Element && event.target.closest('a') !== null) return
      if (event.shiftKey) chooseThrough(id)
      else if (event.ctrlKey || event.metaKey) toggle(id)
      else {
        anchor = id
        choose(new Set([id]))
      }
    })
    lines.set(id, line)
    return line
  }

  return {
    element: element('div', { class: 'table-holder' }, table),
    draw(next, nextSelected) {
      rows = next
      selected = nextSelected
      const ids = new Set(rows.map(({ id }) => id))
      for (const [id, line] of lines) {
        if (ids.has(id)) continue
        line.remove()
        lines.delete(id)
      }
      rows.forEach((row, index) => {
        const line = lines.get(row.id) ?? addLine(row)
        if (body.children[index] !== line) body.insertBefore(line, body.children[index] ?? null)
        drawLine(line, row, selected.has(row.id))
      })
    },
  }
}

function drawLine(line: HTMLTableRowElement, row: Row, isSelected: boolean): void {
  line.classList.toggle('selected', isSelected)
  const box = line.querySelector('input')
  if (box !== null) box.checked = isSelected
  row.cells.forEach((cell, index) => {
    const target = line.children[index + 1]
    if (target instanceof HTMLElement) drawCell(target, cell)
  })
}

const hidden = (text: string) => element('span', { class: 'visually-hidden' }, text)

const classOf = ({ numeric, wide, wraps }: Column) =>
  [numeric ? 'numeric' : '', wide ? 'wide' : '', wraps ? 'wraps' : ''].join(' ').trim()
