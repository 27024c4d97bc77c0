import { describe, expect, it } from 'vitest'
import type { WhyNotMoved } from '../../../shared/plan/placement.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { whyNotMovedText } from './show-placement.ts'

const gate = (name: WhyNotMoved['gates'][number]['gate'], isOpen: boolean, text: string) => ({
  gate: name,
  isOpen,
  reason: reason('some-code', text),
})

describe('whyNotMovedText', () => {
  it('gives the answer, then each gate in its order, marked', () =>
    expect(
      whyNotMovedText({
        vm: { id: 'v', name: 'web' },
        because: reason('held-dismissed', 'This move was dismissed.'),
        gates: [
          gate('rule', true, 'It may migrate.'),
          gate('refusal', true, 'None refused.'),
          gate('threshold', true, 'host1 is short.'),
          gate('cooldown', false, 'This move was dismissed.'),
          gate('recommendation', false, 'None.'),
        ],
      }).split('\n'),
    ).toEqual([
      'web: This move was dismissed.',
      '',
      '  ✓ rule: It may migrate.',
      '  ✓ refusal: None refused.',
      '  ✓ threshold: host1 is short.',
      '  ✗ cooldown: This move was dismissed.',
      '  ✗ recommendation: None.',
    ]))

  it('does not mark as passed what only the running service knows', () => {
    const unknown = { gate: 'refusal', isOpen: true, reason: reason('refusals-unknown', 'Not known here.') } as const
    const because = reason('moving', 'It is being moved.')
    expect(whyNotMovedText({ vm: { id: 'v', name: 'web' }, because, gates: [unknown] })).toContain(
      '  ? refusal: Not known here.',
    )
  })
})
