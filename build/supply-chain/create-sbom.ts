import { createHash } from 'node:crypto'
import type { LockedPackage, LockFile } from './read-lock-file.ts'
import type { ShippedPackage } from './shipped-packages.ts'

type Licence = Readonly<{ license: Readonly<{ id: string }> } | { expression: string }>

/** A component as CycloneDX 1.6 has it; of a library that is in `dist/`, or the project itself. */
export type Component = Readonly<{
  type: 'application' | 'library'
  'bom-ref': string
  name: string
  version: string
  purl: string
  scope?: 'required'
  hashes?: readonly Readonly<{ alg: string; content: string }>[]
  licenses: readonly Licence[]
  properties?: readonly Readonly<{ name: string; value: string }>[]
}>

/** A bill of materials in the JSON of CycloneDX 1.6. */
export type Sbom = Readonly<{
  $schema: string
  bomFormat: 'CycloneDX'
  specVersion: '1.6'
  serialNumber: string
  version: number
  metadata: Readonly<{
    timestamp: string
    lifecycles: readonly Readonly<{ phase: 'build' }>[]
    component: Component
  }>
  components: readonly Component[]
  dependencies: readonly Readonly<{ ref: string; dependsOn: readonly string[] }>[]
}>

/**
 * What `dist/` consists of. Own code where npm has `npm sbom`: that tells what is installed, not what is in the bundles,
 * and older versions of npm, with which the project builds too, do not have it. The number depends on the content alone,
 * so that the same sources give the same document but for its time.
 */
export function createSbom(lock: LockFile, shipped: readonly ShippedPackage[], builtAtMs: number): Sbom {
  const refs = new Map(shipped.map(one => [one.path, purlOf(one)]))
  const dependsOn = (paths: readonly string[]) => sorted(paths.flatMap(path => refs.get(path) ?? []))
  const { name, version, licence } = lock.root
  const root: Component = {
    type: 'application',
    'bom-ref': purlOf(lock.root),
    ...{ name, version },
    purl: purlOf(lock.root),
    licenses: licencesOf(licence),
  }
  // The same version may be installed in several places; it is one component.
  const components = sorted(refs.values()).map(ref => componentOf(shipped.filter(one => purlOf(one) === ref)))
  const dependencies = [
    { ref: root.purl, dependsOn: dependsOn(lock.root.dependsOn) },
    ...components.map(({ purl }) => ({
      ref: purl,
      dependsOn: dependsOn(shipped.filter(one => purlOf(one) === purl).flatMap(one => one.dependsOn)),
    })),
  ]
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([root, components, dependencies]))}`,
    version: 1,
    metadata: {
      timestamp: new Date(builtAtMs).toISOString(),
      lifecycles: [{ phase: 'build' }],
      component: root,
    },
    ...{ components, dependencies },
  }
}

function componentOf(places: readonly ShippedPackage[]): Component {
  const [one] = places
  if (one === undefined) throw new Error('a component lies nowhere')
  return {
    type: 'library',
    'bom-ref': purlOf(one),
    name: one.name,
    version: one.version,
    purl: purlOf(one),
    scope: 'required',
    hashes: one.integrity.split(' ').map(hashOf),
    licenses: licencesOf(one.licence),
    properties: sorted(places.flatMap(({ parts }) => parts)).map(value => ({ name: 'ovirt-scheduler:part', value })),
  }
}

/** The package URL, e.g. `pkg:npm/%40patternfly/react-core@6.6.1`. */
export const purlOf = ({ name, version }: Pick<LockedPackage, 'name' | 'version'>): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`

const licencesOf = (licence: string): Licence[] =>
  / (?:AND|OR|WITH) /.test(licence) ? [{ expression: licence }] : [{ license: { id: licence } }]

/** `sha512-…` in base64 to the hexadecimal that CycloneDX wants. */
function hashOf(integrity: string): { alg: string; content: string } {
  const [, bits = '', base64 = ''] = /^sha(\d+)-(.+)$/.exec(integrity) ?? []
  return { alg: `SHA-${bits}`, content: Buffer.from(base64, 'base64').toString('hex') }
}

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].toSorted((a, b) => (a < b ? -1 : 1))

/** A UUID of version 8: made from a hash. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return [...groups, hex.slice(20, 32)].join('-')
}
