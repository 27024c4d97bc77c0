/** Settings of the engine (`engine-config`) that scheduling depends on, by their names there. Source: rules §1. */
export type EngineConfig = Readonly<{
  MaxSchedulerWeight: number
  VcpuConsumptionPercentage: number
  SpmVCpuConsumption: number
  UtilizationThresholdInPercent: number
  HighUtilizationForScheduling: number
  HighUtilizationForEvenlyDistribute: number
  LowUtilizationForEvenlyDistribute: number
  HighUtilizationForPowerSave: number
  LowUtilizationForPowerSave: number
  CpuOverCommitDurationMinutes: number
  HighVmCountForEvenGuestDistribute: number
  MigrationThresholdForEvenGuestDistribute: number
  SpmVmGraceForEvenGuestDistribute: number
  HostsInReserve: number
  EnableAutomaticHostPowerManagement: boolean
  ScaleDownForHaReservation: number
  EnableSwapCheck: boolean
  BlockMigrationOnSwapUsagePercentage: number
  HostedEngineMaximumHighAvailabilityScore: number
  OnlyRequiredNetworksMandatoryForVdsSelection: boolean
}>

/** As the engine ships them. */
export const engineDefaults: EngineConfig = {
  MaxSchedulerWeight: 1000,
  VcpuConsumptionPercentage: 10,
  SpmVCpuConsumption: 1,
  UtilizationThresholdInPercent: 80,
  HighUtilizationForScheduling: 90,
  HighUtilizationForEvenlyDistribute: 75,
  LowUtilizationForEvenlyDistribute: 0,
  HighUtilizationForPowerSave: 75,
  LowUtilizationForPowerSave: 20,
  CpuOverCommitDurationMinutes: 2,
  HighVmCountForEvenGuestDistribute: 10,
  MigrationThresholdForEvenGuestDistribute: 5,
  SpmVmGraceForEvenGuestDistribute: 5,
  HostsInReserve: 0,
  EnableAutomaticHostPowerManagement: false,
  ScaleDownForHaReservation: 1,
  EnableSwapCheck: true,
  BlockMigrationOnSwapUsagePercentage: 0,
  HostedEngineMaximumHighAvailabilityScore: 3400,
  OnlyRequiredNetworksMandatoryForVdsSelection: false,
}
