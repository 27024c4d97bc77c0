import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

/** The daemon binds a fixed port; this gives it a free one and leaves the rest as it is. */
const launcher = `
import sys
from ovirtscheduler import oschedproxyd as daemon
Server = daemon.SimpleThreadedXMLRPCServer
daemon.SimpleThreadedXMLRPCServer = lambda _address, **rest: Server(("127.0.0.1", 0), **rest)
proxy = daemon.ProxyServer(sys.argv[1])
proxy.setup()
print(proxy._server.server_address[1], flush=True)
proxy.run()
`

export type OriginalDaemon = Readonly<{ port: number; stop(): Promise<void> }>

/**
 * Starts ovirt-scheduler-proxy from its source checkout with the plugins of `pluginDir`. It starts `python3` for every
 * call, so the directory of the real interpreter is put first in its path: a version manager's wrapper would slow it
 * down. Throws when there is no python3 or the daemon does not start.
 */
export async function startOriginalDaemon(sourceDir: string, pluginDir: string): Promise<OriginalDaemon> {
  const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim()
  const child = spawn(python, ['-c', launcher, pluginDir], {
    env: { ...process.env, PATH: `${dirname(python)}:${process.env.PATH}`, PYTHONPATH: join(sourceDir, 'src') },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  const started = once(createInterface(child.stdout), 'line')
  const [line] = await Promise.race([
    started,
    exited.then(([code]) => {
      throw new Error(`the daemon of ${sourceDir} ended with ${code} before it listened`)
    }),
  ])
  return {
    port: Number(line),
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
