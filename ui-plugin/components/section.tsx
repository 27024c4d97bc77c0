import { Title } from '@patternfly/react-core'
import type { ReactNode } from 'react'

/** A titled part of a panel. */
export const Section = ({ title, children }: Readonly<{ title: string; children: ReactNode }>) => (
  <section className="detail-section">
    <Title headingLevel="h3" size="md">
      {title}
    </Title>
    {children}
  </section>
)
