import type { UnitList, UnitView } from '../../../shared/api/service.ts'
import type { MessageId } from '../../messages/english.ts'

export type Isolation = 'kernel' | 'runtime' | 'unisolated' | 'builtIn'

/** A unit without isolation is either a part of the service, or a plugin with the service's own rights. */
export function isolationOf({ kind, isolation }: UnitView): Isolation {
  if (isolation !== 'none') return isolation
  return kind === 'built-in' ? 'builtIn' : 'unisolated'
}

export const isFromPlugin = ({ kind }: UnitView): boolean => kind !== 'built-in'

export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** What a person has to do something about, how often; nothing that is none. */
export function troublesOf({
  units,
  plugins,
  missing,
}: UnitList): readonly Readonly<{ id: MessageId; count: number }>[] {
  const files = (state: 'refused' | 'outdated') => plugins.filter(plugin => plugin.state === state).length
  const all = [
    {
      id: 'units.attention.quarantined',
      count: units.filter(({ state }) => state === 'quarantined').length,
    },
    { id: 'units.attention.refused', count: files('refused') },
    { id: 'units.attention.outdated', count: files('outdated') },
    { id: 'units.attention.missing', count: missing.length },
  ] as const
  return all.filter(({ count }) => count > 0)
}

/** The expression of one property in the engine's grammar: `name=regex;name=regex`, no `;` inside. */
export const patternOf = (regex: string, property: string): string | undefined =>
  regex
    .split(';')
    .find(part => part.startsWith(`${property}=`))
    ?.slice(property.length + 1)
