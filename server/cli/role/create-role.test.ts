import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { aLog } from '../../../test/fakes/log.ts'
import { aSimulatedEngine, connectTo, type SimulatedEngine } from '../../../test/fakes/simulated-engine.ts'
import { loadConfig } from '../../config/load-config.ts'
import { rolePort } from '../../engine/role-port.ts'
import { type CreateRoleOptions, createRole } from './create-role.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-role-'))
afterAll(() => rmSync(folder, { recursive: true }))

const passwordFile = (password: string, mode = 0o600) => {
  const file = join(folder, `${password}-${mode}`)
  writeFileSync(file, `${password}\n`)
  chmodSync(file, mode)
  return file
}
const asAdmin = { roleName: 'OvirtScheduler', adminUser: 'admin@internal', adminPasswordFile: passwordFile('admin') }

async function run(engine: SimulatedEngine, options: Partial<CreateRoleOptions> = {}): Promise<string> {
  const { config } = loadConfig({ flags: { 'engine.url': `${engine.origin}/ovirt-engine` }, environment: {} })
  const lines: string[] = []
  await createRole(config, { ...asAdmin, ...options }, aLog().log, line => lines.push(line))
  return lines.join('\n')
}

async function roleIn(engine: SimulatedEngine, name = 'OvirtScheduler') {
  const roles = await rolePort(connectTo(engine)).listRoles(AbortSignal.timeout(10_000))
  const role = roles.find(one => one.name === name)
  return role && { administrative: role.administrative, permits: [...role.permits.keys()] }
}
const always = ['login', 'migrate_vm', 'edit_cluster_configuration', 'inject_external_events']

describe('doctor --create-role', () => {
  it('says what it would do and does nothing', async () => {
    const engine = await aSimulatedEngine()
    const said = await run(engine, { forUser: 'readonly@internal' })
    expect(said).toMatch(/would create the administrative role OvirtScheduler[\s\S]*migrate_vm +move VMs/)
    expect(said).toMatch(/would give the role OvirtScheduler to readonly@internal-authz in the whole system/)
    expect(said).toContain('Nothing has been changed. With --yes it is done.')
    expect(await roleIn(engine)).toBeUndefined()
  })

  it('makes the role of exactly what is needed, and says what is left to do', async () => {
    const engine = await aSimulatedEngine()
    const said = await run(engine, { yes: true })
    expect(said).toMatch(/✓ create the administrative role/)
    expect(said).toMatch(/→ Give the role to the service's user: again with --for-user/)
    expect(await roleIn(engine)).toEqual({ administrative: true, permits: always })
    expect(await run(engine, { yes: true })).toContain('✓ it is there and permits what is needed; nothing to do')
  })

  it('brings a role of that name up to what is needed, leaves what it has beyond that, and says so', async () => {
    const engine = await aSimulatedEngine()
    const permits = { permit: [{ id: '1300' }, { id: '22' }] }
    await engine.call('/roles', { body: { name: 'Ours', administrative: true, permits } })
    const said = await run(engine, { yes: true, roleName: 'Ours', withPolicies: true, withStop: true })
    expect(said).toContain('Ours permits more than is needed: run_vm.')
    const more = ['edit_storage_pool_configuration', 'hibernate_vm', 'shut_down_vm']
    expect((await roleIn(engine, 'Ours'))?.permits).toEqual(['login', 'run_vm', ...always.slice(1), ...more])
  })

  it('gives it to a user, who then may what the service does and nothing else', async () => {
    const engine = await aSimulatedEngine()
    const said = await run(engine, { yes: true, forUser: 'readonly@internal' })
    expect(said).not.toContain('too; while it does')
    const token = await engine.logIn('readonly')
    const { vm } = await engine.get('/vms?search=status%3Dup', { token })
    const { cluster } = await engine.get('/clusters', { token })
    const ask = async (method: string, path: string, body: object = {}) =>
      (await engine.call(path, { method, token, body })).status
    expect(await ask('POST', `/vms/${String([...(vm ?? [])][0]?.id)}/migrate`)).toBe(200)
    expect(await ask('PUT', `/clusters/${String([...(cluster ?? [])][0]?.id)}`)).toBe(200)
    const event = { custom_id: '7', description: 'x', origin: 'test', severity: 'normal' }
    expect(await ask('POST', '/events', event)).toBe(201)
    expect(await ask('POST', '/schedulingpolicies', { name: 'p' })).toBe(403)
    expect(await ask('POST', '/tags', { name: 't' })).toBe(403)
    expect(await ask('POST', '/roles', { name: 'r', permits: { permit: [{ id: '1' }] } })).toBe(403)
  })

  it('names the roles that permit the user more', async () => {
    const said = await run(await aSimulatedEngine(), { forUser: 'admin@internal' })
    expect(said).toContain('admin@internal-authz holds SuperUser too; while it does, OvirtScheduler limits nothing.')
  })

  it.each([
    {
      why: 'an unknown user',
      options: { forUser: 'nobody@internal' },
      says: 'the engine refuses: No such user: nobody@internal-authz. What is ticked above has been done.',
    },
    { why: "one of the engine's own roles", options: { roleName: 'ClusterAdmin' }, says: 'cannot be changed' },
    { why: 'no administrator', options: { adminUser: undefined }, says: '--create-role needs --admin-user' },
    { why: 'no password', options: { adminPasswordFile: undefined }, says: 'needs --admin-password-file' },
    {
      why: 'a password that others may read',
      options: { adminPasswordFile: passwordFile('admin', 0o644) },
      says: '--admin-password-file: .*may be read by others .mode 644.',
    },
    { why: 'a wrong password', options: { adminPasswordFile: passwordFile('wrong') }, says: 'password' },
    {
      why: 'somebody who may not',
      options: { adminUser: 'operator@internal', adminPasswordFile: passwordFile('operator') },
      says: 'the engine refuses: User is not authorized to perform this action. What is ticked above has been done.',
    },
  ])('refuses $why', async ({ options, says }) => {
    const engine = await aSimulatedEngine()
    const given = Object.fromEntries(
      Object.entries({ ...asAdmin, ...options }).filter(([, value]) => value !== undefined),
    )
    const { adminUser: _u, adminPasswordFile: _p, ...rest } = asAdmin
    const { config } = loadConfig({ flags: { 'engine.url': `${engine.origin}/ovirt-engine` }, environment: {} })
    const refused = createRole(config, { ...rest, ...given, yes: true }, aLog().log, () => {})
    await expect(refused).rejects.toThrow(new RegExp(says))
    expect(await roleIn(engine)).toBeUndefined()
  })
})
