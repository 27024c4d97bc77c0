import { englishBalanceReasons } from './english-reasons-balance.ts'
import { englishFilterReasons } from './english-reasons-filter.ts'
import { englishMemoryReasons } from './english-reasons-memory.ts'
import { englishMoveReasons } from './english-reasons-move.ts'
import { englishPinReasons } from './english-reasons-pins.ts'
import { englishPressureReasons } from './english-reasons-pressure.ts'
import { englishRuleReasons } from './english-reasons-rule.ts'
import { englishWeightReasons } from './english-reasons-weight.ts'
import { englishWhyReasons } from './english-reasons-why.ts'

/**
 * The sentences that the service composes, by their code, as it words them. A translation is used only where the service
 * still says this; so a reworded sentence shows in English instead of an outdated translation. A code may have several.
 */
export const englishReasons = {
  ...englishWhyReasons,
  ...englishFilterReasons,
  ...englishWeightReasons,
  ...englishBalanceReasons,
  ...englishRuleReasons,
  ...englishMoveReasons,
  ...englishPressureReasons,
  ...englishPinReasons,
  ...englishMemoryReasons,
  'unit-disabled': ['{unit} is disabled: it is not asked.'],
  'no-host-measured': ['No host is up with a known amount of free memory.'],
  'no-host-below-minimum': ['None of {hosts} hosts has less than the minimum of {minimumMiB} MiB free.'],
  'smallest-vm': [
    '{host} has {freeMiB} MiB free, {missingMiB} MiB less than the minimum of {minimumMiB} MiB. {vm} with {memoryMiB} MiB is its smallest VM that can move.',
  ],
  'smallest-sufficient-vm': [
    '{host} has {freeMiB} MiB free, {missingMiB} MiB less than the minimum of {minimumMiB} MiB. {vm} with {memoryMiB} MiB is its smallest VM that frees more than that.',
  ],
  'largest-vm': [
    '{host} has {freeMiB} MiB free, {missingMiB} MiB less than the minimum of {minimumMiB} MiB. {vm} with {memoryMiB} MiB is its largest VM that fits elsewhere, though it does not free enough.',
  ],
  'no-destination': [
    '{host} has {freeMiB} MiB free, {missingMiB} MiB less than the minimum of {minimumMiB} MiB, but no other host has room above it.',
    'No host has room above its minimum for the {memoryMiB} MiB of {vm}.',
    'No host may take VMs.',
  ],
  'no-movable-vm': [
    '{host} has {freeMiB} MiB free, {missingMiB} MiB less than the minimum of {minimumMiB} MiB, but none of its VMs may move and fits elsewhere.',
    '{host} has no VM that may move freely.',
  ],
  'enough-memory': ['{host} has {freeMiB} MiB free, not below the minimum of {minimumMiB} MiB.'],
  'other-host-first': [
    '{host} has {freeMiB} MiB free, below the minimum of {minimumMiB} MiB too, but {firstHost} has {firstFreeMiB} MiB and comes first.',
  ],
  'nothing-to-take': ['{host} could take {roomMiB} MiB, but no VM of {fromHost} can go there.'],
  'frees-too-little': [
    '{vm} has {memoryMiB} MiB; {chosenVm} with {chosenMiB} MiB frees more than the missing {missingMiB} MiB.',
  ],
  'same-size': ['{vm} has {memoryMiB} MiB; {chosenVm} with {chosenMiB} MiB comes first by name.'],
  'larger-than-chosen': ['{vm} has {memoryMiB} MiB; {chosenVm} with {chosenMiB} MiB is smaller.'],
  'smaller-than-chosen': ['{vm} has {memoryMiB} MiB; {chosenVm} with {chosenMiB} MiB frees more.'],
  'vm-does-not-fit': ['{host} can take {roomMiB} MiB, {vm} has {memoryMiB} MiB.'],
  'vm-restricted': ['{vm} may not run on {host}.'],
  'host-not-up': [
    '{host} is {status}, not up.',
    '{host} is in an unknown state, not up.',
    '{host} is in a state that is not known, not up.',
    'It is in the state {status}, not up.',
  ],
  'free-memory-unknown': ['The engine gave no free memory for {host}.'],
  'free-memory-not-positive': ['The engine reports {freeMiB} MiB free on {host}, which is no credible figure.'],
  'at-minimum': ['{host} has exactly the minimum of {minimumMiB} MiB free and none to give.'],
  'scheduling-memory-unknown': [
    '{host} has {freeMiB} MiB free, but the engine did not say how much it would still schedule there.',
  ],
  'no-scheduling-memory': ['{host} has {freeMiB} MiB free, but the engine would schedule no more memory there.'],
  'vm-memory-unknown': ['The engine gave no memory size for {vm}.'],
  'restricted-to-hosts': ['{vm} may only run on certain hosts, and none of them has room.'],
  'too-large': ['{vm} has {memoryMiB} MiB; the roomiest host for it, {host}, can take {roomMiB} MiB.'],
  'hosted-engine': ['{vm} runs the engine itself; only its own agents move it.'],
  migrating: ['{vm} is already migrating.'],
  'status-unknown': ['The engine gave no known status for {vm}.'],
  'not-up': ['{vm} is {status}, not up.'],
  pinned: ['{vm} is pinned to its host.'],
  'manual-migration-only': ['{vm} is moved only when a person asks for it.'],

  uneven: [
    'Use of memory differs between hosts: {deviation} points of standard deviation.',
    'Use of CPU differs between hosts: {deviation} points of standard deviation.',
  ],
  'host-full': ['{host} has {used} % of its memory in use.', '{host} has {used} % of its CPU in use.'],

  'plan-of-balance': [
    '{cluster} goes from {before} to {after} of 100: {moves} moves, about {duration}.',
    '{cluster} goes from {before} to {after} of 100: {moves} move, about {duration}.',
  ],
  'plan-of-density': [
    '{empty} hosts of {cluster} become empty ({hosts}): {moves} moves, about {duration}.',
    '{empty} hosts of {cluster} become empty ({hosts}): {moves} move, about {duration}.',
  ],
  'plan-of-repair': [
    'Broken rules and overloads in {cluster} are mended: {moves} moves, about {duration}.',
    'Broken rules and overloads in {cluster} are mended: {moves} move, about {duration}.',
  ],
  'plan-of-evacuate': [
    'Nothing runs on {hosts} any more: {moves} moves, about {duration}.',
    'Nothing runs on {hosts} any more: {moves} move, about {duration}.',
    'As much as can be leaves: {moves} moves, about {duration}.',
    'As much as can be leaves: {moves} move, about {duration}.',
  ],
  'plan-of-restore': [
    'VMs of {cluster} go back to where they were: {moves} moves, about {duration}.',
    'VMs of {cluster} go back to where they were: {moves} move, about {duration}.',
  ],
  'plan-gain': ['Without this move the cluster stands {gain} points worse.'],
  'plan-needed': ['Other moves of the plan need it.'],
  'plan-parking': ['{vm} goes to {to} for a while, so that another can come to {from}.'],
  'plan-density': ['{from} can be emptied, and {to} has room.'],
  'plan-evacuate': ['{from} is to be emptied.'],
  'plan-make-room': ['{vm} makes room on {from} for a VM that must come there.'],
  'plan-restore': ['{vm} goes back to where it was.'],
  'no-host': ['No host that the rules leave to {vm} has room for it.'],
  'no-way': [
    '{vm} cannot get to {to}: there is no room on the way.',
    '{vm} cannot get to {to}: it must be apart from {foes}.',
  ],
  'filter-rejects': ['{unit} rejects {to}:'],
  'vm-excluded': ['It has the tag {tag}, so it is left alone.', '{vm} has the tag {tag}, so it is left alone.'],
  'moved-lately': ['It was moved lately, and stays for {minutes} min more.'],
  'earlier-step-failed': ['Not done, since moving {vm} before it did not succeed.'],
  cancelled: ['{user} stopped the run before this began.', 'The run was stopped before {vm} began to move.'],
  'moves-fail': ['Of the last {moves} moves {failed} failed.'],
  'figures-stale': ["The engine's figures are {ageS} s old."],
  'figures-impossible': [
    'The CPU of {host} cannot be what the engine reports.',
    'The memory in use of {host} cannot be what the engine reports.',
    'The free memory of {host} cannot be what the engine reports.',
  ],
  'figures-jump': ['The memory of {host} has changed as if its unit had.'],
  'figures-frozen': ['The figures of all hosts have been the same {times} times.'],
  'taken-back': ['{user} has taken back what this service had moved: {vms}.'],
  'trust-low': [
    'The last {runs} runs of {unit} brought {percent} % of what they promised; at least {floor} % are asked for.',
  ],
  'budget-spent': [
    '{begun} automatic moves in {cluster} in the last hour; at most {budget} may be.',
    '{begun} automatic moves in {cluster} in the last day; at most {budget} may be.',
  ],
  'window-closed': ['It is outside the times for automatic moves in {cluster}:'],
  stopped: ['{user} has stopped all moves: {why}', '{user} has stopped all moves'],
  'too-many-failed': ['Not begun, since {failed} moves before it failed.'],
  'newer-answer': ['The balancer has a newer answer:'],
  dismissed: ['{user} dismissed it: {why}', '{user} dismissed it.'],
  snoozed: ['{user} snoozed it.'],
  'newer-plan': [
    'There is a newer plan.',
    'There is nothing to move any more.',
    'Its snooze is over; what is needed by now is planned anew.',
  ],
  'other-controller': ['Somebody else moves the VMs that this service has moved: {vms}.'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** As many texts, in another language. */
export type AsMany<T extends readonly string[]> = { readonly [Index in keyof T]: string }

/** The same codes with as many sentences each, in another language. */
export type Reasons = { readonly [Code in keyof typeof englishReasons]: AsMany<(typeof englishReasons)[Code]> }
