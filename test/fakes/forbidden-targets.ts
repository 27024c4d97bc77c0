/** What a sandbox must keep a plugin from: a secret, sockets that answer, files. */
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'

export type ForbiddenTargets = Readonly<{
  /** In this process's environment and in a file beside the granted one. */
  secret: string
  /** The one file that a plugin may be granted. */
  granted: string
  /** JavaScript that declares `facts`: where everything is. */
  facts: string
  /** Fails the test when an attempt has left something behind. */
  expectUntouched(): void
}>

/** Real ones, gone after the tests. To be asked for at the top of a test file. */
export async function layTargets(): Promise<ForbiddenTargets> {
  const secret = `secret-${Math.random()}`
  process.env.SANDBOX_TEST_SECRET = secret

  const server = createServer(socket => socket.end('reached')).listen(0, '127.0.0.1')
  const abstractName = `\0sandbox-test-${process.pid}`
  const abstractServer = createServer(socket => socket.end('reached')).listen(abstractName)
  await Promise.all([once(server, 'listening'), once(abstractServer, 'listening')])
  const { port } = server.address() as AddressInfo

  const scratch = mkdtempSync(join(tmpdir(), 'sandbox-test-'))
  const socketPath = join(scratch, 'service.sock')
  const socketServer = createServer(socket => socket.end('reached')).listen(socketPath)
  await once(socketServer, 'listening')
  const config = join(scratch, 'config.yaml')
  const granted = join(scratch, 'granted.txt')
  writeFileSync(config, secret)
  writeFileSync(granted, 'granted')

  afterAll(() => {
    for (const each of [server, abstractServer, socketServer]) each.close()
    rmSync(scratch, { recursive: true })
  })

  const sources = import.meta.filename
  const facts = { pid: process.pid, port, abstractName, socketPath, scratch, config, granted, secret, sources }
  return {
    secret,
    granted,
    facts: `const facts = ${JSON.stringify(facts)}`,
    expectUntouched() {
      expect(existsSync('/tmp/sandbox-test-written')).toBe(false)
      expect(readFileSync(granted, 'utf8')).toBe('granted')
      expect(readFileSync(config, 'utf8')).toBe(secret)
    },
  }
}
