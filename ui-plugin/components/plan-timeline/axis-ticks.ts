const SECOND_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400]
const MOST = 5

/** Round moments from 0 on that divide a span into a few parts. */
export function axisTicks(spanS: number): readonly number[] {
  const step = SECOND_STEPS.find(one => spanS / one <= MOST) ?? Math.ceil(spanS / MOST / 86_400) * 86_400
  return Array.from({ length: Math.floor(spanS / step) + 1 }, (_, at) => at * step)
}
