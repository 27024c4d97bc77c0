import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { describe } from 'vitest'

/** Tests with Python's standard client; its version, or why they are skipped, is in their title. */
export function describePythonClient(tests: () => void): void {
  const version = pythonVersion()
  const title = version ?? 'skipped: there is no python3 here; on Debian, apt-get install python3'
  describe.skipIf(version === undefined)(`Python’s xmlrpc.client (${title.trim()})`, tests)
}

/** What a script printed that calls the server there. */
export const callWithPython = async (script: string, where: string): Promise<string> =>
  (await promisify(execFile)('python3', [script, where], { timeout: 20_000 })).stdout

function pythonVersion(): string | undefined {
  try {
    return execFileSync('python3', ['--version'], { encoding: 'utf8' })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
