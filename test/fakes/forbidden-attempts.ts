/** What a plugin must not be able to do, in words and in JavaScript, and a plugin that tries it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Wrapper } from '../../server/runtime/sandbox/sandboxed-process.ts'
import type { ForbiddenTargets } from './forbidden-targets.ts'
import { startTestScript, type TestScript } from './start-test-script.ts'

/** A function's body, which knows the `facts` of forbidden-targets.ts: it must throw, or return nothing. */
export type Attempt = Readonly<{
  what: string
  body: string
  /** Node's own layers do not stop it: see README.md of the sandbox. */
  only?: 'kernel'
}>

/** Reads a file; `path` is JavaScript. */
export const read = (what: string, path: string): Attempt => ({
  what: `read ${what}`,
  body: `return fs.readFileSync(${path}, 'latin1')`,
})

/** Writes a file; `path` is JavaScript. */
export const write = (what: string, path: string): Attempt => ({
  what: `write ${what}`,
  body: `fs.writeFileSync(${path}, 'x'); return 'written'`,
})

/** Returns what the other side says; `how` is JavaScript that makes a socket. */
export const connected = (how: string) =>
  `const { promise, resolve, reject } = Promise.withResolvers(); const socket = ${how}; socket.once('data', data => resolve(String(data))); socket.once('error', reject); return await promise`

/** An object of JavaScript that holds every attempt's function by its name. */
export const functionsOf = (attempts: readonly Attempt[]): string =>
  `{ ${attempts.map(({ what, body }) => `${JSON.stringify(what)}: async () => { ${body} }`).join(',\n')} }`

/** A plugin whose filter makes the attempt it is told, and rejects with what came of it. `head` goes before everything. */
export const attemptingPlugin = (attempts: readonly Attempt[], facts: string, head = ''): string => `
  import { accept, defineUnit, reject, text } from 'ovirt-scheduler/sdk'
  ${head}
  ${facts}
  const attempts = ${functionsOf(attempts)}
  export default defineUnit({
    id: 'hostile', description: 'Tries', parameters: { attempt: text({ label: 'a', help: 'a', pattern: '^.*$', default: '' }) },
    async filter(vm, host, { attempt }) {
      try {
        const reached = await attempts[attempt]()
        return reached === undefined ? accept : reject('reached: ' + String(reached))
      } catch (error) {
        return reject('stopped: ' + error?.message)
      }
    },
  })`

/** Has the plugin make the attempt. Whatever comes of it must not contain the secret. */
export async function expectStopped(
  plugin: TestScript,
  { what, only }: Attempt,
  wrapper: Wrapper,
  { secret }: ForbiddenTargets,
): Promise<void> {
  const level = wrapper === 'permission' ? 'runtime' : 'kernel'
  const outcome = (await plugin.filter({ attempt: what })) ?? 'stopped: nothing there'
  if (only === 'kernel' && level === 'runtime') expect(outcome).toMatch(/^reached/)
  else expect(outcome).toMatch(/^stopped/)
  expect(outcome).not.toContain(secret)
}

/** Tests that each attempt of one plugin behind this wrapper is stopped, and that they have left nothing behind. */
export function testAttempts(attempts: readonly Attempt[], wrapper: Wrapper, targets: ForbiddenTargets): void {
  let plugin: TestScript & AsyncDisposable
  beforeAll(async () => {
    plugin = await startTestScript(attemptingPlugin(attempts, targets.facts), { wrapper })
  })
  afterAll(async () => {
    await plugin[Symbol.asyncDispose]()
    targets.expectUntouched()
  })

  it.each(attempts)('$what', one => expectStopped(plugin, one, wrapper, targets))
}
