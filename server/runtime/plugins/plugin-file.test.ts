import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPluginFile, listPluginFiles, readPluginFile } from './plugin-file.ts'
import { stagePlugin } from './stage-plugin.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plugin-file-'))
})
afterEach(() => rm(directory, { recursive: true }))

describe('isPluginFile', () => {
  it.each(['a.ts', 'a.js', 'a.mjs', 'a.py', 'a b.ts', 'test.ts', 'd.ts'])('takes %s', name => {
    expect(isPluginFile(name)).toBe(true)
  })
  it.each([
    'a.d.ts',
    'a.test.ts',
    'a.test.mjs',
    '.a.ts',
    '.ts',
    'a.cjs',
    'a.tsx',
    'a.ts~',
    'a.ts.swp',
    'a',
    'a.toString',
  ])('leaves %s', name => {
    expect(isPluginFile(name)).toBe(false)
  })
})

describe('listPluginFiles', () => {
  it('lists them in the order of their names, and nothing where there is no directory', async () => {
    for (const name of ['b.ts', 'a.py', 'B.js', 'a.conf']) await writeFile(join(directory, name), '')
    expect(await listPluginFiles(directory)).toEqual(['B.js', 'a.py', 'b.ts'].map(name => join(directory, name)))
    expect(await listPluginFiles(join(directory, 'absent'))).toEqual([])
  })
})

describe('readPluginFile', () => {
  it('reads it whole, also through a link', async () => {
    await writeFile(join(directory, 'a.ts'), 'text')
    await symlink(join(directory, 'a.ts'), join(directory, 'b.js'))
    const checksum = '982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1'
    expect(await readPluginFile(join(directory, 'b.js'))).toEqual({
      path: join(directory, 'b.js'),
      name: 'b',
      kind: 'script',
      content: Buffer.from('text'),
      checksum,
    })
  })
  it('does not wait for a pipe, a folder or a file without end', async () => {
    execFileSync('mkfifo', [join(directory, 'a.ts')])
    await mkdir(join(directory, 'b.ts'))
    await symlink('/dev/zero', join(directory, 'c.ts'))
    for (const name of ['a.ts', 'b.ts', 'c.ts']) {
      await expect(readPluginFile(join(directory, name))).rejects.toThrow('it is no regular file')
    }
    await expect(readPluginFile(join(directory, 'd.ts'))).rejects.toThrow('ENOENT')
  })
})

describe('stagePlugin', () => {
  it('keeps what was read, whatever becomes of the file, for nobody else to read', async () => {
    const path = join(directory, 'a.ts')
    await writeFile(path, 'one')
    const file = await readPluginFile(path)
    await writeFile(path, 'two')
    const staged = await stagePlugin(file, join(directory, 'staged'))
    expect(await stagePlugin(file, join(directory, 'staged'))).toBe(staged)
    expect(await readFile(staged, 'utf8')).toBe('one')
    const modes = [(await stat(staged)).mode, (await stat(dirname(staged))).mode].map(mode =>
      (mode & 0o777).toString(8),
    )
    expect(modes).toEqual(['600', '700'])
  })
})
