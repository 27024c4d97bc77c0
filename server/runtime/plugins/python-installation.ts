import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findPython } from '../python/find-python.ts'

/** A Python and the folders it must be able to read beside /usr. */
export type PythonInstallation = Readonly<{ executable: string; folders: readonly string[] }>

const question = 'import sys, site; print("\\n".join([sys.prefix, sys.base_prefix] + site.getsitepackages()))'

/** Throws PythonMissing when the command is no Python that can run plugins. */
export async function findPythonInstallation(command: string): Promise<PythonInstallation> {
  const executable = await findPython(command)
  const { stdout } = await promisify(execFile)(executable, ['-c', question])
  const folders = [...new Set(stdout.trim().split('\n'))]
    // A folder inside another one comes with it.
    .filter(
      (folder, _, all) =>
        folder !== '/usr' && !folder.startsWith('/usr/') && !all.some(other => folder.startsWith(`${other}/`)),
    )
  return { executable, folders }
}
