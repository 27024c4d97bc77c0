/** A plugin's own configuration file: it overrides the code, and its defaults stand in for what the engine does not send. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { SettingName } from '../../server/config/settings.ts'
import { aHost, aSnapshot, aVm } from '../fakes/builders.ts'
import { type PluginEndpoint, startPluginEndpoint } from '../fakes/start-plugin-endpoint.ts'
import { H1, H2, VM } from './original-plugins.ts'

const snapshot = aSnapshot({ hosts: [aHost({ id: H1 }), aHost({ id: H2 })], vms: [aVm({ id: VM, hostId: H1 })] })

/** Scores each host with the number that the property holds. */
const python = `
class heat(object):
    properties_validation = 'threshold=[0-9]{1,2}'

    def do_score(self, hosts, vm, properties):
        print([(host, int(properties.get('threshold', 1))) for host in hosts])

    def do_filter(self, hosts, vm, properties):
        raise ValueError('too hot')
`
const script = `
import { defineUnit, integer, score } from 'ovirt-scheduler/sdk'
export default defineUnit({
  id: 'cool', description: 'For the test',
  parameters: { points: integer({ label: 'Points', help: 'H', min: 0, max: 100, default: 10 }) },
  score: (_vm, _host, { points }) => score(points, 'as configured'),
})
`

let endpoint: PluginEndpoint | undefined
afterEach(() => endpoint?.close())

const start = async (files: Record<string, string>, settings: Partial<Record<SettingName, unknown>> = {}) => {
  endpoint = await startPluginEndpoint(files, { snapshot }, settings)
  return endpoint
}
const costOf = async (unit: string, properties: Record<string, string> = {}) => {
  const reply = await endpoint?.call('runCostFunctions', [[unit, 1]], [H1], VM, properties)
  return (reply as { result: [string, number, string][] }).result[0]?.[1]
}
const regexOf = async (unit: string, kind = 'scores') => {
  const discovered = (await endpoint?.call('discover')) as Record<string, Record<string, [string, string]>> | undefined
  return discovered?.[kind]?.[unit]?.[1]
}

describe('NAME.conf', () => {
  it('is not needed: the code speaks', async () => {
    await start({ 'heat.py': python })
    expect(await regexOf('heat')).toBe('threshold=^(?:[0-9]{1,2})$')
    expect(await costOf('heat')).toBe(1)
  })

  it('beside a Python plugin overrides its expressions and gives defaults, which the engine’s values override', async () => {
    await start({ 'heat.py': python, 'heat.conf': 'custom_properties=threshold=^[0-9]{1,3}$\ndefault_values=70\n' })
    expect(await regexOf('heat')).toBe('threshold=^[0-9]{1,3}$')
    expect(await costOf('heat')).toBe(70)
    expect(await costOf('heat', { threshold: '5' })).toBe(5)
  })

  it('beside a script changes a default, as long as the parameter takes it', async () => {
    await start({ 'cool.ts': script, 'cool.conf': 'default_values=25\n' })
    expect(await costOf('cool')).toBe(75)
  })

  it('with a default that the parameter refuses keeps the plugin out, and says where', async () => {
    const { siteUnits } = await start({ 'cool.ts': script, 'cool.conf': 'default_values=101\n' })
    expect(siteUnits.plugins()).toMatchObject([
      {
        state: 'refused',
        problems: ['cool.points: the default value must be a whole number from 0 to 100, not "101"'],
      },
    ])
  })

  it('that cannot be read is reported with file and line', async () => {
    const { siteUnits, directory } = await start({ 'cool.ts': script, 'cool.conf': 'default_valeus=1\n' })
    expect(siteUnits.plugins()[0]?.problems[0]).toContain(`${join(directory, 'cool.conf')}:1: "default_valeus" is not`)
  })

  it('says whether a failing filter fails open or closed', async () => {
    await start({ 'heat.py': python, 'heat.conf': 'on_failure=closed\n' })
    expect(await endpoint?.call('runFilters', ['heat'], [H1, H2], VM, {})).toEqual({
      result_code: 1,
      result: [],
      plugin_errors: { heat: ['heat failed: ValueError: too hot'] },
    })
  })

  it('is found where the original daemon’s feature page put it', async () => {
    const legacy = await mkdtemp(join(tmpdir(), 'legacy-'))
    await mkdir(join(legacy, 'plugins'))
    await writeFile(join(legacy, 'plugins', 'heat.conf'), 'default_values=42\n')
    try {
      await start({ 'heat.py': python }, { 'legacy.directory': legacy })
      expect(await costOf('heat')).toBe(42)
    } finally {
      await rm(legacy, { recursive: true })
    }
  })

  it('leaves out a property that Java cannot read, as the feature page’s own example, and keeps the unit', async () => {
    const page = 'CustomProperties=server_ip=\\b\\d{1,3}\\.\\d{1,3}\\b;threshold={0-99}\ndefault_values=127.0.0.1;70\n'
    const { siteUnits } = await start({ 'heat.py': python, 'heat.conf': page })
    expect(siteUnits.units()[0]?.warnings?.join()).toMatch(
      /the property threshold is left out: its expression "\{0-99\}"/,
    )
    expect(siteUnits.plugins()[0]?.state).toBe('active')
  })
})
