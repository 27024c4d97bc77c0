import type { GuestCollector } from './collector.ts'

/** The same figures, none of which holds readiness up: what MOM's collectors named `…Optional` are. */
export const optionalOf = (collector: GuestCollector): GuestCollector => ({
  ...collector,
  name: `${collector.name}Optional`,
  mandatory: [],
  optional: [...collector.mandatory, ...collector.optional],
})
