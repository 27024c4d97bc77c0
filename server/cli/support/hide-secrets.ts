import { HIDDEN, redactText, secretName } from '../../telemetry/redact.ts'

/** Shorter ones are words that stand everywhere: hiding them would say more than it hides. */
const SHORTEST = 4

/**
 * A copy with nothing secret in it, however deep: what stands under a telling name, credentials inside texts, and the secrets that are
 * known, wherever they turn up. JSON values only.
 */
export function hideSecrets(value: unknown, secrets: readonly string[]): unknown {
  const known = secrets.filter(secret => secret.length >= SHORTEST).toSorted((a, b) => b.length - a.length)
  const hideIn = (text: string) => redactText(known.reduce((safe, secret) => safe.replaceAll(secret, HIDDEN), text))
  const walk = (item: unknown): unknown => {
    if (typeof item === 'string') return hideIn(item)
    if (Array.isArray(item)) return item.map(walk)
    if (typeof item !== 'object' || item === null) return item
    return Object.fromEntries(
      Object.entries(item).map(([name, inner]) => [hideIn(name), secretName.test(name) ? HIDDEN : walk(inner)]),
    )
  }
  return walk(value)
}
