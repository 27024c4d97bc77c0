import type { ParameterValue } from '../../protocol/libvirt/typed-parameters.ts'

/** A figure that the daemon may have left out, or told in a way that it never should. */
type Figures = ReadonlyMap<string, ParameterValue>

/** A whole number that is exact, 0 or more; anything else counts as not told. */
export function whole(figures: Figures, key: string): number | undefined {
  const value = figures.get(key)
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

/** A counter: 0 or more, which may have lost its last digits. */
export function counter(figures: Figures, key: string): number | undefined {
  const value = figures.get(key)
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

export function text(figures: Figures, key: string): string | undefined {
  const value = figures.get(key)
  return typeof value === 'string' ? value : undefined
}
