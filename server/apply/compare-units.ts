import type { KnownUnit } from '../../shared/plan/known-unit.ts'

export type UnitChange = Readonly<
  | { kind: 'added'; now: KnownUnit }
  | { kind: 'changed'; before: KnownUnit; now: KnownUnit }
  | { kind: 'removed'; before: KnownUnit }
>

/**
 * What has become of the site's units. A unit that does not run counts as removed only when its file no longer brings
 * it: a file that cannot be loaded at the moment (`refused`) still stands for its units.
 */
export function compareUnits(
  before: readonly KnownUnit[],
  now: readonly KnownUnit[],
  refused: ReadonlySet<string>,
): Readonly<{ changes: readonly UnitChange[]; known: readonly KnownUnit[] }> {
  const running = new Map(now.map(unit => [unit.id, unit]))
  const earlier = new Map(before.map(unit => [unit.id, unit]))
  const kept = before.filter(({ id, source }) => !running.has(id) && refused.has(source))
  const keptIds = new Set(kept.map(({ id }) => id))
  const changes = [
    ...now.flatMap((unit): UnitChange[] => {
      const known = earlier.get(unit.id)
      if (known === undefined) return [{ kind: 'added', now: unit }]
      const isSame = known.checksum === unit.checksum && known.source === unit.source
      return isSame ? [] : [{ kind: 'changed', before: known, now: unit }]
    }),
    ...before.flatMap((unit): UnitChange[] =>
      running.has(unit.id) || keptIds.has(unit.id) ? [] : [{ kind: 'removed', before: unit }],
    ),
  ]
  return { changes, known: [...now, ...kept] }
}
