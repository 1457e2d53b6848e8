import { EventQueue, QUEUE_LIMIT } from "../client/event-queue"
import type { EventBatch, QueuedEvent, SendResult } from "../client/event-queue"
import { MemoryStorage } from "./memory-storage"

const anEvent = (id: string, more: Partial<QueuedEvent["event"]> = {}, visitor = "ann"): QueuedEvent => ({
  visitor,
  event: { id, type: "view", product_id: "prod_1", occurred_at: "2026-01-01T00:00:00.000Z", ...more },
})

/** A queue with a shop that answers as it is set up, the last answer for ever. */
function aQueue(results: SendResult[] = [undefined], storage = new MemoryStorage()) {
  const sent: EventBatch[] = []
  const queue = new EventQueue(storage, async (batch) => {
    sent.push(batch)
    return results.length > 1 ? results.shift() : results[0]
  })
  return { queue, sent, storage }
}

const ids = (batches: EventBatch[]) => batches.map(({ events }) => events.map(({ id }) => id))

beforeEach(() => {
  jest.useFakeTimers()
  // No jitter: a pause is as long as it may be.
  jest.spyOn(Math, "random").mockReturnValue(0)
})
afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

test("event queue: events of one second go in one batch", async () => {
  const { queue, sent } = aQueue()
  queue.add(anEvent("a"))
  queue.add(anEvent("b"))
  expect(sent).toEqual([])
  await jest.advanceTimersByTimeAsync(1_000)
  expect(ids(sent)).toEqual([["a", "b"]])
  expect(queue.size).toBe(0)
})

test("event queue: the same id is sent once, also after it was sent", async () => {
  const { queue, sent } = aQueue()
  queue.add(anEvent("a"))
  queue.add(anEvent("a"))
  await queue.flush()
  queue.add(anEvent("a"))
  await jest.advanceTimersByTimeAsync(10_000)
  expect(ids(sent)).toEqual([["a"]])
})

test("event queue: after failures it waits twice as long each time, and then sends all", async () => {
  const { queue, sent } = aQueue([0, 0, 0, undefined])
  queue.add(anEvent("a"))
  await jest.advanceTimersByTimeAsync(1_000)
  expect(sent).toHaveLength(1)
  await jest.advanceTimersByTimeAsync(999)
  queue.add(anEvent("b"))
  expect(sent).toHaveLength(1)
  await jest.advanceTimersByTimeAsync(1)
  expect(sent).toHaveLength(2)
  await jest.advanceTimersByTimeAsync(2_000)
  expect(sent).toHaveLength(3)
  await jest.advanceTimersByTimeAsync(3_999)
  expect(sent).toHaveLength(3)
  await jest.advanceTimersByTimeAsync(1)
  expect(ids(sent).at(-1)).toEqual(["a", "b"])
  expect(queue.size).toBe(0)
})

test("event queue: a pause that the shop asks for is kept", async () => {
  const { queue, sent } = aQueue([30_000, undefined])
  queue.add(anEvent("a"))
  await jest.advanceTimersByTimeAsync(30_999)
  expect(sent).toHaveLength(1)
  await jest.advanceTimersByTimeAsync(1)
  expect(sent).toHaveLength(2)
})

test("event queue: what could not be sent outlives a reload", async () => {
  const { queue, storage } = aQueue([0])
  queue.add(anEvent("a"))
  queue.add(anEvent("b"))
  await queue.flush()
  const next = aQueue([undefined], storage)
  next.queue.adopt()
  await next.queue.flush()
  expect(ids(next.sent)).toEqual([["a", "b"]])
  expect(Object.entries(storage)).toEqual([])
})

test("event queue: what was sent leaves nothing behind", async () => {
  const { queue, storage } = aQueue()
  queue.add(anEvent("a"))
  expect(Object.keys(storage)).toHaveLength(1)
  await queue.flush()
  expect(Object.entries(storage)).toEqual([])
})

