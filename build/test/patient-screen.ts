import { configure } from '@testing-library/react'

// Its own limit of a second is what a busy machine takes for one page; what never comes still fails, by this or the test's own limit.
configure({ asyncUtilTimeout: 10_000 })
