import type { ApplierDeps } from '../../server/apply/applier.ts'

/** Of an applier, all but its store, engine and clock: whatever it asks about is allowed, and it is heard by nobody. */
export const lenientApplier: Omit<ApplierDeps, 'store' | 'migrations' | 'snapshots' | 'now'> = {
  stillAsked: async () => true,
  objection: async () => undefined,
  permit: async () => ({ ok: true }),
  perHost: 2,
  total: 8,
  newId: () => crypto.randomUUID(),
  changes: { onRun: () => undefined, onRecommendations: () => undefined },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  traces: { currentId: () => undefined, goOn: (_, work) => work() },
}
