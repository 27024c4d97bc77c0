import { expect, it } from 'vitest'
import { NOON_MS } from '../../../test/fakes/builders.ts'
import { logLevelText } from './log-level-command.ts'

const by = { id: 'u', name: 'ann@internal' }
const cases = [
  { state: { level: 'info', configured: 'info' }, says: 'The log level is info, as configured.' },
  {
    state: { level: 'debug', configured: 'warn', by },
    says: 'The log level is debug until the service is restarted, set by ann@internal; then warn, as configured.',
  },
  {
    state: { level: 'debug', configured: 'info', by, untilMs: NOON_MS },
    says: `The log level is debug until ${new Date(NOON_MS).toISOString()}, set by ann@internal; then info, as configured.`,
  },
] as const
for (const { state, says } of cases) it(says, () => expect(logLevelText(state)).toBe(says))
