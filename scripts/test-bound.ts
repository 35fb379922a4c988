/**
 * Loaded into the process of each test file: ends it after `TEST_FILE_TIMEOUT` milliseconds (default 600,000) and names
 * what keeps it alive. The runner's own timeout covers tests, not a process that outlives them.
 */
const FILE_TIMEOUT = Number(process.env.TEST_FILE_TIMEOUT ?? 600_000)

setTimeout(() => {
  const held = process.getActiveResourcesInfo().join(', ')
  process.stderr.write(`${process.argv[1]} has not ended after ${FILE_TIMEOUT / 1000} s; open: ${held}\n`)
  process.exit(1)
}, FILE_TIMEOUT).unref()
