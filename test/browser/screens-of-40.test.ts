import { describe } from 'vitest'
import { takeScreens } from './take-screens.ts'

describe('with 40 hosts', () => takeScreens(40))
