import type { ExplainedControl, ExplainedStep } from '../../../shared/plan/knob-decision.ts'
import { placeOf, type Source, type Span } from '../../language/source.ts'
import type { ControlTrace, TraceStep } from '../../language/trace.ts'
import type { Value } from '../../language/value.ts'
import { writeJson } from '../../language/write-json.ts'

const MAX_TEXT = 160
const MAX_VALUE = 80

/** A trace for people: each step with the text of the policy, its place and its value. */
export function explainControl(
  { control, value, span, steps, omitted }: ControlTrace,
  source: Source,
): ExplainedControl {
  return {
    control,
    value: valueText(value),
    ...excerpt(source, span),
    steps: steps.map(step => explainStep(step, source)),
    omitted,
  }
}

function explainStep(step: TraceStep, source: Source): ExplainedStep {
  const place = excerpt(source, step.span)
  switch (step.kind) {
    case 'branch': {
      // Of `(if CONDITION …)` only what decided is of interest, and the whole form may be a page long.
      return { kind: 'branch', ...place, value: valueText(step.condition), taken: step.taken }
    }
    case 'call':
      return {
        kind: 'call',
        ...place,
        text: callText(step),
        value: step.value === undefined ? '' : valueText(step.value),
      }
    default:
      return { kind: step.kind, ...place, text: step.name, value: valueText(step.value) }
  }
}

const callText = ({ name, operands }: Extract<TraceStep, { kind: 'call' }>): string =>
  shortened(`(${[name, ...operands.map(valueText)].join(' ')})`, MAX_TEXT)

function excerpt(source: Source, span: Span | undefined) {
  const { file, line, column } = placeOf(source, span ?? { start: 0, end: 0 })
  const text = span === undefined ? '' : source.text.slice(span.start, span.end).replaceAll(/\s+/g, ' ')
  return { text: shortened(text, MAX_TEXT), file, line, column }
}

export function valueText(value: Value): string {
  if (value === null) return 'nil'
  if (typeof value === 'number' && Number.isFinite(value)) return String(Number(value.toPrecision(12)))
  if (typeof value === 'object' && 'label' in value) return value.label
  return shortened(writeJson(value), MAX_VALUE)
}

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
