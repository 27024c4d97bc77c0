/**
 * Where one step of the scale begins, in percent of what a core has. Seven steps can be told apart, a smooth scale cannot; above 100
 * more is asked for than there is.
 */
export const heatSteps = [0, 5, 25, 50, 75, 100, 150] as const

/** Index of the step that a load belongs to. */
export const heatStepOf = (loadPercent: number): number =>
  Math.max(
    0,
    heatSteps.findLastIndex(from => loadPercent >= from),
  )
