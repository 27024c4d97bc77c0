import packageJson from '../../package.json' with { type: 'json' }

export const versionInfo = { version: packageJson.version, node: process.versions.node, api: 'v1' } as const

/** The oldest Node 26 with all security fixes that matter to a network service; see nodejs.org, October 2026 releases. */
const safeNode = [26, 12, 1] as const

/** A sentence when this Node is older than what is safe in production; undefined when it is fine. */
export function nodeWarning(running: string = process.versions.node): string | undefined {
  const parts = running.split('.').map(Number)
  const difference = safeNode.map((wanted, i) => (parts[i] ?? 0) - wanted).find(part => part !== 0) ?? 0
  if (difference >= 0) return undefined
  return `Node ${running} lacks security fixes; run production on Node ${safeNode.join('.')} or newer. Fine for trials and tests.`
}
