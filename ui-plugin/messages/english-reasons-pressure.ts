/** What the arbiter of a host says of a shortage of memory or CPU, as the service words it. Part of `englishReasons`. */
export const englishPressureReasons = {
  'pressure-memory': [
    '{host} has {available} of memory available, its reserve is {reserve}; {missing} more and it is no longer short.',
  ],
  'pressure-cpu': [
    'The busiest core of {host} is asked for {highest} %, and all of them for {demand} % of what they have.',
  ],
  'pressure-vm-leaves': ['{vm} is to leave this host, so nothing is taken from it:'],
  'pressure-nobody-leaves': ['No VM is known to leave this host.'],
  'pressure-leavers-free-enough': ['VMs that are to leave ({vms}) free {freed}, enough for the missing {missing}.'],
  'pressure-leavers-free-part': ['VMs that are to leave ({vms}) free {freed} of the missing {missing}.'],
  'pressure-leavers-take-enough': [
    'VMs that are to leave ({vms}) take {taken} % of the CPUs with them, which leaves {left} %: enough.',
  ],
  'pressure-leavers-take-part': [
    'VMs that are to leave ({vms}) take {taken} % of the CPUs with them, which leaves {left} %: not enough.',
  ],
  'pressure-balloons-empty': ['No VM can give any of the missing {missing} within its guarantee.'],
  'pressure-balloons-enough': ['Balloons can give {givable}, enough for the missing {missing}.'],
  'pressure-balloons-part': ['Balloons can give {givable} of the missing {missing}, which is not enough alone.'],
  'pressure-balloons-free-no-cpu': ['Balloons free no CPU.'],
  'pressure-ksm-none': ['There is no KSM, or it is not ours to switch.'],
  'pressure-ksm-not-needed': [
    'KSM would cost CPU, which is short too, and balloons can give {givable}, enough for the missing {missing}.',
  ],
  'pressure-ksm-starts': ['KSM starts and may save some of the missing {missing}.'],
  'pressure-ksm-runs': ['KSM runs and may save some of the missing {missing}.'],
  'pressure-ksm-unwanted': ['KSM is off, and nobody wants it now.'],
  'pressure-ksm-frees-no-cpu': ['KSM frees no CPU, it costs some.'],
  'pressure-ksm-costs-cpu': [
    'KSM would cost CPU, which is short: the busiest core is asked for {highest} %, all for {demand} %.',
  ],
  'pressure-pins-free-no-memory': ['To pin vCPUs frees no memory.'],
  'pressure-pins-unwanted': ['No vCPU is to be moved; the busiest core is asked for {highest} %.'],
  'pressure-pins-help': ['Pins bring the busiest core from {highest} to {after} %.'],
  'pressure-pins-help-little': [
    'Pins bring the busiest core from {highest} to {after} % only; they are made, but do not count as a remedy.',
  ],
  'pressure-pins-first': [
    'Pins come first: they bring the busiest core from {highest} to {after} %, and VMs want {demand} % of the CPUs, no more than there is.',
  ],
  'pressure-caps-free-no-memory': ['To limit CPU frees no memory.'],
  'pressure-caps-unwanted': ['The policy wants no VM limited.'],
  'pressure-caps': [
    'VMs that the policy limits: {caps}. Pins do not suffice: the busiest core is asked for {after} % with them, and VMs want {demand} % of the CPUs.',
  ],
  'pressure-migrate-leaving': ['Already to leave: {vms}. What that brings is seen first.'],
  'pressure-migrate-requested': ['The host policy asks for {vm} already.'],
  'pressure-migrate-asked': ['A VM was asked for {minutes} min ago; another is asked for after {pauseMinutes} min.'],
  'pressure-migrate-nobody': ['None of its {vms} VMs may leave and would bring anything.'],
  'pressure-vm-frees-enough': ['{vm} frees {freed}, and balloons leave {remaining} missing.'],
  'pressure-vm-frees-most': ['{vm} frees {freed}, the most of all, of the {remaining} that balloons leave missing.'],
  'pressure-cpus-suffice': ['VMs want {demand} % of the CPUs, no more than there is: nobody has to leave.'],
  'pressure-cpus-not-yet': [
    'VMs want {demand} % of the CPUs, more than there is, in round {rounds} of {patience} that it must last.',
  ],
  'pressure-vm-takes-enough': ['Without {vm} VMs want {left} % of the CPUs instead of {demand} %.'],
  'pressure-vm-takes-most': ['Without {vm} VMs want {left} % of the CPUs instead of {demand} %; no other brings more.'],
} as const satisfies Readonly<Record<string, readonly string[]>>
