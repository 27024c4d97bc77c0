import { element } from './element.ts'
import type { Cell } from './row.ts'

const marks: Readonly<Record<NonNullable<Cell['tone']>, string>> = {
  good: '▲',
  busy: '●',
  warning: '◆',
  bad: '✕',
  off: '▼',
}

/** Draws a cell into `target`. What is there already stays when the cell has not changed. */
export function drawCell(target: HTMLElement, cell: Cell): void {
  const shown = JSON.stringify(cell)
  if (target.dataset.shown === shown) return
  target.dataset.shown = shown
  target.replaceChildren(...partsOf(cell))
}

function partsOf({ text, href, tone, percent, note }: Cell): Node[] {
  const parts: Node[] = []
  // A mark beside the word: colour alone tells nothing to many.
  if (tone !== undefined)
    parts.push(element('span', { class: `mark mark-${tone}`, 'aria-hidden': 'true' }, marks[tone]))
  parts.push(href === undefined ? document.createTextNode(text) : element('a', { href }, text))
  if (percent !== undefined) {
    const fill = element('span', { class: 'bar-fill' })
    fill.style.width = `${Math.min(100, Math.max(0, percent))}%`
    parts.push(element('span', { class: 'bar', 'aria-hidden': 'true' }, fill))
  }
  if (note !== undefined) parts.push(element('span', { class: 'note' }, note))
  return parts
}
