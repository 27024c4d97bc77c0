import { boolean, integer } from '../../../shared/policy/parameter.ts'
import { engineDefaults } from '../facts/engine-config.ts'

const percent = { min: 0, max: 100, unit: '%' }
const MAX_MIB = 100_000_000

/** The engine's own properties, by its names. One that is not given is what the cluster or its policy says. Source: rules §7. */
export const defaultInputs = {
  HighUtilization: integer({
    label: 'Highest CPU load',
    help: 'A host with more is overloaded.',
    ...percent,
    min: 50,
    max: 99,
    default: engineDefaults.HighUtilizationForEvenlyDistribute,
  }),
  LowUtilization: integer({
    label: 'Lowest CPU load',
    help: 'A host with less is hardly used: power saving empties it.',
    ...percent,
    max: 49,
    default: engineDefaults.LowUtilizationForPowerSave,
  }),
  CpuOverCommitDurationMinutes: integer({
    label: 'Patience',
    help: 'A load must be too high or too low for so long.',
    unit: 'minutes',
    min: 1,
    max: 99,
    default: engineDefaults.CpuOverCommitDurationMinutes,
  }),
  MinFreeMemoryForUnderUtilized: integer({
    label: 'Free memory of a hardly used host',
    help: 'A host with more free memory takes VMs; 0: memory is not looked at.',
    unit: 'MiB',
    min: 0,
    max: MAX_MIB,
    default: 0,
  }),
  MaxFreeMemoryForOverUtilized: integer({
    label: 'Free memory of an overloaded host',
    help: 'A host with less free memory gives VMs away; 0: memory is not looked at.',
    unit: 'MiB',
    min: 0,
    max: MAX_MIB,
    default: 0,
  }),
  HostsInReserve: integer({
    label: 'Hosts in reserve',
    help: 'Empty hosts that power saving keeps running.',
    unit: 'hosts',
    min: 0,
    max: 400,
    default: engineDefaults.HostsInReserve,
  }),
  EnableAutomaticHostPowerManagement: boolean({
    label: 'Switch hosts',
    help: 'Power saving asks for empty hosts to be switched off, and on again.',
    default: engineDefaults.EnableAutomaticHostPowerManagement,
  }),
  HighVmCount: integer({
    label: 'Many VMs',
    help: 'A host with at least so many VMs may give some away (EvenGuests).',
    unit: 'VMs',
    min: 0,
    max: 10_000,
    default: engineDefaults.HighVmCountForEvenGuestDistribute,
  }),
  MigrationThreshold: integer({
    label: 'Difference',
    help: 'The fullest host must have at least so many VMs more than the emptiest (EvenGuests).',
    unit: 'VMs',
    min: 2,
    max: 10_000,
    default: engineDefaults.MigrationThresholdForEvenGuestDistribute,
  }),
}
