/** An advisory that does not concern us, or not yet. */
export type AuditException = Readonly<{
  /** Its page, such as `https://github.com/advisories/GHSA-…`. */
  url: string
  /** Why it does no harm here. */
  reason: string
  /** YYYY-MM-DD: from that day on it has to be looked at again. */
  until: string
}>

/** Advisories that `npm run check` lets pass. None at present. */
export const auditExceptions: readonly AuditException[] = []
