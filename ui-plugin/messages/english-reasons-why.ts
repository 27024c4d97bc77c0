/** Sentences of the answers to why, as the service words them. Part of `englishReasons`. */
export const englishWhyReasons = {
  'best-host': [
    '{host} ranks first with {points} points, {second} follows with {secondPoints}.',
    'It is the best host.',
    '{host} and {second} rank first alike with {points} points; the lower id is taken.',
  ],
  outranked: ['{host} can take it, but ranks lower: {points} points, {best} has {bestPoints}.'],
  'if-factor': [
    'If the factor of {unit} were at least {needed} instead of {factor}.',
    'If the factor of {unit} were at most {needed} instead of {factor}.',
  ],
  'if-filters-off': ['If the filter {units} were off.', 'If the filters {units} were off.'],
  'if-vm-moved': ['If {vm} ({memoryMiB} MiB) moved away from {host}.'],
  'none-refused': ['The engine has refused none of the other hosts for it.'],
  'no-hold': ['No earlier move holds it up.'],
  'cost-not-known': [
    'A move sends at least {transferMiB} MiB; how long it takes and what it gains is not known before one is recommended. No limit is set on what a move may cost.',
  ],
  'no-window': ['No time window is set: a move may start at any time.'],
  'not-recommended': ['No recommendation asks for this VM to move.'],
  'mode-manual': ['This service recommends; a move starts when an administrator applies it.'],
  'mode-automatic': ['The cluster is automatic: what is urgent enough is carried out without being asked for.'],
  'not-asked': ['The balancer has not been asked yet.'],
  'no-limit-compared': ['The balancer has compared nothing with its limits.'],
  'cpu-load-within': ['CPU load {loadPercent} % is at most {highPercent} %.'],
  'memory-enough': [
    '{neededMiB} MiB are needed, overhead included; {maxSchedulingMiB} MiB may still be promised.',
    '{maxSchedulingMiB} MiB of memory to schedule is at least {limitMiB} MiB.',
  ],
  'memory-too-little': [
    '{neededMiB} MiB are needed, overhead included; {maxSchedulingMiB} MiB may still be promised.',
    '{leftMiB} MiB would be left for scheduling, less than {limitMiB} MiB.',
  ],
  'present-host': ['{vm} runs here already.'],
} as const
