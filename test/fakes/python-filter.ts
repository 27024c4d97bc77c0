/** For tests of Python plugins: a plugin's text, what its runs are held against, and whether a process is gone. */
import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'

/** A run that ended well, without what it printed. */
export const endedWell = { exit: 0, signal: null, timedOut: false, overflow: false, stderr: '' }

/** The text of a plugin whose class P has a do_filter that runs the lines given. */
export const pythonFilter = (body: string, head = ''): string => `
import os, sys
${head}
class P(object):
    properties_validation = 'a=[0-9]*'
    def do_filter(self, hosts, vm, properties):
        """Described."""
${body.replace(/^/gm, '        ')}
`

/**
 * A killed process may take a moment to be gone, on a busy machine a long one. A zombie that nobody waits for, as in a
 * container, is gone too.
 */
export async function isGone(pid: number): Promise<boolean> {
  const untilMs = performance.now() + 5_000
  while (performance.now() < untilMs) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').then(
      stat => stat.slice(stat.lastIndexOf(')') + 2)[0],
      () => undefined,
    )
    if (state === undefined || state === 'Z') return true
    await setImmediate()
  }
  return false
}
