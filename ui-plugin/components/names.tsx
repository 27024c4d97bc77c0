import { EntityLink, type LinkKind } from './portal-links.tsx'

/** Links into the portal, side by side. */
export const Names = ({
  kind,
  of,
}: Readonly<{ kind: LinkKind; of: readonly Readonly<{ id: string; name: string }>[] }>) => (
  <ul className="names">
    {of.map(({ id, name }) => (
      <li key={id}>
        <EntityLink kind={kind} name={name} />
      </li>
    ))}
  </ul>
)
