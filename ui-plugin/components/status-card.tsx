import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core'
import type { ReactNode, Ref } from 'react'

export type StatusCardProps = Readonly<{
  title: string
  /** Of the title, which takes the focus when something leads here. */
  titleRef?: Ref<HTMLElement> | undefined
  /** How what is in it stands, in few words; read out when it changes. */
  status: ReactNode
  className?: string
  children: ReactNode
}>

/** A card that says in its head how all in it stands. */
export const StatusCard = ({ title, titleRef, status, className = '', children }: StatusCardProps) => (
  <Card isCompact className={`sized-card ${className}`}>
    <CardHeader>
      <CardTitle component="h2">
        <span ref={titleRef} tabIndex={-1}>
          {title}
        </span>
      </CardTitle>
      <p className="field-note" aria-live="polite">
        {status}
      </p>
    </CardHeader>
    <CardBody>{children}</CardBody>
  </Card>
)
