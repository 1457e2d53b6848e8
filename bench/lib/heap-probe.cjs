// Loaded into a shop before anything else (NODE_OPTIONS=--require): writes the live heap, after a full collection, to
// HEAP_PROBE_FILE at a steady pace. It must not keep its process alive.
"use strict"
const { appendFileSync } = require("node:fs")
const { monitorEventLoopDelay } = require("node:perf_hooks")
const { setFlagsFromString } = require("node:v8")
const { isMainThread } = require("node:worker_threads")
const { runInNewContext } = require("node:vm")

const file = process.env.HEAP_PROBE_FILE
if (file && isMainThread) {
  setFlagsFromString("--expose-gc")
  const collect = runInNewContext("gc")
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  setInterval(() => {
    const delayMs = delay.percentile(99) / 1e6
    collect()
    const { heapUsed, external, rss } = process.memoryUsage()
    appendFileSync(
      file,
      `${JSON.stringify({ pid: process.pid, at: Date.now(), heap: heapUsed + external, rss, delayMs })}\n`,
    )
    delay.reset()
  }, 10_000).unref()
}
