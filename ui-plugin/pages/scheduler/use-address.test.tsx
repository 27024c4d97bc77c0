import { act, renderHook } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { useAddress } from './use-address.ts'

beforeEach(() => {
  window.location.hash = '#page=scheduler&cluster=a'
})

/** As a browser does by itself, a little later. */
const told = (change: () => void) =>
  act(() => {
    change()
    window.dispatchEvent(new HashChangeEvent('hashchange'))
  })

describe('where the reader is', () => {
  it('stands in the address, part and cluster apart', () => {
    const { result } = renderHook(() => useAddress())
    const go = result.current[1]
    expect(result.current[0]).toEqual({ view: 'overview', clusterId: 'a' })
    told(() => go({ clusterId: 'b' }))
    told(() => go({ view: 'history' }))
    // Going to another part is no reason to go back to the cluster that the portal opened the page about.
    expect(result.current[0]).toEqual({ view: 'history', clusterId: 'b' })
    expect(window.location.hash).toBe('#page=scheduler&view=history&cluster=b')
  })

  it('follows what the portal writes there', () => {
    const { result } = renderHook(() => useAddress())
    told(() => {
      window.location.hash = '#page=scheduler&view=recommendations&cluster=c'
    })
    expect(result.current[0]).toEqual({ view: 'recommendations', clusterId: 'c' })
  })

  it('is the overview for a part that is not known', () => {
    window.location.hash = '#page=scheduler&view=tomorrow'
    expect(renderHook(() => useAddress()).result.current[0]).toEqual({ view: 'overview', clusterId: undefined })
  })
})
