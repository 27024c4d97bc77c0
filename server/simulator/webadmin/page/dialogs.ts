import { actionButton, element } from './element.ts'
import type { Untrusted } from './plugin-contract.ts'
import { flagOption, functionOption, listOption, textOption } from './plugin-options.ts'

/** Header and footer of a dialog: what its height leaves to the page inside is this much less. */
const CHROME_PX = 100

export type DialogRequest = Readonly<{
  /** Markup: the portal puts it in as HTML, so plugins must escape names. */
  title: string
  token: string | null
  contentUrl: string
  /** CSS lengths. */
  width: string
  height: string
  options: Untrusted
}>

export type Dialogs = Readonly<{
  element: HTMLElement
  open(request: DialogRequest): void
  setUrl(token: string, contentUrl: string): void
  close(token: string): void
  closeAll(): void
}>

type Dialog = Readonly<{ token: string | null; layer: HTMLElement; frame: HTMLIFrameElement; opener: Element | null }>

/**
 * Modal dialogs with a plugin's page inside, one above the other. Closing is told to nobody. While one is open, `behind`
 * cannot be reached; Escape is seen only while the focus is outside the frame.
 */
export function createDialogs(behind: HTMLElement): Dialogs {
  const root = element('div', { class: 'dialogs' })
  let open: Dialog[] = []

  function close(dialogs: readonly Dialog[]): void {
    open = open.filter(dialog => !dialogs.includes(dialog))
    for (const { layer } of dialogs) layer.remove()
    behind.inert = open.length > 0
    const opener = dialogs[0]?.opener
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
  }

  document.addEventListener('keydown', event => {
    const top = open.at(-1)
    if (event.key !== 'Escape' || top === undefined || top.layer.dataset.escape === 'false') return
    close([top])
  })

  return {
    element: root,
    open({ title, token, contentUrl, width, height, options }) {
      const heading = element('h2', { class: 'dialog-title' })
      heading.innerHTML = title
      const frame = element('iframe', { class: 'dialog-frame', src: contentUrl, title: heading.textContent })
      frame.style.height = `calc(${height} - ${CHROME_PX}px)`
      const closeIcon = actionButton('×', 'close', () => close([dialog]))
      closeIcon.setAttribute('aria-label', 'Close')
      closeIcon.hidden = !flagOption(options, 'closeIconVisible', true)
      const header = element('header', { class: 'dialog-head' }, heading, closeIcon)
      const box = element(
        'section',
        { class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-label': heading.textContent, tabindex: '-1' },
        header,
        frame,
        element('footer', { class: 'dialog-foot' }, ...footerButtons(options)),
      )
      Object.assign(box.style, { width, height })
      letDrag(box, header)
      const layer = element('div', { class: 'dialog-layer' }, box)
      layer.dataset.escape = String(flagOption(options, 'closeOnEscKey', true))
      const dialog: Dialog = { token, layer, frame, opener: document.activeElement }
      open.push(dialog)
      root.append(layer)
      behind.inert = true
      box.focus()
    },
    setUrl(token, contentUrl) {
      for (const dialog of open) if (dialog.token === token) dialog.frame.src = contentUrl
    },
    close: token => close(open.filter(dialog => dialog.token === token)),
    closeAll: () => close(open),
  }
}

/** In the plugin's order from the right. A click does not close the dialog; that is the plugin's to do. */
function footerButtons(options: Untrusted): HTMLElement[] {
  return listOption(options, 'buttons').map(button => {
    const label = textOption(button, 'label') ?? ''
    return actionButton(label, 'button', () => {
      try {
        functionOption(button, 'onClick')?.()
      } catch (error) {
        console.error(`The dialog button ${label} failed`, error)
      }
    })
  })
}

function letDrag(box: HTMLElement, handle: HTMLElement): void {
  let offset = { x: 0, y: 0 }
  handle.addEventListener('pointerdown', start => {
    if (start.target instanceof Element && start.target.closest('button') !== null) return
    handle.setPointerCapture(start.pointerId)
    const before = offset
    const move = (event: PointerEvent) => {
      offset = { x: before.x + event.clientX - start.clientX, y: before.y + event.clientY - start.clientY }
      box.style.translate = `${offset.x}px ${offset.y}px`
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), { once: true })
  })
}
