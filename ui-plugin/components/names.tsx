import { EntityLink } from './portal-links.tsx'

/** Links into the portal, side by side. */
export const Names = ({
  kind,
  of,
}: Readonly<{ kind: 'vm' | 'host' | 'cluster'; of: readonly Readonly<{ id: string; name: string }>[] }>) => (
  <ul className="names">
    {of.map(({ id, name }) => (
      <li key={id}>
        <EntityLink kind={kind} name={name} />
      </li>
    ))}
  </ul>
)
