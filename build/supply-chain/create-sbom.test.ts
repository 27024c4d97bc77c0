import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createSbom } from './create-sbom.ts'
import { licenceTexts } from './licence-texts.ts'
import { readLockFile } from './read-lock-file.ts'
import { shippedPackages } from './shipped-packages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const lock = readLockFile(root)
const inside = (...paths: string[]) => paths.map(path => `${path}/index.js`)
const shipped = shippedPackages(lock, {
  service: inside(
    'node_modules/express',
    'node_modules/debug',
    'node_modules/express/node_modules/debug',
    'node_modules/send/node_modules/debug',
    'node_modules/accepts/node_modules/negotiator',
  ),
  portal: [
    'ui-plugin/plugin.tsx',
    ...inside('../elsewhere/node_modules/@patternfly/react-core/dist', 'node_modules/express'),
  ],
})

describe('createSbom', () => {
  const sbom = createSbom(lock, shipped, Date.UTC(2026, 0, 15))

  it('has what CycloneDX 1.6 requires, and who and when', () => {
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      version: 1,
      metadata: {
        timestamp: '2026-01-15T00:00:00.000Z',
        component: { type: 'application', name: 'ovirt-scheduler', version: lock.root.version },
      },
    })
  })

  it('has name, version, purl, hash and licence of each component, and each once', () => {
    expect(sbom.components.map(({ purl }) => purl)).toEqual([
      expect.stringMatching(/^pkg:npm\/%40patternfly\/react-core@[\d.]+$/),
      expect.stringMatching(/^pkg:npm\/debug@2[\d.]+$/),
      expect.stringMatching(/^pkg:npm\/debug@4[\d.]+$/),
      expect.stringMatching(/^pkg:npm\/express@[\d.]+$/),
      expect.stringMatching(/^pkg:npm\/negotiator@1[\d.]+$/),
    ])
    for (const one of sbom.components) {
      expect(one).toMatchObject({ type: 'library', scope: 'required', licenses: [{ license: { id: 'MIT' } }] })
      expect(one.hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }])
    }
  })

  it('tells where each is', () => {
    const parts = sbom.components.map(({ properties = [] }) => properties.map(({ value }) => value).join(' '))
    expect(parts).toEqual(['portal', 'service', 'service', 'portal service', 'service'])
  })

  it('tells what each uses of what is there, by references that exist', () => {
    const refs = new Set([sbom.metadata.component, ...sbom.components].map(one => one['bom-ref']))
    expect(sbom.dependencies.map(({ ref }) => ref)).toEqual([...refs])
    for (const { dependsOn } of sbom.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref)
    const used = (start: string) => sbom.dependencies.find(({ ref }) => ref.startsWith(start))?.dependsOn
    expect(used('pkg:npm/ovirt-scheduler')).toEqual([
      expect.stringContaining('react-core'),
      expect.stringContaining('express'),
    ])
    expect(used('pkg:npm/express')).toEqual([expect.stringContaining('debug@4')])
  })

  it('has the same number for the same content at another time', () => {
    const later = createSbom(lock, shipped, Date.UTC(2026, 5, 1))
    expect(later.serialNumber).toBe(sbom.serialNumber)
    expect(createSbom(lock, shipped.slice(1), 0).serialNumber).not.toBe(sbom.serialNumber)
  })

  it('agrees with npm about every package of the lockfile', { timeout: 60_000 }, context => {
    const { stdout, status } = spawnSync('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
      cwd: root,
      encoding: 'utf8',
    })
    if (status !== 0) return context.skip('this npm makes no bill of materials')
    const { components, ...more } = JSON.parse(stdout) as typeof sbom
    // Without a hash is what lies in this repository.
    const theirs = { ...more, components: components.filter(({ hashes }) => hashes !== undefined) }
    const all = [...lock.packages.values()].map(one => ({ ...one, parts: ['service'] as const }))
    const ours = createSbom(lock, all, 0)
    const rows = (document: typeof sbom) =>
      document.components
        .map(({ purl, hashes, licenses }) => JSON.stringify([purl, hashes?.[0]?.content, licenses]))
        .toSorted((a, b) => (a < b ? -1 : 1))
    expect(rows(ours)).toEqual([...new Set(rows(theirs))])
    return undefined
  })
})

describe('shippedPackages', () => {
  it('refuses what the lockfile does not know', () => {
    expect(() => shippedPackages(lock, { service: inside('node_modules/nobody-knows'), portal: [] })).toThrow(
      'node_modules/nobody-knows is in a bundle but not in package-lock.json',
    )
  })
})

describe('licenceTexts', () => {
  const pick = (name: string) => shipped.filter(one => one.name === name)

  it('has name, licence and text of each', () => {
    const text = licenceTexts(root, pick('express'))
    expect(text).toMatch(/\nexpress [\d.]+\nLicence: MIT\n\n/)
    for (const part of ['TJ Holowaychuk', 'Permission is hereby granted']) expect(text).toContain(part)
  })

  it('adds what a package leaves out', () => {
    expect(licenceTexts(root, pick('@patternfly/react-core'))).toContain('SIL OPEN FONT LICENSE')
  })

  it('refuses a licence that is good enough for tools only', () => {
    const copyleft = pick('express').map(one => ({ ...one, licence: 'MPL-2.0' }))
    expect(() => licenceTexts(root, copyleft)).toThrow(/express [\d.]+ \(MPL-2\.0\)/)
  })
})
