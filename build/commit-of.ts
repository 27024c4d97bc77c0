import { spawnSync } from 'node:child_process'

/**
 * The commit that the tree below `root` is at, with `-changed` behind it when files differ from it. A tree without git, such as one from
 * an archive, is told by OVIRT_SCHEDULER_COMMIT; undefined: nobody knows.
 */
export function commitOf(root: string, told = process.env.OVIRT_SCHEDULER_COMMIT): string | undefined {
  if (told !== undefined && told !== '') return told
  const git = (...args: string[]) => {
    const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
    return status === 0 ? stdout.trim() : undefined
  }
  const commit = git('rev-parse', 'HEAD')
  if (commit === undefined) return undefined
  return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}-changed`
}
