import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** There is no Python that can run plugins. */
export class PythonMissing extends Error {
  override readonly name = 'PythonMissing'
  readonly code: 'python-missing' | 'python-too-old'

  constructor(code: PythonMissing['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

const OLDEST = [3, 6] as const
const DEADLINE_MS = 30_000
const question = 'import sys; print(sys.executable); print("%d.%d" % sys.version_info[:2])'

/**
 * The interpreter itself behind a command: a version manager's wrapper takes longer to start than Python. Throws
 * PythonMissing.
 */
export async function findPython(command: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const answer = await promisify(execFile)(command, ['-c', question], { env, timeout: DEADLINE_MS }).catch(cause => {
    throw new PythonMissing('python-missing', `"${command}" does not run Python: ${reasonOf(cause)}`, { cause })
  })
  const [executable = '', version = ''] = answer.stdout.trimEnd().split('\n')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (executable === '') throw new PythonMissing('python-missing', `"${command}" does not say where its Python is`)
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new PythonMissing(
      'python-too-old',
      `"${command}" is Python ${version}; plugins need ${OLDEST.join('.')} or newer`,
    )
  }
  return executable
}

const reasonOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    ? 'there is no such command'
    : (String(cause instanceof Error ? cause.message : cause)
        .trim()
        .split('\n')
        .at(-1)
        ?.slice(0, 200) ?? '')
