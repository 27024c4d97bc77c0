import type { ExplainedControl, ExplainedStep } from '../../../shared/plan/knob-decision.ts'
import { printable } from '../../hosts/printable.ts'

/** A control as a tree: its value, the expression that set it, and below what was read and decided before, oldest first. */
export function explainedLines(
  entity: string,
  { control, value, text, steps, omitted, ...place }: ExplainedControl,
): string[] {
  const above = [printable(`${entity} ${control} = ${value}`), `└─ ${printable(text)}  ${placeText(place)}`]
  const left = omitted > 0 ? [`${omitted} earlier steps are left out`] : []
  const below = [...left, ...steps.map(step => `${printable(stepText(step))}  ${placeText(step)}`)]
  const branches = below.map((line, index) => `   ${index === below.length - 1 ? '└─' : '├─'} ${line}`)
  return [...above, ...branches]
}

const placeText = ({ file, line, column }: Pick<ExplainedStep, 'file' | 'line' | 'column'>): string =>
  `${file}:${line}:${column}`

function stepText({ kind, text, value, taken }: ExplainedStep): string {
  switch (kind) {
    case 'branch':
      return `${text}: ${value}, so ${taken}`
    case 'each':
      return `for ${text} ${value}`
    default:
      return value === '' ? text : `${text} = ${value}`
  }
}
