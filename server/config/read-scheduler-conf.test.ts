import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { readSchedulerConf } from './read-scheduler-conf.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-legacy-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('readSchedulerConf', () => {
  it('reads the file of its directory', () => {
    writeFileSync(join(folder, 'scheduler.conf'), 'port=1\n')
    expect(readSchedulerConf(folder)).toEqual({ name: join(folder, 'scheduler.conf'), content: 'port=1\n' })
  })

  it('is content without file, directory or a place to look', () => {
    mkdirSync(join(folder, 'empty'))
    for (const directory of [join(folder, 'empty'), join(folder, 'absent'), '']) {
      expect(readSchedulerConf(directory)).toBeUndefined()
    }
  })

  it('refuses what is there and cannot be read', () => {
    mkdirSync(join(folder, 'odd', 'scheduler.conf'), { recursive: true })
    expect(() => readSchedulerConf(join(folder, 'odd'))).toThrow(ConfigError)
    expect(() => readSchedulerConf(join(folder, 'odd'))).toThrow(/scheduler\.conf cannot be read: .*legacy\.directory/)
  })
})
