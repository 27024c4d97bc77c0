/**
 * What the engine's events and jobs carry of one of our requests. The engine takes `[0-9a-zA-Z_-]{1,36}`. 48 random bits
 * of `id`: a request must never meet the events of an older one. `what` tells people what it was for.
 */
export const correlationIdOf = (id: string, what: string | number): string =>
  `ovs-${id.replace(/[^0-9a-zA-Z]/g, '').slice(0, 12)}-${what}`
