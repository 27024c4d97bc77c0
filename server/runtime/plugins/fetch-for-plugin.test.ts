import { afterAll, describe, expect, it } from 'vitest'
import { createFetchForPlugins } from './fetch-for-plugin.ts'

const fetch = createFetchForPlugins(200)
afterAll(() => fetch.close())

/** Nothing listens at port 1 of the loopback, and these names are no names: what is let through fails later. */
const isLetThrough = async (url: string, allowed: string): Promise<boolean> => {
  const problem = await fetch(url, [allowed]).catch((error: Error) => error.message)
  return !String(problem).includes('is not among the hosts this plugin was granted')
}

describe('createFetchForPlugins', () => {
  const cases: { url: string; allowed: string; ok: boolean }[] = [
    { url: 'http://a.invalid/', allowed: 'a.invalid', ok: true },
    { url: 'https://a.invalid/', allowed: 'a.invalid', ok: true },
    { url: 'http://A.INVALID/', allowed: 'a.invalid', ok: true },
    { url: 'http://a.invalid:80/', allowed: 'a.invalid', ok: true },
    { url: 'https://a.invalid:443/', allowed: 'a.invalid:443', ok: true },
    { url: 'https://a.invalid/', allowed: 'a.invalid:443', ok: true },
    { url: 'http://a.invalid/', allowed: 'a.invalid:443', ok: false },
    { url: 'http://127.0.0.1:1/', allowed: '127.0.0.1:1', ok: true },
    { url: 'http://0x7f.1:1/', allowed: '127.0.0.1:1', ok: true },
    { url: 'http://127.0.0.1:1/', allowed: '127.0.0.1', ok: false },
    { url: 'http://127.0.0.1/', allowed: '127.0.0.1:1', ok: false },
    { url: 'http://127.0.0.1:11/', allowed: '127.0.0.1:1', ok: false },
    { url: 'http://a.b.invalid/', allowed: '*.b.invalid', ok: true },
    { url: 'http://c.a.b.invalid/', allowed: '*.b.invalid', ok: true },
    { url: 'http://b.invalid/', allowed: '*.b.invalid', ok: false },
    { url: 'http://ab.invalid/', allowed: '*.b.invalid', ok: false },
    { url: 'http://a.invalid.evil.invalid/', allowed: 'a.invalid', ok: false },
    { url: 'http://evil.invalid/?a.invalid', allowed: 'a.invalid', ok: false },
    { url: 'http://evil.invalid#.a.invalid', allowed: '*.a.invalid', ok: false },
    { url: 'http://evil.invalid\\.a.invalid', allowed: '*.a.invalid', ok: false },
    { url: 'http://a.invalid./', allowed: 'a.invalid', ok: false },
    { url: 'http://[::1]:1/', allowed: '127.0.0.1:1', ok: false },
  ]
  it.each(cases)('$url, where $allowed is granted: $ok', async ({ url, allowed, ok }) => {
    expect(await isLetThrough(url, allowed)).toBe(ok)
  })

  const refused = [
    { url: 'a.invalid', problem: 'is no URL' },
    { url: '', problem: 'is no URL' },
    { url: 'file:///etc/passwd', problem: 'file: is not fetched' },
    { url: 'ftp://a.invalid/', problem: 'ftp: is not fetched' },
    { url: 'data:text/plain,a', problem: 'data: is not fetched' },
    { url: 'http://a.invalid@b.invalid/', problem: 'with a password' },
  ]
  it.each(refused)('refuses "$url"', async ({ url, problem }) => {
    await expect(fetch(url, ['a.invalid', 'b.invalid'])).rejects.toThrow(problem)
  })
})
