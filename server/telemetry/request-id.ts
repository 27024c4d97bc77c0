/** What we take over from a proxy in front of us: short and harmless in a log, a header and a page. */
const acceptable = /^[A-Za-z0-9._-]{1,64}$/

/** The id that ties a reply to our log: the caller's own `X-Request-Id` when it is acceptable, else that of the request's trace. */
export const requestIdOf = (given: string | undefined, traceId: string): string =>
  given !== undefined && acceptable.test(given) ? given : traceId
