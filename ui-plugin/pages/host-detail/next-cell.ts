/** The cell that a key leads to; undefined: none, or another key. Enter and space choose where the focus is. */
export function nextCell<C extends Pick<HTMLElement, 'offsetTop' | 'offsetLeft'>>(
  key: string,
  from: number,
  cells: readonly C[],
): C | undefined {
  const cell = cells.at(from)
  if (cell === undefined) return undefined
  switch (key) {
    case 'ArrowRight':
      return cells[from + 1]
    case 'ArrowLeft':
      return cells[from - 1]
    case 'Home':
      return cells[0]
    case 'End':
      return cells.at(-1)
    case 'Enter':
    case ' ':
      return cell
    case 'ArrowDown':
      return nearest(
        cell,
        cells.slice(from + 1).filter(({ offsetTop }) => offsetTop > cell.offsetTop),
      )
    case 'ArrowUp':
      return nearest(
        cell,
        cells
          .slice(0, from)
          .toReversed()
          .filter(({ offsetTop }) => offsetTop < cell.offsetTop),
      )
    default:
      return undefined
  }
}

/** Of the first row among them, the one closest below or above. */
function nearest<C extends Pick<HTMLElement, 'offsetTop' | 'offsetLeft'>>(from: C, cells: readonly C[]): C | undefined {
  const row = cells.filter(({ offsetTop }) => offsetTop === cells[0]?.offsetTop)
  const distance = ({ offsetLeft }: C) => Math.abs(offsetLeft - from.offsetLeft)
  return row.toSorted((a, b) => distance(a) - distance(b))[0]
}
