import { readdirSync } from 'node:fs'
import type { Log } from '../telemetry/log.ts'

/** Site units are not run by this version. Whoever put some there must hear of it rather than wonder. */
export function reportSiteUnits(directory: string, log: Log): void {
  const files = siteUnitFiles(directory)
  if (files.length === 0) return
  log.warn({ directory, files }, 'This version runs built-in policy units only; the site units found are not loaded.')
}

function siteUnitFiles(directory: string): string[] {
  try {
    return readdirSync(directory).filter(name => /\.(ts|js|mjs|py)$/.test(name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
