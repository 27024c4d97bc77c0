import { element } from './element.ts'
import type { EntityKind } from './entity-kind.ts'
import { hashOf } from './place-request.ts'
import type { Place, Places } from './places.ts'
import type { AnyType } from './plugin-contract.ts'
import type { Selection } from './selection.ts'

export type DetailLayout = Readonly<{
  element: HTMLElement
  /** Where the open tab's view goes. */
  content: HTMLElement
  open(place: Place): void
}>

/**
 * What surrounds the tabs of one type: breadcrumb with the selected object, and the tab strip. Links of built-in tabs name
 * the object; those of plugin tabs do not, since a plugin's tab learns its object from the selection alone.
 */
export function createDetailLayout(
  type: AnyType,
  kind: EntityKind | undefined,
  places: Places,
  selection: Selection,
): DetailLayout {
  const crumb = element('ol', { class: 'breadcrumb' })
  const strip = element('nav', { class: 'tabs', 'aria-label': 'Details' })
  const content = element('div', { class: 'tab-content' })
  const header = element(
    'header',
    { class: 'detail-head' },
    element('nav', { 'aria-label': 'Breadcrumb' }, crumb),
    strip,
  )
  let openToken = ''

  const selectedName = () => (kind === undefined ? undefined : selection.rows(kind.type)[0]?.name)

  function draw(): void {
    const name = selectedName()
    const title = element('h1', {}, name ?? `No ${kind?.singular ?? type} is selected`)
    const list = element('a', { href: hashOf(kind?.token ?? '') }, kind?.title ?? type)
    crumb.replaceChildren(element('li', {}, list), element('li', { 'aria-current': 'page' }, title))
    strip.replaceChildren(
      ...places.tabsOf(type).map(({ token, label, frame }) => {
        const href = frame === undefined && name !== undefined ? hashOf(token, { name }) : hashOf(token)
        return element('a', { href, class: 'tab', 'aria-current': token === openToken ? 'page' : undefined }, label)
      }),
    )
  }

  places.onChange(draw)
  selection.onChange(changed => {
    if (changed === kind?.type) draw()
  })

  return {
    element: element('div', { class: 'detail' }, header, content),
    content,
    open({ token }) {
      openToken = token
      draw()
    },
  }
}
