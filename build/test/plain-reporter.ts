import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Prints `N passed, N failed` as the very last line, counted from the results. Errors outside tests count as failed. */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      let failedTests = 0
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') count.passed++
        else if (state === 'failed') failedTests++
        else count.skipped++
      }
      // A module that could not load has no tests to blame.
      count.failed += failedTests === 0 && module.state() === 'failed' ? 1 : failedTests
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
    const line = `${count.passed} passed, ${count.failed} failed${skipped}`
    process.once('exit', () => console.log(line))
  }
}
