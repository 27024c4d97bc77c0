import { useCallback } from 'react'
import type { Placement, WhyNot, WhyNotMoved } from '../../../shared/plan/placement.ts'
import { useClient } from '../../api/api-context.tsx'
import type { Change } from '../../api/live.ts'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** Answers follow from the engine's state, the policy and what is recommended; a run tells of itself in between. */
const changesAnswers = ({ type }: Change): boolean => type !== 'run'

export function usePlacement(vmId: string): [Remote<Placement>, () => void] {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.getPlacement(vmId, signal), [client, vmId])
  return useRemote(load, changesAnswers)
}

export function useWhyNotMoved(vmId: string): [Remote<WhyNotMoved>, () => void] {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.getWhyNotMoved(vmId, signal), [client, vmId])
  return useRemote(load, () => true)
}

export function useWhyNot(vmId: string, hostId: string): [Remote<WhyNot>, () => void] {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.getWhyNot(vmId, hostId, signal), [client, vmId, hostId])
  return useRemote(load, changesAnswers)
}
