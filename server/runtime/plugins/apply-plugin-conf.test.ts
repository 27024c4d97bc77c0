import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { integer, text } from '../../../shared/policy/parameter.ts'
import type { UnitDescription } from '../../../shared/policy/unit.ts'
import { applyPluginConf } from './apply-plugin-conf.ts'
import { PluginError } from './loaded-plugin.ts'
import type { PluginFile } from './plugin-file.ts'
import { confOf, readPluginConfs } from './read-plugin-conf.ts'

const most = integer({ label: 'Most', help: 'At most', min: 1, max: 9, default: 5 })
const typed: UnitDescription = { id: 'few', description: 'Keeps room', parameters: { most }, functions: ['filter'] }
const free: UnitDescription = {
  ...typed,
  parameters: { server: text({ label: 's', help: 's', pattern: '^.*$', default: '' }) },
  writtenRegex: 'server=.*',
}

describe('applyPluginConf', () => {
  it('leaves a unit alone without a file, and with an empty one', () => {
    expect(applyPluginConf(typed, undefined)).toEqual({ unit: typed, warnings: [] })
    expect(applyPluginConf(typed, {})).toEqual({ unit: typed, warnings: [] })
  })
  it('takes over the description and what a failure means', () => {
    const { unit } = applyPluginConf(typed, { description: 'Ours', onFailure: 'closed' })
    expect(unit).toEqual({ ...typed, description: 'Ours', onFailure: 'closed' })
  })
  it('replaces expressions of the code by those of the file, and forgets how they were written', () => {
    const conf = { customProperties: new Map([['port', '[0-9]+']]), defaultValues: ['70'] }
    const { unit, warnings } = applyPluginConf(free, conf)
    expect(warnings).toEqual([])
    expect(unit.writtenRegex).toBeUndefined()
    expect(unit.parameters).toMatchObject({ port: { type: 'text', pattern: '^(?:[0-9]+)$', default: '70' } })
    expect(Object.keys(unit.parameters)).toEqual(['port'])
  })
  it('takes of typed parameters the default alone', () => {
    const conf = {
      customProperties: new Map([
        ['other', 'x'],
        ['most', '.*'],
      ]),
      defaultValues: ['x', '7'],
    }
    expect(applyPluginConf(typed, conf).unit.parameters).toEqual({ most: { ...most, default: 7 } })
    expect(applyPluginConf(typed, { defaultValues: ['8', 'more'] }).unit.parameters).toEqual({
      most: { ...most, default: 8 },
    })
    expect(applyPluginConf(typed, { defaultValues: [''] }).unit.parameters).toEqual({ most })
  })
  it('refuses a default that the parameter refuses', () => {
    expect(() => applyPluginConf(typed, { defaultValues: ['70'] })).toThrow(
      'few.most: the default value must be a whole number from 1 to 9',
    )
  })
})

describe('readPluginConfs', () => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'plugin-conf-'))
    await mkdir(join(directory, 'legacy'))
  })
  afterEach(() => rm(directory, { recursive: true }))

  const aFile = (): PluginFile => ({
    path: join(directory, 'a.py'),
    name: 'a',
    kind: 'python',
    content: Buffer.from(''),
    checksum: '',
  })
  const read = () => readPluginConfs(['a', 'Unit', 'a'], aFile(), join(directory, 'legacy'))

  it('prefers the file beside the plugin, and a unit’s own to that of the file', async () => {
    await writeFile(join(directory, 'a.conf'), 'description=beside')
    await writeFile(join(directory, 'legacy', 'a.conf'), 'description=legacy')
    await writeFile(join(directory, 'legacy', 'Unit.conf'), 'description=unit')
    const confs = await read()
    expect(confOf('Unit', aFile(), confs)?.description).toBe('unit')
    expect(confOf('Other', aFile(), confs)?.description).toBe('beside')
  })
  it('finds none where there is none', async () => {
    expect(confOf('Unit', aFile(), await read())).toBeUndefined()
  })
  it('names the file that cannot be read, and the line that is not understood', async () => {
    await mkdir(join(directory, 'a.conf'))
    await expect(read()).rejects.toThrow(PluginError)
    await expect(read()).rejects.toThrow(`${directory}/a.conf cannot be read`)
    await rm(join(directory, 'a.conf'), { recursive: true })
    await writeFile(join(directory, 'a.conf'), 'description=a\non_failure=loudly\n')
    const confs = await read()
    expect(() => confOf('Unit', aFile(), confs)).toThrow(`${directory}/a.conf:2: `)
  })
})
