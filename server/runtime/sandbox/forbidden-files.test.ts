/** What a plugin that may read one file must not do to others, tried by a real one behind each wrapper. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Attempt, attemptingPlugin, expectStopped, read, write } from '../../../test/fakes/forbidden-attempts.ts'
import { forbiddenFiles } from '../../../test/fakes/forbidden-files.ts'
import { layTargets } from '../../../test/fakes/forbidden-targets.ts'
import { availableWrappers, startTestScript, type TestScript } from '../../../test/fakes/start-test-script.ts'
import type { Wrapper } from './sandboxed-process.ts'

const targets = await layTargets()

const pluginFiles: readonly Attempt[] = [
  {
    what: 'list its own folder',
    body: `return fs.readdirSync(import.meta.dirname).filter(name => name !== 'plugin.ts').join()`,
  },
  write('its own file', 'import.meta.filename'),
  read("another plugin's file", `facts.neighbour`),
  read('its own environment from /proc', `'/proc/self/environ'`),
  read('the environment of the first process', `'/proc/1/environ'`),
  { what: 'look at its file descriptors', body: `return fs.readdirSync('/proc/self/fd').join()` },
]

describe.each(await availableWrappers())('a plugin behind %s', (wrapper: Wrapper) => {
  let reader: TestScript & AsyncDisposable
  let other: TestScript & AsyncDisposable
  beforeAll(async () => {
    other = await startTestScript(attemptingPlugin([], targets.facts), { wrapper })
    const facts = `${targets.facts}; facts.neighbour = ${JSON.stringify(join(other.directory, 'plugin.ts'))}`
    const attempts = [...forbiddenFiles, ...pluginFiles]
    reader = await startTestScript(attemptingPlugin(attempts, facts, `import fs from 'node:fs'`), {
      wrapper,
      grant: { readable: [targets.granted] },
    })
  })
  afterAll(async () => {
    await reader[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
  })

  it.each([...forbiddenFiles, ...pluginFiles])('with a file granted: $what', one =>
    expectStopped(reader, one, wrapper, targets),
  )

  it('and the granted file can be read', async () => {
    const source = `
      import { defineUnit, reject } from 'ovirt-scheduler/sdk'
      import { readFileSync } from 'node:fs'
      const text = readFileSync(${JSON.stringify(targets.granted)}, 'utf8')
      export default defineUnit({ id: 'reads', description: 'Reads', parameters: {}, filter: () => reject(text + process.env.GIVEN + process.env.HIDDEN) })`
    await using plugin = await startTestScript(source, {
      wrapper,
      grant: { readable: [targets.granted], environment: ['GIVEN'] },
      environment: { GIVEN: ' and this', HIDDEN: 'not this' },
    })
    expect(await plugin.filter()).toBe('granted and thisundefined')
    // Neither may the rest of the machine read it from the arguments of a wrapper.
    expect(execFileSync('ps', ['-ww', '-eo', 'args'], { encoding: 'utf8' })).not.toContain('and this')
  })

  it('has left nothing behind', () => targets.expectUntouched())
})
