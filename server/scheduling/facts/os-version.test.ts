import { describe, expect, it } from 'vitest'
import { compareOsVersions, isSameFamily, isSameMajor, newestOs, type OsVersion, parseOs } from './os-version.ts'

const os = (version: string, family = 'RHEL'): OsVersion => {
  const parsed = parseOs({ family, version })
  if (parsed === undefined) throw new Error(`${version} does not parse`)
  return parsed
}

describe('parseOs', () => {
  it.each([
    { version: '9.4', numbers: [9, 4] },
    { version: '9.4 - 1.el9', numbers: [9, 4] },
    { version: ' 10', numbers: [10] },
    { version: '8.6.2103-2', numbers: [8, 6, 2103] },
  ])('reads $version', ({ version, numbers }) => {
    expect(parseOs({ family: 'RHEL', version })?.numbers).toEqual(numbers)
  })

  it.each([
    { family: 'RHEL', version: '' },
    { family: 'RHEL', version: 'rolling 9' },
    { family: ' ', version: '9.4' },
  ])('does not read "$family" "$version"', wrong => {
    expect(parseOs(wrong)).toBeUndefined()
  })
})

describe('compareOsVersions', () => {
  it.each([
    { one: '9.4', other: '9.4 - 7', sign: 0 },
    { one: '9', other: '9.0', sign: 0 },
    { one: '9.9', other: '9.10', sign: -1 },
    { one: '10.0', other: '9.10', sign: 1 },
    { one: '9.0.1', other: '9', sign: 1 },
  ])('$one against $other', ({ one, other, sign }) => {
    expect(Math.sign(compareOsVersions(os(one), os(other)))).toBe(sign)
    expect(Math.sign(compareOsVersions(os(other), os(one)))).toBe(sign === 0 ? 0 : -sign)
  })
})

describe('isSameFamily, isSameMajor', () => {
  it('tell families and majors apart', () => {
    expect(isSameFamily(os('9.4'), os('8'))).toBe(true)
    expect(isSameFamily(os('9.4'), os('9.4', 'CentOS'))).toBe(false)
    expect(isSameMajor(os('9.4'), os('9.0'))).toBe(true)
    expect(isSameMajor(os('9.4'), os('8.4'))).toBe(false)
  })
})

describe('newestOs', () => {
  it('is the newest of one family', () => {
    expect(newestOs([os('9.2'), os('9.10'), os('8.10')])?.text).toBe('RHEL 9.10')
  })

  it('is none of several families, or of nothing', () => {
    expect(newestOs([os('9.2'), os('9.2', 'Fedora')])).toBeUndefined()
    expect(newestOs([])).toBeUndefined()
  })
})
