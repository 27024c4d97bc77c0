import type { KeyboardEvent } from 'react'
import { useTexts } from '../../messages/use-texts.tsx'
import type { DecisionMark } from './marks-of.ts'
import { useDecisionText } from './use-decision-text.ts'

export type DecisionMarksProps = Readonly<{
  /** Of the marks together, for those who hear them. */
  label: string
  marks: readonly DecisionMark[]
  hostName: string
  /** Where an instant lies, in pixels from the left. */
  xOf: (atMs: number) => number
  chosen: DecisionMark | undefined
  onChoose: (mark: DecisionMark | undefined) => void
}>

const IN_TIP = 8

/**
 * The marks above the chart: a diamond for one decision, their number for several. One stop of the Tab key, from which arrow keys
 * choose. The focus stays with the list, not with a mark: marks that come closer as time goes on become one.
 */
export function DecisionMarks({ label, marks, hostName, xOf, chosen, onChoose }: DecisionMarksProps) {
  const { t, time } = useTexts()
  const textOf = useDecisionText(hostName)
  const go = (event: KeyboardEvent) => {
    const from = chosen === undefined ? -1 : marks.indexOf(chosen)
    const to = markAt(event.key, from, marks.length)
    if (to === undefined) return
    event.preventDefault()
    onChoose(marks[to])
  }
  return (
    <div
      role="listbox"
      aria-label={label}
      aria-activedescendant={chosen && idOf(chosen)}
      tabIndex={0}
      onKeyDown={go}
      className="decision-marks"
    >
      {marks.map(mark => {
        const { atMs, decisions } = mark
        const told = decisions.slice(0, IN_TIP).map(textOf)
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the list
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
          <div
            key={idOf(mark)}
            id={idOf(mark)}
            role="option"
            aria-selected={mark === chosen}
            aria-label={t('tuning.marks.mark', { count: decisions.length, time: time(atMs) })}
            title={[...told, ...(decisions.length > IN_TIP ? ['…'] : [])].join('\n')}
            className={decisions.length === 1 ? 'decision-mark' : 'decision-mark decision-several'}
            style={{ insetInlineStart: `${xOf(atMs)}px` }}
            onClick={() => onChoose(mark === chosen ? undefined : mark)}
          >
            {decisions.length > 1 && decisions.length}
          </div>
        )
      })}
    </div>
  )
}

const idOf = ({ decisions }: DecisionMark): string => `decided-${decisions[0].id}`

/** From none, keys lead in at the newest. */
function markAt(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowUp':
      return from < 0 ? count - 1 : Math.max(0, from - 1)
    case 'ArrowRight':
    case 'ArrowDown':
      return from < 0 ? count - 1 : Math.min(count - 1, from + 1)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
