// The environment to one-realm-runtime.js: a test file runs in its worker's own global scope, for it must share that
// with the libraries that the worker loads once. What a file leaves behind is put back before the next one begins.
const { TestEnvironment } = require("jest-environment-node")

/** What jest keeps on the global object for one file, and would find there at the next one. */
const OF_ONE_FILE = ["EVENT_HANDLERS", "TEST_TIMEOUT_SYMBOL", "RETRY_TIMES", "RETRY_IMMEDIATELY", "WAIT_BEFORE_RETRY"]
  .concat("LOG_ERRORS_BEFORE_RETRY")
  .map((name) => Symbol.for(name))
const EVENTS = ["SIGTERM", "SIGINT", "uncaughtException", "unhandledRejection"]

/** Returns what puts environment variables, listeners, console and `process.exit` back as they are now. */
function remember() {
  const [env, { exit }, { console }] = [{ ...process.env }, process, globalThis]
  const kept = new Map(EVENTS.map((name) => [name, process.rawListeners(name)]))
  return () => {
    for (const key of OF_ONE_FILE) Reflect.deleteProperty(globalThis, key)
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
    Object.assign(process.env, env)
    Object.assign(process, { exit })
    Object.assign(globalThis, { console })
    for (const [name, listeners] of kept)
      for (const listener of process.rawListeners(name))
        if (!listeners.includes(listener)) process.removeListener(name, listener)
  }
}

module.exports = class OneRealmEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    this.putBack = remember()
    const [{ constructor: Mocker }, { constructor: Timers }] = [this.moduleMocker, this.fakeTimersModern]
    this.fakeTimersModern.dispose()
    this.global = globalThis
    this.moduleMocker = new Mocker(globalThis)
    this.fakeTimersModern = new Timers({ config: config.projectConfig, global: globalThis })
  }

  async teardown() {
    this.moduleMocker.restoreAllMocks()
    await super.teardown()
    this.putBack()
  }
}
