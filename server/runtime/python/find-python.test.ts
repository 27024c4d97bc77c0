import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPython } from './find-python.ts'

describe('findPython', () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'find-python-'))
  })
  afterAll(() => rm(dir, { recursive: true }))

  /** A command that answers what a script says. */
  async function fake(name: string, script: string): Promise<string> {
    const path = join(dir, name)
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
    return path
  }

  it('gives the interpreter behind a wrapper', async () => {
    const found = await findPython('python3')
    expect(isAbsolute(found)).toBe(true)
    expect(await findPython(await fake('wrapper', `exec "${found}" "$@"`))).toBe(found)
  })

  const refused = [
    {
      script: 'echo /usr/bin/python2; echo 2.7',
      code: 'python-too-old',
      message: /is Python 2\.7; plugins need 3\.6 or newer$/,
    },
    { script: 'echo /usr/bin/python3.5; echo 3.5', code: 'python-too-old', message: /is Python 3\.5/ },
    { script: 'echo; echo 3.11', code: 'python-missing', message: /does not say where its Python is$/ },
    { script: 'echo broken >&2; exit 1', code: 'python-missing', message: /does not run Python: broken$/ },
  ]
  for (const [index, { script, code, message }] of refused.entries()) {
    it(`refuses: ${script}`, async () => {
      const command = await fake(`fake${index}`, script)
      await expect(findPython(command)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    })
  }

  it('says that there is no such command', async () => {
    await expect(findPython('/nowhere/python3')).rejects.toMatchObject({
      code: 'python-missing',
      message: '"/nowhere/python3" does not run Python: there is no such command',
    })
  })
})
