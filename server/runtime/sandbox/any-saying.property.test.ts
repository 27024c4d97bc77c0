/** A plugin's process that says what it likes; `npm run --silent bench -- fuzz --door plugin` goes on for longer. */
import { expect, it } from 'vitest'
import { knockAt } from '../../../test/fuzz/door.ts'
import { pluginDoor } from '../../../test/fuzz/plugin-door.ts'

it('whatever a plugin says, each question is answered, and by what was checked alone', {
  timeout: 90_000,
}, async () => {
  const door = await pluginDoor()
  try {
    const counts = await knockAt(door, 120)
    expect(counts['some answered']).toBeGreaterThan(20)
  } finally {
    await door.close()
  }
})
