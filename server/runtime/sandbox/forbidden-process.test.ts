/** What a plugin must not reach by the process it runs in, tried by a real one behind each wrapper. */
import { describe } from 'vitest'
import { type Attempt, connected, testAttempts } from '../../../test/fakes/forbidden-attempts.ts'
import { layTargets } from '../../../test/fakes/forbidden-targets.ts'
import { availableWrappers } from '../../../test/fakes/start-test-script.ts'
import type { Wrapper } from './sandboxed-process.ts'

const targets = await layTargets()

const attempts: readonly Attempt[] = [
  ...['fetch', 'WebSocket', 'EventSource'].map(name => ({
    what: `the global ${name}`,
    body: `return typeof ${name} === 'undefined' ? undefined : ${name}`,
  })),
  {
    what: 'connect by the class of its own streams',
    body: connected(`new process.stdin.constructor().connect(facts.port, '127.0.0.1')`),
  },
  {
    what: 'connect to a path by the class of its own streams',
    body: connected(`new process.stdin.constructor().connect(facts.socketPath)`),
  },
  {
    what: 'listen by the handle of its own streams',
    body: `const pipe = new process.stdin._handle.constructor(1); const code = pipe.bind('/tmp/sandbox-test-written'); return code === 0 ? 'bound' : undefined`,
  },
  { what: 'signal the service', body: `return process.kill(facts.pid, 'SIGTERM')` },
  { what: 'signal its parent', body: `return process.kill(process.ppid, 'SIGTERM')` },
  { what: 'signal by the raw call', body: `return process._kill(facts.pid, 15)` },
  { what: "open the service's inspector", body: `return process._debugProcess(facts.pid)` },
  {
    what: 'signal by the prototype of process',
    body: `return Object.getPrototypeOf(process).kill(facts.pid, 'SIGTERM')`,
  },
  { what: 'become another user', body: 'process.setuid(0); return process.getuid()' },
  { what: 'become another group', body: 'process.setgid(0); return process.getgid()' },
  { what: 'become another program', body: `process.execve('/bin/true', [])` },
  { what: 'see the environment', body: `return Object.entries(process.env).join() || undefined` },
  { what: 'read an environment file', body: `return process.loadEnvFile(facts.config)` },
  { what: 'write a report', body: `return process.report.writeReport('/tmp/sandbox-test-written')` },
  { what: 'read a report', body: `return JSON.stringify(process.report.getReport())` },
  { what: 'change the working directory', body: `process.chdir('/usr'); return process.cwd()` },
  { what: 'know where the service stands', body: `return process.cwd() === '/' ? undefined : process.cwd()` },
  { what: 'talk by the channel of a fork', body: `return process.send({})` },
  { what: 'keep something in web storage', body: `sessionStorage.a = 'b'; return sessionStorage.a` },
  {
    what: 'find the secret in what it was started with',
    body: `return process.argv.concat(process.execArgv).join().includes(facts.secret) ? 'found' : undefined`,
  },
]

describe.each(await availableWrappers())('a plugin behind %s', (wrapper: Wrapper) => {
  testAttempts(attempts, wrapper, targets)
})
