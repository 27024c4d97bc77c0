/**
 * VMs on hosts as numbers: what a search over placements works on. VMs, hosts, resources, groups, zones and areas are known
 * by their places in these arrays; tables are flat, row by row. Units are the caller's, the same throughout a resource.
 */
export type PlacementProblem = Readonly<{
  vms: number
  hosts: number
  resources: number
  /** VM → host at the beginning; every VM has one. */
  initial: Int32Array
  /** VM × resource. */
  need: Float64Array
  /** Host × resource: never exceeded. */
  capacity: Float64Array
  /** Host × resource: what is used beyond it costs `loadWeight` of the resource for each unit. */
  safety: Float64Array
  loadWeight: Float64Array
  /** Resource → 1: a VM that has left its first host still counts there, as a migrating VM does. */
  isTransient: Uint8Array
  /** For each unit that is free of `against`, `target` of `of` should be free too. */
  balances: readonly Readonly<{ against: number; of: number; target: number; weight: number }>[]
  /** VM → group. VMs of one group run on different hosts. */
  group: Int32Array
  groups: number
  /** Host → zone; a group is in at least `minZones` of them. */
  zone: Int32Array
  zones: number
  minZones: Int32Array
  /** Host → area. Where a VM of a group runs, one of each group it depends on runs in the same area. */
  area: Int32Array
  areas: number
  dependsOn: readonly (readonly number[])[]
  /** Lists of VMs of which no two may share a host; a VM may be in several. Beside `group`. */
  apart?: readonly (readonly number[])[]
  /** VM → kind, and kind × host → 1: VMs of that kind may go there, or back to where they were. Absent: all anywhere. */
  kind?: Int32Array
  mayRun?: Uint8Array
  /**
   * VM → what moving it costs, below zero where it should leave; the most VMs moved of one group; host × host, from one to the
   * other (left empty where its weight is 0). Each with its weight.
   */
  moveCost: Float64Array
  moveWeight: number
  groupMoveWeight: number
  routeCost: Float64Array | Int32Array
  routeWeight: number
}>

/** What a placement costs, by what causes it. The total is their sum. */
export type PlacementCost = Readonly<{
  load: number
  balance: number
  move: number
  groupMove: number
  route: number
  total: number
}>
