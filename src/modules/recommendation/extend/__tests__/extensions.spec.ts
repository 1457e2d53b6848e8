import type { Logger } from "@medusajs/framework/types"
import type { RecommendationExtension } from "../../../../types/extension"
import { parseOptions } from "../../options"
import { Extensions } from "../extensions"
import { loadExtensions } from "../load-extensions"

const logged: string[] = []
const logger = { warn: (text: string) => logged.push(text) } as unknown as Logger
const readText = (value: unknown): string => {
  if (typeof value !== "string") throw new Error("a text was expected")
  return value
}
const filter = (): string[] => []

beforeEach(() => (logged.length = 0))

describe("extensions", () => {
  test("extensions: what throws, hangs or gives something else is left out, logged once and counted", async () => {
    let now = 0
    const extensions = new Extensions([{ name: "a", filter }], { timeoutMs: 20, logger, now: () => now })
    expect(await extensions.call("a", () => "yes", readText)).toBe("yes")
    expect(extensions.failedLately).toBeNull()
    expect(await extensions.call("a", () => Promise.reject(new Error("down")), readText)).toBeNull()
    expect(await extensions.call("a", () => 7, readText)).toBeNull()
    expect(logged).toEqual([expect.stringContaining("extension a is left out of a list: Error: down")])
    expect(await extensions.call("a", () => new Promise(() => undefined), readText)).toBeNull()
    expect(logged.at(-1)).toContain("extension a is left out for 30 s: Error: no answer within 20 ms")
    expect(extensions.failedLately).toEqual({ name: "a", count: 3 })
    let asked = 0
    expect(await extensions.call("a", () => String(++asked), readText)).toBeNull()
    expect(asked).toBe(0)
    now = 30_000
    expect(await extensions.call("a", () => String(++asked), readText)).toBe("1")
    now = 600_001
    expect(extensions.failedLately).toBeNull()
  })

  test("extensions: a reason passes all who have words, and one that throws changes nothing", () => {
    const list: RecommendationExtension[] = [
      { name: "loud", reason: ({ text }) => text.toUpperCase() },
      {
        name: "ill",
        reason: () => {
          throw new Error("no words")
        },
      },
      { name: "gifts", strategies: ["gift"], reason: () => "for a gift" },
      { name: "long", reason: ({ text }) => text.padEnd(300, "!") },
    ]
    const extensions = new Extensions(list, { timeoutMs: 20, logger })
    const reason = { code: "popular", text: "popular", product_id: "p", related_product_id: null, locale: "en" }
    expect(extensions.reason(reason, "for_you")).toBe("POPULAR".padEnd(200, "!"))
    expect(extensions.reason(reason, "gift")).toBe("for a gift".padEnd(200, "!"))
    expect(logged).toHaveLength(1)
  })

  test("extensions: options take objects, paths and modules with options, and refuse what is none", () => {
    const own: RecommendationExtension = { name: "own", filter }
    const { extend } = parseOptions({ extend: { extensions: [own, "./a", { resolve: "./b", options: { x: 1 } }] } })
    expect(extend.extensions).toEqual([own, "./a", { resolve: "./b", options: { x: 1 } }])
    expect(loadExtensions([own])).toEqual([own])
    for (const wrong of [{ name: "nothing" }, { filter }, { name: "a", filter: "b" }, 7])
      expect(() => parseOptions({ extend: { extensions: [wrong] } })).toThrow("extend.extensions.0")
    expect(() => loadExtensions([own, own])).toThrow("two are named own")
    expect(() => loadExtensions(["./no-such-module"])).toThrow("extend.extensions: ./no-such-module cannot be loaded")
  })
})
