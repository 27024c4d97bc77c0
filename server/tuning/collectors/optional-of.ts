import type { Declared } from './collector.ts'

/** The same figures, none of which holds readiness up: what MOM's collectors named `…Optional` are. */
export const optionalOf = <Collector extends Declared>(collector: Collector): Collector => ({
  ...collector,
  name: `${collector.name}Optional`,
  mandatory: [],
  optional: [...collector.mandatory, ...collector.optional],
})
