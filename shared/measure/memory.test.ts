import { expect, it } from 'vitest'
import { memoryText } from './memory.ts'

it.each([
  [0, '0.0 MiB'],
  [512, '0.5 MiB'],
  [524_288, '512.0 MiB'],
  [1_048_524, '1023.9 MiB'],
  [1_048_575, '1.0 GiB'],
  [1_572_864, '1.5 GiB'],
  [-2_097_152, '-2.0 GiB'],
])('%i KiB are %s', (kib, text) => expect(memoryText(kib)).toBe(text))
