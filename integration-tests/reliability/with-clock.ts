/** What goes on while this machine's clock is set wrong; timers and the clock that only goes forward stay as they are. */
export async function withClock<T>(aheadMs: number, work: () => Promise<T>): Promise<T> {
  jest.useFakeTimers({
    now: Date.now() + aheadMs,
    doNotFake: [
      ...(["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"] as const),
      ...(["nextTick", "queueMicrotask", "performance", "hrtime"] as const),
    ],
  })
  try {
    return await work()
  } finally {
    jest.useRealTimers()
  }
}
