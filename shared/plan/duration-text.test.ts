import { expect, it } from 'vitest'
import { durationText } from './duration-text.ts'

it.each([
  { seconds: -1, text: '0 s' },
  { seconds: 15.4, text: '15 s' },
  { seconds: 89, text: '89 s' },
  { seconds: 90, text: '2 min' },
  { seconds: 3569, text: '59 min' },
  { seconds: 3570, text: '1 h 0 min' },
  { seconds: 7500, text: '2 h 5 min' },
])('reads $seconds s as $text', ({ seconds, text }) => expect(durationText(seconds)).toBe(text))
