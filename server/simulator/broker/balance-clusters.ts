import type { Model } from '../world/model.ts'

export function balanceClusters(_model: Model): void {}
