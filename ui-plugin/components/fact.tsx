import { DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from '@patternfly/react-core'
import type { ReactNode } from 'react'

/** One line of a list of facts. */
export const Fact = ({ term, children }: Readonly<{ term: string; children: ReactNode }>) => (
  <DescriptionListGroup>
    <DescriptionListTerm>{term}</DescriptionListTerm>
    <DescriptionListDescription>{children}</DescriptionListDescription>
  </DescriptionListGroup>
)
