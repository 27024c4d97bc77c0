import { element } from './element.ts'
import { icon } from './icons.ts'
import type { MenuEntry } from './menu-model.ts'
import { hashOf } from './place-request.ts'

export type MenuView = Readonly<{
  element: HTMLElement
  draw(entries: readonly MenuEntry[]): void
  /** Marks where the user is. The real portal leaves the mark where it was when a plugin's place opens. */
  mark(token: string): void
}>

/** The left menu: places are links, groups open and close. */
export function createMenuView(): MenuView {
  const items = element('ul', { class: 'menu-items' })
  const open = new Set(['compute'])
  let drawn: readonly MenuEntry[] = []
  let marked = ''

  function draw(entries: readonly MenuEntry[]): void {
    drawn = entries
    items.replaceChildren(...entries.map(entry => element('li', {}, ...partsOf(entry))))
  }

  function partsOf(entry: MenuEntry): HTMLElement[] {
    const symbol = entry.icon === undefined ? icon('plugin') : icon(entry.icon)
    if (entry.token !== undefined) return [link(entry, symbol)]
    const isOpen = open.has(entry.id)
    const children = element('ul', { class: 'menu-children', id: `menu-${entry.id}`, hidden: !isOpen })
    children.append(...entry.children.map(child => element('li', {}, link(child))))
    const toggle = element(
      'button',
      { type: 'button', class: 'menu-group', 'aria-expanded': String(isOpen), 'aria-controls': children.id },
      symbol,
      entry.label,
    )
    toggle.addEventListener('click', () => {
      const opens = !open.delete(entry.id)
      if (opens) open.add(entry.id)
      toggle.setAttribute('aria-expanded', String(opens))
      children.hidden = !opens
    })
    return [toggle, children]
  }

  function link({ token = '', label }: MenuEntry, symbol?: SVGElement): HTMLElement {
    const isMarked = token === marked
    const attributes = { href: hashOf(token), class: 'menu-place', 'aria-current': isMarked ? 'page' : undefined }
    return element('a', attributes, ...(symbol === undefined ? [] : [symbol]), label)
  }

  return {
    element: element('nav', { class: 'menu', 'aria-label': 'Main' }, items),
    draw,
    mark(token) {
      marked = token
      draw(drawn)
    },
  }
}
