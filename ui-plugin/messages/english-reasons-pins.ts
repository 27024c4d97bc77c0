/** What is said of the balance of vCPUs on a host, as the service words it. Part of `englishReasons`. */
export const englishPinReasons = {
  'pin-even-out': [
    'vCPU {vcpu} of {vm} ({demand} %) goes from CPU {from} to CPU {to} to even them out: loads of {fromBefore} % and {toBefore} % become {fromAfter} % and {toAfter} %.',
  ],
  'pin-home-node': [
    'vCPU {vcpu} of {vm} ({demand} %) goes from CPU {from} to CPU {to}, back to the node of its memory: loads of {fromBefore} % and {toBefore} % become {fromAfter} % and {toAfter} %.',
  ],
  'pin-swap': [
    'vCPU {vcpu} of {vm} ({demand} %) goes from CPU {from} to CPU {to} in exchange for another: loads of {fromBefore} % and {toBefore} % become {fromAfter} % and {toAfter} %.',
  ],
  'pin-release': [
    'VMs and the host itself use {demand} % of its CPUs, less than {below} %: what was pinned is given back.',
  ],
  'pin-idle': ['VMs and the host itself use {demand} % of its CPUs: nothing is pinned up to {above} %.'],
  'pin-none-movable': ['No vCPU here may be moved; {leftAlone} VMs are left alone.'],
  'pin-even': ['Cores are loaded by {lowest} % to {highest} %, which is even enough: the margin is {margin} %.'],
  'pin-nothing-fits': [
    'Cores are loaded by {lowest} % to {highest} %, and no move or swap of the {vcpus} vCPUs that may be moved gains {margin} % or more.',
  ],
  'pin-waiting': [
    'Cores are loaded by {lowest} % to {highest} %: a move would help, seen in {round} of the {patience} rounds in a row that it takes.',
  ],
  'pin-held': ['A move would help, but not now:'],
  'pin-moved': [
    '1 vCPU is moved, the spread of loads goes from {before} % to {after} %; a round makes {most} at most.',
    '1 vCPU is moved, the spread of loads goes from {before} % to {after} %; no more is to be gained now.',
    '{moves} vCPUs are moved, the spread of loads goes from {before} % to {after} %; a round makes {most} at most.',
    '{moves} vCPUs are moved, the spread of loads goes from {before} % to {after} %; no more is to be gained now.',
  ],
  'pin-vm-rate': ['Of {vm} {most} vCPUs are moved within an hour at most.'],
  'pin-moved-lately': [
    'vCPU {vcpu} of {vm} was moved {ago} ago, and its demand has not changed by more than {change} % since.',
  ],
  'pin-left-lately': ['vCPU {vcpu} of {vm} would go back to where it was moved from.'],
  'pin-vm-confined': ['Each vCPU of {vm} is configured for CPUs of a single core.'],
  'pin-vm-state': ['{vm} is not simply running: {state}.'],
  'pin-vm-unresponsive': ['The QEMU of {vm} does not answer.'],
  'pin-vm-new': ['{vm} has been here for less than two readings.'],
  'pin-vcpus-not-told': ['The host does not tell how long each vCPU of {vm} ran.'],
  'pin-vcpu-new': ['vCPU {vcpu} of {vm} is new, or began to count anew.'],
  'pin-vcpu-place': ['The host does not tell which CPU vCPU {vcpu} of {vm} is on.'],
  'pin-vcpu-elsewhere': ['vCPU {vcpu} of {vm} is on CPU {cpu}, which is kept for others or offline.'],
  'pin-set-by-others': ['Somebody else has pinned it since: it is left alone for an hour, with the pins that it has.'],

  'vm-leaves': ['{vm} is to go to {host}.'],
  'vm-migrating': ['{vm} is being migrated to another host.'],
  'vm-unmanaged': ['The engine does not know this VM.'],
  'vm-is-engine': ['It is the engine’s own VM.'],
  'vm-tags-unknown': ['Which VMs are to be left alone is not known yet.'],
  'vm-pinned-by-hand': ['Its vCPUs are pinned by hand in the engine.'],
  'vm-pinned-by-policy': ['The engine pins its vCPUs: they are dedicated, or follow its NUMA nodes.'],
  'vm-high-performance': ['It is a high performance VM, or sees the CPU of the host as it is.'],
  'vm-platinum': ['It is of the class platinum, whose memory is never touched.'],
  'vm-no-ballooning': ['Ballooning is switched off in its cluster.'],

  'restore-off': ['The tuning of this host was switched off: what it had changed goes back to how it was found.'],
  'restore-idle': ['The host is idle: its CPUs need no pins, and the kernel may pack or boost as it likes.'],
  'restore-leaving': ['The VM is to leave this host: its vCPUs go back to how they were found.'],
  'restore-restart': ['The service was started again: pins of before go back to how they were found.'],
  'restore-stop': ['The service stops: what it had changed goes back to how it was found.'],
  'restore-excluded': ['The VM is not to be balanced any more: its vCPUs go back to how they were found.'],
} as const satisfies Readonly<Record<string, readonly string[]>>
