import type { Vm } from '../../shared/model/vm.ts'

/** The vCPUs of those of these VMs that are not down: what plans count against the CPUs of a host. */
export const runningVcpus = (vmsThere: readonly Vm[]): number =>
  vmsThere.reduce((sum, { status, vcpus }) => (status === 'down' ? sum : sum + vcpus), 0)
