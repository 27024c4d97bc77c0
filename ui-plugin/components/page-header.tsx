import { Content, Flex, FlexItem, Title } from '@patternfly/react-core'
import type { ReactNode } from 'react'

/** The portal gives plugin pages no title: each carries its own, with one sentence of status. */
export function PageHeader({
  title,
  status,
  children,
}: Readonly<{ title: string; status: string; children?: ReactNode }>) {
  return (
    <Flex
      className="page-header"
      justifyContent={{ default: 'justifyContentSpaceBetween' }}
      alignItems={{ default: 'alignItemsFlexStart' }}
    >
      <FlexItem>
        <Title headingLevel="h1" size="2xl">
          {title}
        </Title>
        <Content component="p" aria-live="polite" className="page-status">
          {status}
        </Content>
      </FlexItem>
      <FlexItem>
        <Flex alignItems={{ default: 'alignItemsCenter' }} gap={{ default: 'gapSm' }}>
          {children}
        </Flex>
      </FlexItem>
    </Flex>
  )
}
