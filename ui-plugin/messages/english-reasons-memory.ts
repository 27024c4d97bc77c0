/** What is said of the balance of memory on a host, as the service words it. Part of `englishReasons`. */
export const englishMemoryReasons = {
  'memory-swaps': ['{vmName} swaps {kibPerS} KiB/s: it gets {givenKiB} KiB at once.'],
  'memory-faults-rise': [
    '{vmName} has {perS} major faults a second, usually {usualPerS}: it gets {givenKiB} KiB at once.',
  ],
  'memory-below-guarantee': [
    '{vmName} has {currentKiB} KiB, less than its guarantee of {minKiB} KiB: it gets {givenKiB} KiB.',
  ],
  'memory-starves': ['{vmName} starves, usable {usableKiB} KiB below {starveKiB} KiB: it gets {givenKiB} KiB.'],
  'memory-called-off': [
    '{vmName} has become short, usable {usableKiB} KiB: it keeps {currentKiB} KiB and need not come down to {downFromKiB} KiB.',
  ],
  'memory-for-others': [
    '{vmName} gives {takenKiB} KiB, usable {usableKiB} KiB above {freeKiB} KiB: others starve for {unmetKiB} KiB.',
  ],
  'memory-for-host': [
    '{vmName} gives {takenKiB} KiB, usable {usableKiB} KiB above {freeKiB} KiB: the host has {missingKiB} KiB less than its reserve of {reserveKiB} KiB.',
  ],
  'memory-room-again': [
    '{vmName} gets {givenKiB} KiB back towards {maxKiB} KiB: the host has {roomKiB} KiB beyond its reserve.',
  ],
  'memory-emergency': [
    'Hardly anything is left: {availableKiB} KiB are available with a reserve of {reserveKiB} KiB; {givenKiB} KiB are given, {takenKiB} KiB taken of {givableKiB} KiB that VMs could give.',
  ],
  'memory-calm': [
    '{availableKiB} KiB are available with a reserve of {reserveKiB} KiB; no VM starves; {givenKiB} KiB are given, {takenKiB} KiB taken of {givableKiB} KiB that VMs could give.',
  ],
  'memory-settling': [
    'It was started or came here less than two minutes ago: its memory is left alone until it has settled.',
  ],
  'memory-not-running': ['{vmName} is not running but {state}.'],
  'memory-unresponsive': ['{vmName} does not answer.'],
  'memory-no-balloon': ['{vmName} has no balloon.'],
  'memory-balloon-off': ['{vmName} has its balloon switched off.'],
  'memory-usable-unknown': ['{vmName} does not tell how much memory it can spare.'],
  'memory-stale': ['{vmName} has told nothing of its memory for {ageMs} ms, more than {staleMs} ms.'],
  'memory-fixed': ['{vmName} is guaranteed {minKiB} KiB and may have no more than {maxKiB} KiB.'],
  'memory-above-maximum': ['{vmName} has {currentKiB} KiB, more than the {maxKiB} KiB it may have.'],
} as const satisfies Readonly<Record<string, readonly string[]>>
