import { createLogLevel, type LogLevelSwitch } from '../../server/apply/log-level.ts'

/** A log level that is configured as info, and that no time puts back. */
export const fakeLogLevel = (now: () => number): LogLevelSwitch =>
  createLogLevel({
    configured: 'info',
    setLevel: () => undefined,
    store: { appendAudit: async () => undefined },
    after: () => () => undefined,
    now,
    newId: () => 'id',
  })
