import packageJson from '../../package.json' with { type: 'json' }

/** The build puts its commit here; '' where it did not know. In a source tree there is no such name. */
declare const BUILT_FROM_COMMIT: string | undefined

const commit = typeof BUILT_FROM_COMMIT === 'undefined' ? '' : BUILT_FROM_COMMIT

export const versionInfo = {
  version: packageJson.version,
  ...(commit !== '' && { commit }),
  node: process.versions.node,
  api: 'v1',
} as const

/** What `--version` prints: `0.1.0`, and of a build its commit, `0.1.0 (1bf3155aa2c4)`. */
export const versionText = commit === '' ? packageJson.version : `${packageJson.version} (${shortened(commit)})`

function shortened(name: string): string {
  return name.replace(/^([0-9a-f]{12})[0-9a-f]+/, '$1')
}

/** The oldest Node 26 with all security fixes that matter to a network service; see nodejs.org, October 2026 releases. */
const safeNode = [26, 12, 1] as const

/** A sentence when this Node is older than what is safe in production; undefined when it is fine. */
export function nodeWarning(running: string = process.versions.node): string | undefined {
  const parts = running.split('.').map(Number)
  const difference = safeNode.map((wanted, i) => (parts[i] ?? 0) - wanted).find(part => part !== 0) ?? 0
  if (difference >= 0) return undefined
  return `Node ${running} lacks security fixes; run production on Node ${safeNode.join('.')} or newer. Fine for trials and tests.`
}
