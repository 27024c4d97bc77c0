import { actionButton, element } from './element.ts'

/** The bar on top. It says on every screen that no real engine is behind it. */
export function createMasthead(userName: string, onLogOut: () => void): HTMLElement {
  return element(
    'header',
    { class: 'masthead' },
    element('span', { class: 'product' }, 'Administration Portal'),
    element(
      'span',
      { class: 'simulated', title: 'A stand-in for oVirt’s portal, on a simulated engine' },
      'Simulated engine',
    ),
    element('span', { class: 'spring' }),
    element('span', { class: 'user' }, userName),
    actionButton('Log out', 'button masthead-button', onLogOut),
  )
}
