import type { ActionButton } from './action-buttons.ts'
import { actionButton, element } from './element.ts'
import type { Entity } from './plugin-contract.ts'

export type ActionToolbar = Readonly<{ element: HTMLElement; update(): void }>

/**
 * Buttons above a list; `update` asks each button again whether it shows and may be pressed, with copies of the selected
 * objects, since they are handed to plugins. The buttons themselves stay, so that the focus does.
 */
export function createActionToolbar(
  place: string,
  current: () => Readonly<{ buttons: readonly ActionButton[]; selected: readonly Entity[]; main: Entity }>,
): ActionToolbar {
  const plain = element('div', { class: 'toolbar-buttons' })
  const menu = element('div', { class: 'more-menu', role: 'group', 'aria-label': 'More actions', hidden: true })
  const more = element('button', {
    type: 'button',
    class: 'button more-toggle',
    'aria-label': 'More actions',
    'aria-expanded': 'false',
  })
  more.textContent = '⋮'
  const holder = element('div', { class: 'more' }, more, menu)
  const toolbar = element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Actions' }, plain, holder)

  const open = (isOpen: boolean) => {
    menu.hidden = !isOpen
    more.setAttribute('aria-expanded', String(isOpen))
  }
  more.addEventListener('click', () => open(menu.hidden !== false))
  holder.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || menu.hidden) return
    open(false)
    more.focus()
  })
  holder.addEventListener('focusout', event => {
    if (!(event.relatedTarget instanceof Node && holder.contains(event.relatedTarget))) open(false)
  })

  const nodes = new Map<ActionButton, HTMLButtonElement>()

  function build(buttons: readonly ActionButton[]): void {
    nodes.clear()
    for (const button of buttons) {
      const node = actionButton(button.label, 'button', () => {
        open(false)
        const { selected, main } = current()
        button.onClick([...selected], main)
      })
      if (button.id !== undefined) node.id = `${place}_${button.id}`
      nodes.set(button, node)
    }
    const inMenu = buttons.filter(({ inMoreMenu }) => inMoreMenu)
    const nodesOf = (some: readonly ActionButton[]) => some.flatMap(button => nodes.get(button) ?? [])
    plain.replaceChildren(...nodesOf(buttons.filter(button => !inMenu.includes(button))))
    menu.replaceChildren(...nodesOf(inMenu))
  }

  return {
    element: toolbar,
    update() {
      const { buttons, selected, main } = current()
      if (buttons.length !== nodes.size || buttons.some(button => !nodes.has(button))) build(buttons)
      for (const [button, node] of nodes) {
        node.hidden = !button.isAccessible([...selected], main)
        node.disabled = !button.isEnabled([...selected], main)
      }
      holder.hidden = ![...menu.children].some(node => node instanceof HTMLElement && !node.hidden)
      toolbar.hidden = holder.hidden && ![...nodes.values()].some(node => !node.hidden)
    },
  }
}
