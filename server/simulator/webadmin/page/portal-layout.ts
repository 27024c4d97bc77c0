import { element } from './element.ts'

export type PortalLayout = Readonly<{
  element: HTMLElement
  /** Where places are shown. */
  content: HTMLElement
  /** What the portal waits for before it shows a place. */
  showWaiting(text: string): void
  showPlaces(): void
}>

/** Masthead on top, below it first the loading screen, then menu and content. */
export function createPortalLayout(masthead: HTMLElement, menu: HTMLElement): PortalLayout {
  const content = element('main', { class: 'content', id: 'content' })
  const loading = element('div', { class: 'loading', role: 'status' })
  const body = element('div', { class: 'body', hidden: true }, menu, content)
  return {
    element: element('div', { class: 'app' }, masthead, loading, body),
    content,
    showWaiting(text) {
      loading.textContent = text
    },
    showPlaces() {
      loading.remove()
      body.hidden = false
    },
  }
}
