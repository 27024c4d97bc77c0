import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { parseInstance, readInstance } from './read-instance.ts'
import { tinyDocument } from './tiny-instance.ts'

const some = tinyDocument({
  online: { 7: [3], 8: [] },
  offline: [9],
  ready: [4],
  memory: { 3: 5 },
  attributes: { 3: { boot: 9, template: 'small' } },
  constraints: [
    { id: 'spread', vms: [3, 4], continuous: true },
    { id: 'preserve', vm: 3, rc: 'memory', amount: 6 },
  ],
})

it('reads an instance, packed or not', () => {
  const dir = mkdtempSync(join(tmpdir(), 'btrplace-'))
  try {
    writeFileSync(join(dir, 'one.json'), JSON.stringify(some))
    writeFileSync(join(dir, 'one.json.gz'), gzipSync(JSON.stringify(some)))
    const plain = readInstance(join(dir, 'one.json'))
    expect(readInstance(join(dir, 'one.json.gz'))).toEqual(plain)
    expect(plain).toEqual({
      onlineNodes: [7, 8],
      offlineNodes: [9],
      running: new Map([[3, 7]]),
      sleeping: new Map(),
      ready: [4],
      resources: [{ name: 'memory', capacity: new Map(), defaultCapacity: 10, use: new Map([[3, 5]]), defaultUse: 1 }],
      attributes: new Map([[3, { boot: 9, template: 'small' }]]),
      constraints: [
        { id: 'spread', vms: [3, 4], continuous: true },
        { id: 'preserve', vm: 3, rc: 'memory', amount: 6 },
      ],
    })
  } finally {
    rmSync(dir, { recursive: true })
  }
})

it('names constraints and views that it does not know', () => {
  const constraints = [
    { id: 'lonely', vms: [3] },
    { id: 'online', node: 7 },
    { id: 'seq', vms: [] },
  ]
  expect(() => parseInstance({ ...some, constraints })).toThrow(
    /^constraint lonely, seq: not supported here; supported/,
  )
  const model = { ...some.model, views: [{ id: 'net' }] }
  expect(() => parseInstance({ ...some, model })).toThrow(/^view net: not supported here/)
})

it('names what is missing in one that it knows', () => {
  expect(() => parseInstance({ ...some, constraints: [{ id: 'online', nodes: [7] }] })).toThrow(/node/)
})
