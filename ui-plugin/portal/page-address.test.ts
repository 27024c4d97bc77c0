import { describe, expect, it } from 'vitest'
import { clusterIn, pageIn, subjectIn, urlOf, watchCluster } from './page-address.ts'

const hashOf = (url: string) => url.slice(url.indexOf('#'))

describe('the address of a page', () => {
  for (const clusterId of [undefined, '00000000-0000-4000-8000-0000000000c1', 'odd &=#;id']) {
    it(`brings back the page and the cluster ${clusterId}`, () => {
      const hash = hashOf(urlOf({ page: 'cluster-scheduling', clusterId }))
      expect([pageIn(hash), clusterIn(hash)]).toEqual(['cluster-scheduling', clusterId])
    })
  }

  it('tells what a page is about by its kind', () => {
    const hash = hashOf(urlOf({ page: 'vm-why', vmId: 'v1' }))
    expect([pageIn(hash), subjectIn(hash, 'vm'), subjectIn(hash, 'host')]).toEqual(['vm-why', 'v1', undefined])
  })

  it('opens the scheduler for a page of another version', () => expect(pageIn('#page=gone')).toBe('scheduler'))

  it('names no path that the portal would refuse to serve', () => {
    expect(urlOf({ page: 'scheduler' }).split('#')[0]).toBe('plugin/ovirt-scheduler/page.html')
  })

  it('opens the scheduler without a hash', () => expect(pageIn('')).toBe('scheduler'))

  it('tells of the cluster now and of each later one, until it is told to stop', () => {
    window.location.hash = '#cluster=a'
    const seen: (string | undefined)[] = []
    const stop = watchCluster(id => seen.push(id))
    window.location.hash = '#cluster=b'
    window.dispatchEvent(new HashChangeEvent('hashchange'))
    stop()
    window.location.hash = '#cluster=c'
    window.dispatchEvent(new HashChangeEvent('hashchange'))
    expect([...new Set(seen)]).toEqual(['a', 'b'])
  })
})
