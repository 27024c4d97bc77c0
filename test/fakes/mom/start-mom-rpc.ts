import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../fixtures/mom/mom_rpc_server.py', import.meta.url))

/**
 * MOM's own RPC server and policies, from its source, at a unix socket that is not there yet. `statistics`: JSON of what
 * getStatistics answers. Throws when it ends before it listens.
 */
export async function startMomRpc(
  sourceDir: string,
  path: string,
  statistics: string,
): Promise<Readonly<{ stop(): Promise<void> }>> {
  const child = spawn('python3', [script, sourceDir, path], { stdio: ['pipe', 'pipe', 'ignore'] })
  const exited = once(child, 'exit')
  child.stdin.write(`${statistics}\n`)
  await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(([code]) => {
      throw new Error(`the RPC server of ${sourceDir} ended with ${code} before it listened`)
    }),
  ])
  return {
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}