test("event queue: past its limit impressions go first, then the oldest", () => {
  const { queue, storage } = aQueue()
  queue.add(anEvent("click", { type: "click" }))
  for (let i = 0; i < QUEUE_LIMIT; i++) queue.add(anEvent(`seen-${i}`, { type: "impression" }))
  expect(queue.size).toBe(QUEUE_LIMIT)
  const kept = JSON.stringify(storage)
  expect(kept).toContain("click")
  expect(kept).not.toContain("seen-0\\")
  for (let i = 0; i < QUEUE_LIMIT; i++) queue.add(anEvent(`view-${i}`))
  expect(queue.size).toBe(QUEUE_LIMIT)
  expect(JSON.stringify(storage)).not.toContain("impression")
})

test("event queue: events of two visitors never share a batch", async () => {
  const { queue, sent } = aQueue()
  queue.add(anEvent("a", {}, "ann"))
  queue.add(anEvent("b", {}, "bob"))
  queue.add(anEvent("c", {}, "ann"))
  await queue.flush()
  expect(sent.map(({ visitor, events }) => [visitor, events.length])).toEqual([
    ["ann", 2],
    ["bob", 1],
  ])
})

test("event queue: events of a guest, of a customer and of the next one never share a batch", async () => {
  const { queue, sent } = aQueue()
  queue.add(anEvent("a"))
  queue.add({ ...anEvent("b"), customer: "cus_1" })
  queue.add({ ...anEvent("c"), customer: "cus_2" })
  queue.add({ ...anEvent("d"), customer: "cus_1" })
  await queue.flush()
  expect(sent.map(({ customer, events }) => [customer, events.map(({ id }) => id)])).toEqual([
    [undefined, ["a"]],
    ["cus_1", ["b", "d"]],
    ["cus_2", ["c"]],
  ])
})

test("event queue: a store that throws at every touch costs nothing but the copy", async () => {
  const refuse = () => {
    throw new Error("SecurityError")
  }
  const storage = new Proxy(new MemoryStorage(), { get: refuse, ownKeys: refuse, has: refuse })
  const { queue, sent } = aQueue([undefined], storage)
  queue.adopt()
  queue.add(anEvent("a"))
  await queue.flush()
  queue.clear()
  expect(ids(sent)).toEqual([["a"]])
})

test("event queue: cleared, nothing is sent and nothing is stored, of other pages neither", async () => {
  const { queue, sent, storage } = aQueue()
  storage.setItem("svm.queue.other", JSON.stringify([anEvent("x")]))
  storage.setItem("cart", "untouched")
  queue.add(anEvent("a"))
  queue.clear()
  await jest.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual([])
  expect(Object.entries(storage)).toEqual([["cart", "untouched"]])
})

test("event queue: what another script has written under its name is passed over", () => {
  const storage = new MemoryStorage()
  storage.setItem("svm.queue.broken", "{")
  storage.setItem("svm.queue.wrong", '[null, 7, {"visitor":"ann"}, {"event":{"id":"a"}}]')
  const { queue } = aQueue([undefined], storage)
  queue.adopt()
  expect(queue.size).toBe(0)
})

test("event queue: a full store costs the copy, not the event", async () => {
  const storage = new MemoryStorage()
  jest.spyOn(storage, "setItem").mockImplementation(() => {
    throw new Error("QuotaExceededError")
  })
  const { queue, sent } = aQueue([undefined], storage)
  queue.add(anEvent("a"))
  await queue.flush()
  expect(ids(sent)).toEqual([["a"]])
})

test("event queue: an event that is added during a flight goes with the next", async () => {
  const sent: string[][] = []
  let land: (() => void) | undefined
  const queue = new EventQueue(undefined, async ({ events }) => {
    sent.push(events.map(({ id }) => id))
    await new Promise<void>((resolve) => (land = resolve))
    return undefined
  })
  queue.add(anEvent("a"))
  const first = queue.flush()
  await Promise.resolve()
  queue.add(anEvent("b"))
  const second = queue.flush()
  await jest.advanceTimersByTimeAsync(0)
  expect(sent).toEqual([["a"]])
  land?.()
  await first
  await jest.advanceTimersByTimeAsync(0)
  land?.()
  await second
  expect(sent).toEqual([["a"], ["b"]])
})
