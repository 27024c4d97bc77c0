/** Runs in the page: what a reader is to press or read to its end, and which the edge of its card cuts off. */
export function cutOff(body: Element): string[] {
  const isBeyond = (card: Element) => (node: Element) =>
    node.getClientRects().length > 0 && node.getBoundingClientRect().right > card.getBoundingClientRect().right + 1
  return [...body.querySelectorAll('.pf-v6-c-card')].flatMap(card =>
    [...card.querySelectorAll('button, a, input, select, td, th')]
      .filter(isBeyond(card))
      .map(node => `${node.localName} ${node.getAttribute('aria-label') ?? node.textContent}`),
  )
}
