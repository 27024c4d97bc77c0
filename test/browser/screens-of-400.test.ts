import { describe } from 'vitest'
import { takeScreens } from './take-screens.ts'

describe('with 400 hosts', () => takeScreens(400, '--scenario', 'big'))
