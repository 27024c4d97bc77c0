import { expect, it } from 'vitest'
import { isNewerVersion } from './is-newer-version.ts'

it.each([
  ['0.1.0', '0.1.0', false],
  ['0.1', '0.1.0', false],
  ['0.1.1', '0.1', true],
  ['0.2', '0.10', false],
  ['0.10', '0.2', true],
  ['1', '0.99.99', true],
  ['0.1.0-rc1', '0.1.0', false],
  ['0.2.0-rc1', '0.1.0', true],
])('%s is newer than %s: %s', (version, than, expected) => expect(isNewerVersion(version, than)).toBe(expected))
