import type { LogChannels } from "../../contract"
import { logOf } from "../../recommender/__tests__/shop"
import { leadingChannels, strengthOf } from "../channel-strength"
import { aRow } from "./small-logs"

/** Leading channels of a shop in which so many choices were made in each. */
function leadingOf(choices: readonly (readonly [id: string, count: number])[]): ReturnType<typeof leadingChannels> {
  const channels: LogChannels = {
    ids: choices.map(([id]) => id),
    of: Int32Array.from(choices.flatMap(([, count], code) => Array<number>(count).fill(code))),
  }
  const log = { ...logOf([aRow({ daysAgo: 1 })]), length: channels.of.length, channels }
  return leadingChannels(log, () => true)
}

describe("leadingChannels", () => {
  test("leadingChannels: those of fifty choices at least, in the order of their ids", () => {
    expect(
      leadingOf([
        ...([
          ["shop", 50],
          ["app", 51],
          ["fair", 49],
        ] as const),
      ]),
    ).toEqual({
      ids: ["app", "shop"],
      codes: [1, 0],
    })
  })

  test("leadingChannels: one channel alone is the whole shop", () => {
    expect(
      leadingOf([
        ...([
          ["shop", 500],
          ["app", 49],
        ] as const),
      ]),
    ).toEqual({ ids: [], codes: [] })
  })

  test("leadingChannels: ten at most, those of most choices, and of equal ones the first ids", () => {
    const counts = "lkjihgfedcba".split("").map((id, at) => [id, at === 0 ? 60 : 50] as const)
    expect(leadingOf(counts).ids.join("")).toBe("abcdefghil")
  })

  test("leadingChannels: only choices count, and only those that came from a channel", () => {
    const rows = Array.from({ length: 200 }, (_, at) =>
      aRow({ daysAgo: 200 - at, channel: at < 100 ? ["a", "b"][at % 2] : at < 150 ? "c" : null }),
    )
    const log = logOf(rows)
    expect(leadingChannels(log, () => true).ids).toEqual(["a", "b", "c"])
    expect(leadingChannels(log, (row) => row !== 120).ids).toEqual(["a", "b"])
  })

  test("leadingChannels: a log that names none has none", () => {
    const rows = Array.from({ length: 100 }, (_, at) => aRow({ daysAgo: 100 - at }))
    expect(leadingChannels(logOf(rows), () => true)).toEqual({ ids: [], codes: [] })
  })
})

describe("strengthOf", () => {
  const of = (...counts: readonly (readonly number[])[]): number | null =>
    strengthOf(counts.map((own) => Float32Array.from(own)))

  test("strengthOf: is read off how far shares lie apart, beyond what chance would bring", () => {
    // Σ (p − r)² = 0.08 of 1 − Σ q² = 0.5, less 2/100 of chance: 0.14 = 2 / (1 + s).
    expect(of([60, 40], [40, 60])).toBeCloseTo(2 / 0.14 - 1, 4)
  })

  test("strengthOf: a channel weighs by its choices beside those of the rest", () => {
    // Σ (p − r)² is 2 · 0.4² for the first and 2 · (0.4 − 2/3)² for the others, all over 1 − Σ q² = 0.48; of chance come
    // 1/200 + 1/200 and 1/100 + 1/300; the weights are 100, 75 and 75.
    const [first, others] = [0.32 / 0.48 - 0.01, 0.1422222 / 0.48 - 0.0133333]
    const mean = (100 * first + 150 * others) / 250
    expect(of([160, 40], [40, 60], [40, 60])).toBeCloseTo(2 / mean - 1, 2)
  })

  test("strengthOf: a channel of no choices changes nothing", () => {
    expect(of([60, 40], [0, 0], [40, 60])).toBeCloseTo(2 / 0.14 - 1, 4)
  })

  test("strengthOf: channels that differ by no more than chance have none", () => {
    // 0.08 / 0.5 = 0.16, and chance alone brings 2/10.
    expect(of([6, 4], [4, 6])).toBeNull()
    expect(of([50, 50], [50, 50])).toBeNull()
  })

  test("strengthOf: channels that share no product have one choice at least", () => {
    expect(of([10, 0], [0, 10])).toBe(1)
    // Two shops of 8 products each: 1 − Σ q² is 15/16 and Σ (p − r)² 1/4, so that 2 / (1 + s) is 4/15.
    const own = (from: number): number[] => Array.from({ length: 16 }, (_, at) => ((at - from) >> 3 === 0 ? 1e4 : 0))
    expect(of(own(0), own(8)) ?? 0).toBeCloseTo(6.5, 1)
  })

  test("strengthOf: beyond ten times the largest channel tastes are alike", () => {
    // Σ (p − r)² / (1 − Σ q²) is 0.023104 and 0.021904, of which 0.02 is chance: 643 and 1049 choices beside 10 · 100.
    expect(of([53.8, 46.2], [46.2, 53.8]) ?? 0).toBeCloseTo(2 / 0.003104 - 1, 0)
    expect(of([53.7, 46.3], [46.3, 53.7])).toBeNull()
  })
})
