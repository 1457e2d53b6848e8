import type { RecommendationsClient } from "../client/client"
import { RecommendationsList } from "../client/list"
import type { ListOptions } from "../client/list"
import type { KeptAnswer } from "../client/client-types"
import type { RecommendationsAnswer } from "../client/types"

const anAnswer = (id: string, generated = new Date()): RecommendationsAnswer => ({
  ...{ recommendations: [], recommendation_id: id, strategy: "for_you", rung: "personal", is_new_user: false },
  ...{ customer_id: null, model_version: 1, filled_from: [], generated_at: generated.toISOString() },
})

/** A list whose questions are answered by hand, in any order. */
function aList(options: Partial<ListOptions> = {}) {
  const asked: { resolve: (answer: RecommendationsAnswer) => void; reject: (error: Error) => void }[] = []
  const client = {
    answers: new Map<string, KeptAnswer>(),
    staleBefore: 0,
    attachCart: jest.fn(async () => undefined),
    ask: () => new Promise<RecommendationsAnswer>((resolve, reject) => asked.push({ resolve, reject })),
    start: () => () => undefined,
    onChange: () => () => undefined,
  }
  const list = new RecommendationsList(client as unknown as RecommendationsClient, {
    query: { strategy: "for_you", limit: 4 },
    ...options,
  })
  const shown = () => list.getState().answer?.recommendation_id
  return { list, asked, shown, client }
}

const page = Object.assign(new EventTarget(), { visibilityState: "visible" })
const settle = () => jest.advanceTimersByTimeAsync(0)

beforeEach(() => {
  jest.useFakeTimers()
  page.visibilityState = "visible"
  Object.assign(globalThis, { document: page })
})

afterEach(() => {
  jest.useRealTimers()
  Reflect.deleteProperty(globalThis, "document")
})

test("list: an answer that was overtaken never takes the place of a newer one", async () => {
  const { list, asked, shown } = aList()
  list.subscribe(() => undefined)
  void list.refresh()
  asked[1].resolve(anAnswer("newer"))
  await settle()
  asked[0].resolve(anAnswer("older"))
  await settle()
  expect(shown()).toBe("newer")
})

test("list: a failure keeps the last list", async () => {
  const { list, asked, shown } = aList()
  list.subscribe(() => undefined)
  asked[0].resolve(anAnswer("good"))
  await settle()
  void list.refresh()
  asked[1].reject(new Error("down"))
  await settle()
  expect([list.getState().status, shown()]).toEqual(["ready", "good"])
})

test("list: after a failure it asks again, with longer and longer pauses", async () => {
  const { list, asked } = aList()
  list.subscribe(() => undefined)
  asked[0].reject(new Error("down"))
  await settle()
  expect(list.getState().status).toBe("failed")
  await jest.advanceTimersByTimeAsync(5_000)
  expect(asked).toHaveLength(2)
  asked[1].reject(new Error("down"))
  await jest.advanceTimersByTimeAsync(9_999)
  expect(asked).toHaveLength(2)
  await jest.advanceTimersByTimeAsync(1)
  expect(asked).toHaveLength(3)
  asked[2].resolve(anAnswer("good"))
  await settle()
  expect(list.getState().status).toBe("ready")
})

test("list: every five minutes a new answer, and none when it is not wanted", async () => {
  const wanted = aList()
  const unwanted = aList({ autoRefresh: false })
  for (const { list, asked } of [wanted, unwanted]) {
    list.subscribe(() => undefined)
    asked[0].resolve(anAnswer("first"))
  }
  await jest.advanceTimersByTimeAsync(299_000)
  expect(wanted.asked).toHaveLength(1)
  await jest.advanceTimersByTimeAsync(1_000)
  expect([wanted.asked.length, unwanted.asked.length]).toEqual([2, 1])
})

test("list: a hidden tab asks for nothing, shown again it asks when its answer is old", async () => {
  const { list, asked } = aList({ refreshInterval: 60_000 })
  list.subscribe(() => undefined)
  asked[0].resolve(anAnswer("first"))
  await settle()
  const show = (state: string) => {
    page.visibilityState = state
    page.dispatchEvent(new Event("visibilitychange"))
  }
  show("hidden")
  await jest.advanceTimersByTimeAsync(600_000)
  expect(asked).toHaveLength(1)
  show("visible")
  await settle()
  expect(asked).toHaveLength(2)
})

test("list: what a server has rendered is shown as it is, and asked for again only when it is old", async () => {
  const fresh = aList({ initial: anAnswer("fresh") })
  fresh.list.subscribe(() => undefined)
  const old = aList({ initial: anAnswer("old", new Date(Date.now() - 3_600_000)) })
  old.list.subscribe(() => undefined)
  await settle()
  expect([fresh.shown(), fresh.asked.length]).toEqual(["fresh", 0])
  expect([old.shown(), old.asked.length]).toEqual(["old", 1])
})

test("list: hydration finds what the server had, even when the browser knows something newer", () => {
  const { client } = aList()
  const query = { strategy: "for_you" as const, limit: 4 }
  client.answers.set(JSON.stringify(query), { answer: anAnswer("known"), at: Date.now(), cartId: undefined })
  const list = new RecommendationsList(client as unknown as RecommendationsClient, {
    query,
    initial: anAnswer("server"),
  })
  expect(list.getServerState().answer?.recommendation_id).toBe("server")
  expect(list.getState().answer?.recommendation_id).toBe("known")
})

test("list: nobody looks, nobody asks", async () => {
  const { list, asked } = aList()
  const end = list.subscribe(() => undefined)
  asked[0].resolve(anAnswer("first"))
  await settle()
  end()
  await jest.advanceTimersByTimeAsync(3_600_000)
  expect(asked).toHaveLength(1)
})

/** A list whose next answer comes while the page is pressed. */
async function aPressedList() {
  const made = aList()
  made.list.subscribe(() => undefined)
  made.asked[0].resolve(anAnswer("pressed"))
  // Whatever was pressed before is over.
  await jest.advanceTimersByTimeAsync(2_000)
  void made.list.refresh()
  page.dispatchEvent(new Event("pointerdown"))
  made.asked[1].resolve(anAnswer("newer"))
  return made
}

test("list: nothing changes under a press, and at once after its click", async () => {
  const { shown } = await aPressedList()
  await jest.advanceTimersByTimeAsync(900)
  expect(shown()).toBe("pressed")
  page.dispatchEvent(new Event("pointerup"))
  await jest.advanceTimersByTimeAsync(99)
  expect(shown()).toBe("pressed")
  await jest.advanceTimersByTimeAsync(100)
  expect(shown()).toBe("newer")
})

test("list: a press that never ends puts a change off for a second and no longer", async () => {
  const { shown } = await aPressedList()
  await jest.advanceTimersByTimeAsync(1_050)
  expect(shown()).toBe("newer")
})

test("list: a press whose answer is overtaken meanwhile shows the newer one", async () => {
  const { list, asked, shown } = await aPressedList()
  await settle()
  void list.refresh()
  asked[2].resolve(anAnswer("newest"))
  page.dispatchEvent(new Event("pointercancel"))
  await jest.advanceTimersByTimeAsync(200)
  expect(shown()).toBe("newest")
})
