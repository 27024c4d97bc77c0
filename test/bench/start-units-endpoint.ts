import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Our endpoint with the plugins of a directory, in a process of its own. */
export type UnitsEndpoint = Readonly<{
  port: number
  /** How far the plugins are isolated. */
  level: string
  pid: number | undefined
  /** What the service holds, without its plugins' processes. */
  rssMiB(): Promise<number>
  stop(): Promise<void>
}>

export async function startUnitsEndpoint(directory: string, hosts: number): Promise<UnitsEndpoint> {
  const script = fileURLToPath(new URL('./units-endpoint.ts', import.meta.url))
  const child = spawn(process.execPath, [script, directory, String(hosts)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async () => JSON.parse(String((await lines.next()).value))
  const { port, level } = await next()
  return {
    port,
    level,
    pid: child.pid,
    async rssMiB() {
      child.stdin.write('\n')
      return (await next()).rssMiB
    },
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}
