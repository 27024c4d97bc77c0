/**
 * What was at some instants, within a fixed room: the newest half as they came, older ones ever further apart. So hours are kept, and
 * the last minutes are whole. `most`: points that are kept.
 */
export function createThinningHistory<Point extends Readonly<{ atMs: number }>>(most: number) {
  let points: Point[] = []
  return {
    add(point: Point): void {
      // Time that goes back would draw lines backwards.
      const last = points.at(-1)
      if (last !== undefined && point.atMs <= last.atMs) points = points.filter(({ atMs }) => atMs < point.atMs)
      points.push(point)
      if (points.length <= most) return
      const half = Math.floor(points.length / 2)
      points = points.filter((_, index) => index >= half || index % 2 === 0)
    },
    list: (): readonly Point[] => points,
    last: (): Point | undefined => points.at(-1),
    clear: (): void => {
      points = []
    },
  }
}
