import { actionButton, element } from './element.ts'
import type { Severity } from './plugin-contract.ts'

const TOAST_MS = 8_000

export type Notifications = Readonly<{
  element: HTMLElement
  toast(severity: Severity, text: string): void
  /** One banner for all alerts: a second one replaces its text and counts. Stays unless `autoHideMs` is above 0. */
  alert(severity: Severity, text: string, autoHideMs: number): void
  /** Alerts raised before wait for this. */
  release(): void
}>

/** Messages above everything else on the page, except what plugins put there themselves. */
export function createNotifications(): Notifications {
  const banner = element('div', { class: 'banner', role: 'alert', hidden: true })
  const toasts = element('div', { class: 'toasts', role: 'status' })
  const held: (() => void)[] = []
  let released = false
  let count = 0
  let hideTimer: ReturnType<typeof setTimeout> | undefined

  function hideBanner(): void {
    clearTimeout(hideTimer)
    banner.hidden = true
    count = 0
  }

  function showBanner(severity: Severity, text: string, autoHideMs: number): void {
    clearTimeout(hideTimer)
    count += 1
    const counter = element('span', { class: 'banner-count', hidden: count === 1 }, String(count))
    const close = actionButton('×', 'close', hideBanner)
    close.setAttribute('aria-label', 'Close')
    banner.className = `banner ${severity}`
    banner.replaceChildren(element('span', { class: 'banner-text' }, text), counter, close)
    banner.hidden = false
    if (autoHideMs > 0) hideTimer = setTimeout(hideBanner, autoHideMs)
  }

  return {
    element: element('div', { class: 'notifications' }, banner, toasts),
    toast(severity, text) {
      const close = actionButton('×', 'close', () => toast.remove())
      close.setAttribute('aria-label', 'Close')
      const toast = element('div', { class: `toast ${severity}` }, element('span', {}, text), close)
      toasts.append(toast)
      setTimeout(() => toast.remove(), TOAST_MS)
    },
    alert(severity, text, autoHideMs) {
      if (released) showBanner(severity, text, autoHideMs)
      else held.push(() => showBanner(severity, text, autoHideMs))
    },
    release() {
      released = true
      for (const show of held.splice(0)) show()
    },
  }
}
