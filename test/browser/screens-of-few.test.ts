import { describe } from 'vitest'
import { takeScreens } from './take-screens.ts'

// Each number of hosts that takes long has a file of its own, so that they need not wait for each other.
describe.each([0, 3])('with %i hosts', hosts => takeScreens(hosts))
