import { useEffect, useState } from 'react'

/**
 * Rows of which new ones come in front: those wait, counted, until they are wanted, so that no row moves under the pointer. Another
 * `key` shows all at once.
 */
export function useAnnounced<T extends Readonly<{ id: string }>>(
  rows: readonly T[],
  key: string,
): [shown: readonly T[], count: number, show: () => void] {
  const [first, setFirst] = useState<{ key: string; id: string | undefined } | undefined>(undefined)
  const newestId = rows[0]?.id
  const isCurrent = first?.key === key && first.id !== undefined
  useEffect(() => {
    if (!isCurrent) setFirst({ key, id: newestId })
  }, [isCurrent, key, newestId])
  const count = isCurrent
    ? Math.max(
        0,
        rows.findIndex(({ id }) => id === first.id),
      )
    : 0
  return [count === 0 ? rows : rows.slice(count), count, () => setFirst({ key, id: newestId })]
}
