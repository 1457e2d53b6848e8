import { PopularityCounters, POPULARITY_HALF_LIVES } from "../../features/popularity"
import { COUNTERS, shopCounters } from "../../features/shop-counters"
import type { ChannelTable, ShopCounters } from "../../features/shop-counters"
import { channelSections, readChannels } from "../model/channel-sections"
import { decodeModelFile, encodeModelFile } from "../model/container/model-codec"
import type { ModelSection } from "../model/container/model-file"

const ITEMS = 3
const KINDS = ["goal", "interest", "discoveries", "firstBaskets", "latest", "sales"] as const

/** Counters of one kind in one channel, each column with numbers of its own; the second product was never counted. */
function countersOf(channel: number, kind: number): PopularityCounters {
  const columns = POPULARITY_HALF_LIVES.map((_, at) => Float32Array.of(100 * channel + 10 * kind + at + 1, 0, at))
  return new PopularityCounters(columns, Float64Array.of(1, 2, 3, 100 * channel + kind), true)
}

const channelOf = (channel: number): ShopCounters => shopCounters((kind) => countersOf(channel, KINDS.indexOf(kind)))

const TABLE: ChannelTable = { ids: ["web", "app"], strength: 2.5, counters: [channelOf(1), channelOf(2)] }

const read = (sections: readonly ModelSection[], { itemCount = ITEMS, fades = true } = {}): ChannelTable | null =>
  readChannels(decodeModelFile(encodeModelFile(sections)), { itemCount, fades })

/** The sections of the table with one in place of another of the same name. */
const withOther = (other: ModelSection): ModelSection[] =>
  channelSections(TABLE).map((section) =>
    section.name === `channels.${other.name}` ? { ...other, name: section.name } : section,
  )

const numbersOf = (of: PopularityCounters): unknown => ({
  ...{ counts: of.counts.map((column) => [...column]), references: [...of.references], fades: of.fades },
})

describe("channel sections", () => {
  test("channelSections: each channel's counters of each kind come back as they were", () => {
    const known = read(channelSections(TABLE))
    expect([known?.ids, known?.strength, known?.counters.length]).toEqual([["web", "app"], 2.5, 2])
    known?.counters.forEach((counters, at) => {
      for (const kind of KINDS)
        expect([kind, numbersOf(COUNTERS[kind](counters))]).toEqual([
          kind,
          numbersOf(countersOf(at + 1, KINDS.indexOf(kind))),
        ])
    })
  })

  test("channelSections: of two channels one of which counted nothing the other keeps its own", () => {
    const columns = POPULARITY_HALF_LIVES.map(() => new Float32Array(ITEMS))
    const none = shopCounters(() => new PopularityCounters(columns, new Float64Array(4), true))
    const known = read(channelSections({ ...TABLE, counters: [none, channelOf(2)] }))
    expect(known?.counters.map(({ goalPopularity }) => goalPopularity.counts[0][0])).toEqual([0, 201])
  })

  test("channelSections: only what was counted is written", () => {
    const sections = new Map(channelSections(TABLE).map(({ name, value }) => [name, value]))
    // Four columns in each of two channels: the third product's first column holds 0.
    expect(sections.get("channels.goal.items")).toEqual(Int32Array.of(0, 0, 2, 0, 2, 0, 2, 0, 0, 2, 0, 2, 0, 2))
    expect(sections.get("channels.goal.offsets")).toEqual(Int32Array.of(0, 1, 3, 5, 7, 8, 10, 12, 14))
  })

  test("channelSections: a shop of one channel has none", () => {
    expect(channelSections(null)).toEqual([])
    expect(read([])).toBeNull()
  })

  test("readChannels: counters fade where the file's times are instants, and only there", () => {
    const known = read(channelSections(TABLE), { fades: false })
    expect(known?.counters.map(({ goalPopularity }) => goalPopularity.fades)).toEqual([false, false])
  })

  test("readChannels: each channel has references of its own", () => {
    const known = read(channelSections(TABLE))
    known?.counters[0].goalPopularity.add(0, 1e12, 1)
    expect([...(known?.counters[1].goalPopularity.references ?? [])]).toEqual([1, 2, 3, 200])
  })

  test.each([[0], [-1]])("readChannels: a strength of %d choices is refused", (strength) => {
    expect(() => read(channelSections({ ...TABLE, strength }))).toThrow(`"channels.strength" holds ${strength}`)
  })

  test("readChannels: a product that is not there is refused", () => {
    expect(() => read(channelSections(TABLE), { itemCount: 2 })).toThrow(
      'section "channels.goal.items" holds 2, outside of 0 to 1',
    )
  })

  const refused: [string, ModelSection, RegExp][] = [
    [
      "rows that fall",
      { name: "latest.offsets", kind: "int32", value: Int32Array.of(0, 1, 3, 2, 7, 8, 10, 12, 14) },
      /channels\.latest\.offsets.*falls at 3/,
    ],
    [
      "rows of one channel too few",
      { name: "goal.offsets", kind: "int32", value: Int32Array.of(0, 1, 3, 5, 14) },
      /channels\.goal\.offsets.*length is 5, expected 9/,
    ],
    [
      "references of one channel too few",
      { name: "sales.references", kind: "float64", value: new Float64Array(4) },
      /channels\.sales\.references.*length is 4, expected 8/,
    ],
    [
      "counts of too few products",
      { name: "goal.counts", kind: "float32", value: new Float32Array(13) },
      /channels\.goal\.counts.*length is 13, expected 14/,
    ],
    [
      "two strengths",
      { name: "strength", kind: "float64", value: Float64Array.of(1, 2) },
      /channels\.strength.*length is 2, expected 1/,
    ],
  ]
  test.each(refused)("readChannels: %s are refused by name", (_, section, message) => {
    expect(() => read(withOther(section))).toThrow(message)
  })
})
