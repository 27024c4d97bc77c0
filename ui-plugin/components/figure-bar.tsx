import type { ReactNode } from 'react'
import { levelOfPercent } from './host-bars/host-load.ts'
import { UseBar } from './host-bars/use-bar.tsx'

/** A bar of 0 to 100 % with its figure beside it: nobody should have to estimate. */
export const FigureBar = ({
  label,
  percent,
  children,
}: Readonly<{ label: string; percent: number; children: ReactNode }>) => (
  <div className="figure-bar">
    <UseBar label={label} percent={percent} level={levelOfPercent(percent)} />
    <span className="figure">{children}</span>
  </div>
)
