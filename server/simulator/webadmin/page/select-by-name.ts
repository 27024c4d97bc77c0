import type { EntityKind } from './entity-kind.ts'
import type { Selection } from './selection.ts'
import { quoted } from './wire.ts'

/**
 * Selects the objects with exactly these names, whatever list is open. Names that do not exist are left out. Resolves when
 * the selection has been announced.
 */
export async function selectByName(
  kind: EntityKind,
  names: readonly string[],
  selection: Selection,
  signal: AbortSignal,
): Promise<void> {
  const answers = await Promise.all(names.map(name => kind.load(`name=${quoted(name)}`, names.length + 10, signal)))
  const rows = answers.flatMap((found, index) => found.find(({ name }) => name === names[index]) ?? [])
  if (!signal.aborted) selection.set(kind.type, rows)
}
