import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** asyncore, which vdsm builds on, went with Python 3.12; Debian 12 has 3.11 there whatever stands first in the path. */
const PYTHON = '/usr/bin/python3'
const script = fileURLToPath(new URL('../../fixtures/vdsm/vdsm_peer.py', import.meta.url))
const tlsFolder = fileURLToPath(new URL('../../fixtures/tls/', import.meta.url))

/** Why vdsm’s own server cannot run here; undefined: it can. */
export function whyNoVdsmPeer(sourceDir: string | undefined): string | undefined {
  if (sourceDir === undefined) return 'VDSM_DIR names no source of vdsm'
  try {
    execFileSync(PYTHON, ['-c', 'import asyncore, yaml, decorator, dateutil'], { stdio: 'ignore' })
    return undefined
  } catch {
    return `${PYTHON} is none before 3.12 with python3-yaml, python3-decorator and python3-dateutil`
  }
}

export type VdsmPeer = Readonly<{
  port: number
  changeStatus(vmId: string, status: string): void
  setReady(isReady: boolean): void
  kill(): Promise<void>
}>

/**
 * vdsm’s own server, from its source, over verbs of ours. `workDir` gets the certificates and the schemas; it may be used by
 * one after the other. Rejects when it does not start.
 */
export async function startVdsmPeer(sourceDir: string, workDir: string, port = 0): Promise<VdsmPeer> {
  for (const [from, to] of [
    ['callers-ca', 'cacert'],
    ['engine', 'vdsmcert'],
    ['engine-key', 'vdsmkey'],
  ]) {
    cpSync(join(tlsFolder, `${from}.pem`), join(workDir, `${to}.pem`))
  }
  const child: ChildProcess = spawn(PYTHON, ['-W', 'ignore', script, sourceDir, workDir, String(port)], {
    env: { PATH: '/usr/bin:/bin', PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2000)
  })
  const exited = once(child, 'exit')
  const lines = createInterface(child.stdout ?? expectPipe())
  const [line] = await Promise.race([
    once(lines, 'line'),
    exited.then(([code]) => {
      throw new Error(`vdsm from ${sourceDir} ended with ${code}: ${said}`)
    }),
  ])
  const tell = (command: object) => child.stdin?.write(`${JSON.stringify(command)}\n`)
  return {
    port: Number(line),
    changeStatus: (vmId, status) => tell({ status: [vmId, status] }),
    setReady: isReady => tell({ ready: isReady }),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

function expectPipe(): never {
  throw new Error('the peer has no output')
}
