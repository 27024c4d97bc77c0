import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { readPluginDescriptors } from './plugin-descriptors.ts'

let dir: string
let warnings: string[]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'plugin-descriptors-'))
  warnings = []
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const write = (file: string, content: unknown) =>
  writeFileSync(join(dir, file), typeof content === 'string' ? content : JSON.stringify(content))

const read = () => readPluginDescriptors([dir], sentence => warnings.push(sentence))

describe('readPluginDescriptors', () => {
  it('fills in the defaults and ignores unknown keys', () => {
    write('acme.json', '// ours\n{ "name": "acme", "url": "plugin/acme/plugin.html", "since": 4 }')
    assert.deepEqual(read(), [
      {
        name: 'acme',
        url: 'plugin/acme/plugin.html',
        resourceDir: undefined,
        config: {},
        lazyLoad: true,
        enabled: true,
      },
    ])
  })

  it('lets the administrator replace configuration per top-level key, switch off and order', () => {
    write('b.json', { name: 'b', url: 'b', resourcePath: 'files', config: { kept: 1, deep: { x: 1 } } })
    write('b-config.json', '{ "enabled": false, "order": 5, /* all of it */ "config": { "deep": { "y": 2 } } }')
    write('a.json', { name: 'a', url: 'a', lazyLoad: false })
    const plugins = read()
    assert.deepEqual(
      plugins.map(({ name, enabled }) => [name, enabled]),
      [
        ['b', false],
        ['a', true],
      ],
    )
    assert.deepEqual(plugins[0]?.config, { kept: 1, deep: { y: 2 } })
    assert.equal(plugins[0]?.resourceDir, join(dir, 'files'))
  })

  it('finds what the administrator wrote in another directory', () => {
    write('a.json', { name: 'a', url: 'a' })
    write('a-config.json', { order: 5, config: { from: 'beside' } })
    mkdirSync(join(dir, 'etc'))
    write('etc/a-config.json', { config: { from: 'elsewhere' } })
    const [plugin] = readPluginDescriptors([dir], sentence => warnings.push(sentence), join(dir, 'etc'))
    assert.deepEqual(plugin?.config, { from: 'elsewhere' })
  })

  const unusable = [
    { why: 'no JSON', content: '{ "name": ' },
    { why: 'a blank name', content: { name: ' ', url: 'x' } },
    { why: 'no url', content: { name: 'x' } },
    { why: 'a lazyLoad that is a string', content: { name: 'x', url: 'x', lazyLoad: 'false' } },
    { why: 'a config that is a list', content: { name: 'x', url: 'x', config: [] } },
  ]
  for (const { why, content } of unusable) {
    it(`skips a descriptor with ${why}, naming it, and keeps the others`, () => {
      write('bad.json', content)
      write('good.json', { name: 'good', url: 'g' })
      assert.deepEqual(
        read().map(({ name }) => name),
        ['good'],
      )
      assert.equal(warnings.length, 1)
      assert.match(warnings[0] ?? '', /bad\.json/)
    })
  }

  it('takes a user file that is no JSON for empty, and one of wrong types for a reason to skip', () => {
    write('a.json', { name: 'a', url: 'a' })
    write('a-config.json', '{')
    write('b.json', { name: 'b', url: 'b' })
    write('b-config.json', { enabled: 'no' })
    assert.deepEqual(
      read().map(({ name }) => name),
      ['a'],
    )
    assert.equal(warnings.length, 2)
  })

  it('keeps the first of two plugins with one name', () => {
    write('1.json', { name: 'same', url: 'first' })
    write('2.json', { name: 'same', url: 'second' })
    assert.deepEqual(
      read().map(({ url }) => url),
      ['first'],
    )
    assert.equal(warnings.length, 1)
  })

  it('warns of a directory that is not there', () => {
    assert.deepEqual(
      readPluginDescriptors([join(dir, 'none')], sentence => warnings.push(sentence)),
      [],
    )
    assert.match(warnings[0] ?? '', /cannot be listed/)
  })
})
