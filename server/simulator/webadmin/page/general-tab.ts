import { drawCell } from './cell-view.ts'
import { element } from './element.ts'
import type { EntityKind, Fact } from './entity-kind.ts'
import { createPoll } from './poll.ts'
import type { Selection } from './selection.ts'
import type { View } from './view.ts'

/** The facts of the selected object, refreshed in place. */
export function createGeneralTab(kind: EntityKind, selection: Selection): View {
  const notice = element('p', { class: 'notice', role: 'status' })
  const facts = element('dl', { class: 'facts' })
  let shown = false
  let drawnId: string | undefined

  const poll = createPoll(async signal => {
    const id = selection.rows(kind.type)[0]?.id
    if (id === undefined || kind.facts === undefined) return
    try {
      const answer = await kind.facts(id, signal)
      if (signal.aborted) return
      notice.textContent = ''
      drawFacts(facts, answer)
    } catch (error) {
      if (signal.aborted) return
      notice.textContent = `${error instanceof Error ? error.message : String(error)}. Trying again.`
    }
  }, kind.refreshMs)

  function follow(): void {
    const id = selection.rows(kind.type)[0]?.id
    if (!shown || id === drawnId) return
    drawnId = id
    facts.replaceChildren()
    notice.textContent = id === undefined ? '' : 'Loading …'
    poll.start()
  }

  selection.onChange(type => {
    if (type === kind.type) follow()
  })

  return {
    element: element('section', { class: 'general' }, notice, facts),
    show() {
      if (shown) return
      shown = true
      drawnId = undefined
      follow()
    },
    hide() {
      shown = false
      poll.stop()
    },
  }
}

function drawFacts(target: HTMLElement, facts: readonly Fact[]): void {
  const labels = facts.map(({ label }) => label).join('\n')
  if (target.dataset.labels !== labels) {
    target.dataset.labels = labels
    target.replaceChildren(...facts.map(({ label }) => element('div', {}, element('dt', {}, label), element('dd'))))
  }
  facts.forEach(({ value }, index) => {
    const cell = target.children[index]?.lastElementChild
    if (cell instanceof HTMLElement) drawCell(cell, value)
  })
}
