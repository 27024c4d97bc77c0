/** What is said of the balance of memory on a host, as the service words it. Part of `englishReasons`. */
export const englishMemoryReasons = {
  'memory-swaps': ['{vmName} swaps {kibPerS} KiB/s: it gets {given} at once.'],
  'memory-faults-rise': ['{vmName} has {perS} major faults a second, usually {usualPerS}: it gets {given} at once.'],
  'memory-below-guarantee': ['{vmName} has {current}, less than its guarantee of {min}: it gets {given}.'],
  'memory-starves': ['{vmName} starves, usable {usable} below {starve}: it gets {given}.'],
  'memory-called-off': [
    '{vmName} has become short, usable {usable}: it keeps {current} and need not come down to {downFrom}.',
  ],
  'memory-for-others': ['{vmName} gives {taken}, usable {usable} above {free}: others starve for {unmet}.'],
  'memory-for-host': [
    '{vmName} gives {taken}, usable {usable} above {free}: the host has {missing} less than its reserve of {reserve}.',
  ],
  'memory-room-again': ['{vmName} gets {given} back towards {max}: the host has {room} beyond its reserve.'],
  'memory-emergency': [
    'Hardly anything is left: {available} is available with a reserve of {reserve}; {given} is given, {taken} taken of {givable} that VMs could give.',
  ],
  'memory-wanting': [
    '{available} is available with a reserve of {reserve}; VMs need {need}, {budget} may be granted; {given} is given, {taken} taken of {givable} that VMs could give.',
  ],
  'memory-calm': [
    '{available} is available with a reserve of {reserve}; no VM starves; {given} is given, {taken} taken of {givable} that VMs could give.',
  ],
  'memory-settling': [
    'It was started or came here less than two minutes ago: its memory is left alone until it has settled.',
  ],
  'memory-not-running': ['{vmName} is not running but {state}.'],
  'memory-unresponsive': ['{vmName} does not answer.'],
  'memory-no-balloon': ['{vmName} has no balloon.'],
  'memory-balloon-off': ['{vmName} has its balloon switched off.'],
  'memory-usable-unknown': ['{vmName} does not tell how much memory it can spare.'],
  'memory-stale': ['{vmName} has told nothing of its memory for {age}, more than {stale}.'],
  'memory-fixed': ['{vmName} is guaranteed {min} and may have no more than {max}.'],
  'memory-above-maximum': ['{vmName} has {current}, more than the {max} it may have.'],
} as const satisfies Readonly<Record<string, readonly string[]>>
