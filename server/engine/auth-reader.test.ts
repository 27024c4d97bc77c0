import { describe, expect, it } from 'vitest'
import { never, start as startEngine } from '../../test/fakes/engine-client.ts'
import { answerWithSamples, sample } from '../../test/fakes/engine-samples.ts'
import { json } from '../../test/fakes/engine-server.ts'
import type { AuthPort } from '../api/ports.ts'
import { authReader } from './auth-reader.ts'

async function start(over: Parameters<typeof answerWithSamples>[0] = {}, now: () => number = () => 0) {
  const roles = {
    role: [
      {
        id: 'r-cluster-admin',
        name: 'ClusterAdmin',
        permits: { permit: [{ name: 'migrate_vm' }, { name: 'run_vm' }] },
      },
      { id: 'r-none', name: 'Empty' },
    ],
  }
  const user = { id: 'u1', name: 'Olga', user_name: 'olga@internal-authz' }
  const api = answerWithSamples({ '/api/roles': roles, '/api/users/u1': user, ...over })
  const { engine, http } = await startEngine(api)
  engine.tokens.add('portal')
  // The types say that the client fits what server/api asks for.
  const auth: AuthPort = authReader(http, now)
  return { engine, auth }
}

const rootFor = (summary: object | undefined) => ({ ...sample('api'), authenticated_user: { id: 'u1' }, summary })

describe('whoIs', () => {
  for (const administrator of [true, false]) {
    it(`asks with the user's token, and tells ${administrator ? 'an administrator' : 'another user'}`, async () => {
      const { engine, auth } = await start({ '/api': rootFor(administrator ? {} : undefined) })
      expect(await auth.whoIs('portal', never)).toEqual({ id: 'u1', name: 'olga@internal-authz', administrator })
      const [root, user] = engine.calls()
      expect(root?.headers.authorization).toBe('Bearer portal')
      expect(root?.headers).not.toHaveProperty('filter')
      expect(user?.headers.authorization).toBe('Bearer token-1')
    })
  }

  it('does not know a token that the engine does not know', async () => {
    const { auth } = await start()
    expect(await auth.whoIs('stale', never)).toBeUndefined()
  })

  it('throws when the engine cannot be asked', async () => {
    const { auth } = await start({ '/api': (_asked, res) => void res.destroy() })
    await expect(auth.whoIs('portal', never)).rejects.toMatchObject({ code: 'engine-unreachable' })
  })
})

describe('permits', () => {
  const permission = (over: object, roleId = 'r-cluster-admin') => ({ id: 'p', role: { id: roleId }, ...over })
  const permits = new Set(['migrate_vm', 'run_vm'])
  const cases: { why: string; permission: object; grants: unknown }[] = [
    { why: 'the whole system', permission: permission({ user: { id: 'u1' } }), grants: [{ permits }] },
    { why: 'the whole system, through a group', permission: permission({ group: { id: 'g' } }), grants: [{ permits }] },
    ...['cluster', 'data_center', 'host', 'vm'].map(type => ({
      why: `a ${type}`,
      permission: permission({ [type]: { id: 'o1' } }),
      grants: [{ permits, object: { type, id: 'o1' } }],
    })),
    { why: 'a template, which is not the system', permission: permission({ template: { id: 't1' } }), grants: [] },
    { why: 'a kind of object we never heard of', permission: permission({ quota: { id: 'q1' } }), grants: [] },
    { why: 'a role without permits', permission: permission({}, 'r-none'), grants: [{ permits: new Set() }] },
    { why: 'a role that is gone', permission: permission({}, 'r-gone'), grants: [{ permits: new Set() }] },
  ]
  for (const { why, permission, grants } of cases) {
    it(`reads a permission on ${why}`, async () => {
      const { auth } = await start({ '/api/users/u1/permissions': { permission: [permission] } })
      expect(await auth.permits('u1', never)).toEqual(grants)
    })
  }

  it('reads none of a user without any', async () => {
    const { auth } = await start({ '/api/users/u1/permissions': {} })
    expect(await auth.permits('u1', never)).toEqual([])
  })

  it('reads the roles anew after five minutes, or for a role it has not seen', async () => {
    let nowMs = 0
    let roleId = 'r-none'
    const { engine, auth } = await start(
      { '/api/users/u1/permissions': (_asked, res) => json(res, { permission: [permission({}, roleId)] }) },
      () => nowMs,
    )
    const roleReads = async () => {
      await auth.permits('u1', never)
      return engine.calls().filter(({ path }) => path === '/api/roles').length
    }
    expect(await roleReads()).toBe(1)
    nowMs = 299_999
    expect(await roleReads()).toBe(1)
    nowMs = 300_000
    expect(await roleReads()).toBe(2)
    roleId = 'r-new'
    expect(await roleReads()).toBe(3)
  })
})
