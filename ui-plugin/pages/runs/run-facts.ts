import { isStepOver, type Run, type Step } from '../../../shared/plan/run.ts'
import type { RunStanding } from '../../components/labels.tsx'

/** How many of its moves are made. */
export const doneOf = ({ steps }: Run): number => steps.filter(({ state }) => state === 'done').length

export const isRunOver = ({ steps }: Run): boolean => steps.every(({ state }) => isStepOver(state))

/** Something of it has not started yet, and nobody has stopped it. */
export const canStop = ({ steps, cancelledBy }: Run): boolean =>
  cancelledBy === undefined && steps.some(({ state }) => state === 'waiting')

/** It has ended, and left VMs elsewhere. */
export const canUndo = (run: Run): boolean => isRunOver(run) && doneOf(run) > 0

export function standingOf(run: Run): RunStanding {
  if (run.state === 'failed' && doneOf(run) > 0) return 'partly'
  return run.state === 'running' && run.cancelledBy !== undefined ? 'stopping' : run.state
}

/** The first thing that went wrong; what was given up after it only follows from it. */
export const problemOf = ({ steps }: Run) =>
  (steps.find(({ state }) => state === 'failed') ?? steps.find(({ state }) => state === 'skipped'))?.problem

/** Why nothing of it moves just now; undefined while something does, or nothing holds it up. */
export function holdUpOf({ steps }: Run): Step['problem'] {
  const left = steps.filter(({ state }) => !isStepOver(state))
  return left.every(({ state }) => state === 'waiting') ? left.find(({ problem }) => problem)?.problem : undefined
}

/** From the first start to the last end, in seconds; undefined while it goes on. */
export function tookSeconds({ steps, createdAtMs, endedAtMs }: Run): number | undefined {
  if (endedAtMs === undefined) return undefined
  const starts = steps.flatMap(({ startedAtMs }) => startedAtMs ?? [])
  return (endedAtMs - (starts.length === 0 ? createdAtMs : Math.min(...starts))) / 1000
}

/** From its start to its end; undefined while it goes on, or where it never began. */
export const stepSeconds = ({ startedAtMs, endedAtMs }: Step): number | undefined =>
  startedAtMs === undefined || endedAtMs === undefined ? undefined : (endedAtMs - startedAtMs) / 1000
