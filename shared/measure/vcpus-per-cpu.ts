/**
 * How many vCPUs of the VMs on a host there are for each of its logical CPUs, to the hundredth: what competes for one CPU. Plans weigh
 * this figure as contention.
 */
export const vcpusPerCpu = (vcpus: number, logicalCpus: number): number =>
  Math.round((100 * vcpus) / Math.max(logicalCpus, 1)) / 100
