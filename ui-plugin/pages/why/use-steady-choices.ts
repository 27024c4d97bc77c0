import { useState } from 'react'
import { type HostChoice, inOrder } from './host-choice.ts'

/** Best first when the page is opened and when somebody asks for it; in between no row moves under the pointer. */
export function useSteadyChoices(
  choices: readonly HostChoice[],
): Readonly<{ rows: readonly HostChoice[]; isReordered: boolean; reorder: () => void }> {
  const [ids, setIds] = useState(() => idsOf(choices))
  const rows = inOrder(ids, choices)
  return {
    rows,
    isReordered: rows.some(({ host }, index) => host.id !== choices[index]?.host.id),
    reorder: () => setIds(idsOf(choices)),
  }
}

const idsOf = (choices: readonly HostChoice[]) => choices.map(({ host }) => host.id)
