import { formatCpuList } from '../../../shared/measure/format-cpu-list.ts'

/** "0–3, 8" of 8, 0, 1, 2, 3: as people read lists of CPUs. Empty: "". */
export const cpuRanges = (ids: readonly number[]): string =>
  formatCpuList(ids).replaceAll('-', '–').replaceAll(',', ', ')
