import { ContentIndex } from "../../features/content"
import { FEATURE_NAMES, PERSONAL_FEATURES } from "../../features/feature-map"
import { WEEKS } from "../../features/item-facts"
import type { PackedTable } from "../../features/packed-table"
import { indexVectors, VECTOR_COLUMNS } from "../../features/neighbors"
import type { NeighborIndex } from "../../features/neighbors"
import { NEWCOMER_SETTINGS } from "../../features/newcomers"
import { PopularityCounters, POPULARITY_HALF_LIVES } from "../../features/popularity"
import { SEGMENT_COLUMN } from "../../features/segments"
import { TABLES } from "../../features/shop-state"
import type { ShopState, TableName } from "../../features/shop-state"
import { catalogSections, readCatalog } from "./catalog-sections"
import { channelSections, readChannels } from "./channel-sections"
import { decodeModelFile, encodeModelFile } from "./container/model-codec"
import type { ModelFile, ModelSection } from "./container/model-file"
import { CONFIDENCE_SCALES, packCalibration, unpackCalibration, VISIT_SCALES } from "../calibration/confidence"
import { checkIndices, checkOffsets, parseHeader } from "./model-checks"
import type { ModelHeader } from "./model-checks"
import {
  deviationSections,
  giftSections,
  listSections,
  readDeviations,
  readGifts,
  readLists,
  readShopFacts,
  readTogether,
  shopFactSections,
  togetherSections,
} from "./model-sections"
import { packedSections, readPacked } from "./packed-sections"
import { packStandings, STANDING_SCALES, standingsLength, unpackStandings } from "../calibration/standings"
import type { RankingModel } from "./ranking-model"
import { readTrees, treeSections } from "./tree-sections"

/** A value that is not known, where a file may not hold NaN. */
const UNKNOWN = -3e38
/** Newest products of a neighbor's vector list; must be what the state was built with. */
export const HOLDERS_AT_MOST = 1500

/**
 * Writes a model into one checked file. The same model gives the same bytes.
 *
 * @param more sections of whoever writes it, which {@link decodeRankingModel} passes over
 */
export function encodeRankingModel(model: RankingModel, more: readonly ModelSection[] = []): Uint8Array {
  const { state } = model
  const header: ModelHeader = {
    kind: "svm-recommender",
    schema: 5,
    features: [...FEATURE_NAMES],
    moment: state.moment,
    goal: state.goal,
    hasTime: state.hasTime,
  }
  return encodeModelFile([
    { name: "header", kind: "json", value: header },
    ...more,
    { name: "weights", kind: "float64", value: model.weights },
    { name: "judgedWeights", kind: "float64", value: model.judgedWeights ?? model.weights },
    ...deviationSections(model.deviations),
    ...treeSections("trees", model.trees),
    ...listSections(model.lists),
    { name: "calibration", kind: "float64", value: packCalibration(model.calibration, CONFIDENCE_SCALES) },
    { name: "calibration.visits", kind: "float64", value: packCalibration(model.calibration, VISIT_SCALES) },
    { name: "standings", kind: "float64", value: packStandings(model.standings, STANDING_SCALES) },
    { name: "standings.visits", kind: "float64", value: packStandings(model.standings, VISIT_SCALES) },
    ...catalogSections(model),
    ...countersSections("goal", state.goalPopularity),
    ...countersSections("interest", state.interestPopularity),
    ...countersSections("discoveries", state.discoveries),
    ...countersSections("newcomers.firstBaskets", state.newcomers.firstBaskets),
    ...countersSections("newcomers.latest", state.newcomers.latest),
    ...countersSections("newcomers.sales", state.newcomers.sales),
    ...channelSections(state.channels),
    { name: "newcomers.setting", kind: "int32", value: Int32Array.of(state.newcomerSetting) },
    { name: "facts.logPrice", kind: "float32", value: encodeUnknown(state.facts.logPrice) },
    { name: "facts.category", kind: "int32", value: state.facts.category },
    { name: "facts.categoryNames", kind: "strings", value: state.facts.categoryNames },
    { name: "facts.firstSeen", kind: "float64", value: state.facts.firstSeen },
    { name: "facts.repeatRate", kind: "float32", value: state.facts.repeatRate },
    { name: "facts.gapDays", kind: "float32", value: state.facts.gapDays },
    { name: "facts.shoppers", kind: "float32", value: state.facts.shoppers },
    ...packedSections("facts.weeks", state.facts.weeks),
    ...shopFactSections(state.facts.fromShop),
    ...giftSections(state.gifts),
    ...TABLES.flatMap((name) => packedSections(`table.${name}`, state.tables[name])),
    ...togetherSections(state.together),
    ...vectorSections("shoppers", state.shoppers),
    ...vectorSections("visits", state.visits),
    { name: "segments.names", kind: "strings", value: state.segments.names },
    { name: "segments.offsets", kind: "int32", value: state.segments.offsets },
    { name: "segments.items", kind: "int32", value: state.segments.items },
    { name: "segments.counts", kind: "float32", value: state.segments.counts },
  ])
}

/**
 * Reads a model file that {@link encodeRankingModel} wrote.
 *
 * @throws ModelFormatError naming what is wrong: damage, another schema of features, numbers out of range
 */
export function decodeRankingModel(bytes: Uint8Array): RankingModel {
  const file = decodeModelFile(bytes)
  const header = parseHeader(file.json("header"), FEATURE_NAMES)
  const itemIds = file.strings("items")
  const itemCount = itemIds.length
  const catalog = readCatalog(file, itemIds)
  const content = new ContentIndex()
  for (let at = 0; at < itemCount; at++) {
    const item = catalog.at(at) ?? null
    if (item !== null) content.set(at, item)
  }
  content.compact()
  const categoryNames = file.strings("facts.categoryNames")
  const category = file.int32("facts.category", itemCount)
  checkIndices("facts.category", category, { from: -1, to: categoryNames.length })
  const together = readTogether(file, itemCount)
  const newcomerSetting = file.int32("newcomers.setting", 1)
  checkIndices("newcomers.setting", newcomerSetting, { from: 0, to: NEWCOMER_SETTINGS.length })
  const counters = (name: string): PopularityCounters => readCounters(file, name, { itemCount, fades: header.hasTime })
  const goalPopularity = counters("goal")
  const state: ShopState = {
    moment: header.moment,
    goal: header.goal,
    hasTime: header.hasTime,
    itemCount,
    goalPopularity,
    interestPopularity: counters("interest"),
    discoveries: counters("discoveries"),
    newcomers: {
      firstBaskets: counters("newcomers.firstBaskets"),
      latest: counters("newcomers.latest"),
      sales: counters("newcomers.sales"),
    },
    channels: readChannels(file, { itemCount, fades: header.hasTime }),
    newcomerSetting: newcomerSetting[0],
    facts: {
      logPrice: file.float32("facts.logPrice", itemCount).map((value) => (value === UNKNOWN_32 ? Number.NaN : value)),
      category,
      categoryNames,
      firstSeen: file.float64("facts.firstSeen", itemCount),
      repeatRate: file.float32("facts.repeatRate", itemCount),
      gapDays: file.float32("facts.gapDays", itemCount),
      shoppers: file.float32("facts.shoppers", itemCount),
      weeks: readPacked(file, "facts.weeks", { rows: itemCount, columns: 1, itemCount: WEEKS }),
      fromShop: readShopFacts(file, itemCount),
    },
    tables: readTables(file, itemCount, together !== null),
    together,
    shoppers: readVectors(file, "shoppers", itemCount),
    visits: readVectors(file, "visits", itemCount),
    segments: { ...readSegments(file, itemCount), whole: goalPopularity.counts[SEGMENT_COLUMN].slice() },
    content,
    gifts: readGifts(file, itemCount),
    live: null,
  }
  const weights = file.float64("weights", FEATURE_NAMES.length)
  const judgedWeights = file.float64("judgedWeights", FEATURE_NAMES.length)
  const visits = (name: string, length: number): Float64Array | null =>
    file.has(name) ? file.float64(name, length) : null
  const calibration = unpackCalibration(
    file.float64("calibration", 2 * CONFIDENCE_SCALES.length),
    visits("calibration.visits", 2 * VISIT_SCALES.length),
  )
  const standings = unpackStandings(
    file.float64("standings", standingsLength(STANDING_SCALES.length)),
    visits("standings.visits", standingsLength(VISIT_SCALES.length)),
  )
  const lists = readLists(file)
  const deviations = readDeviations(file, FEATURE_NAMES.length)
  const trees = readTrees(file, "trees", PERSONAL_FEATURES.plainCount)
  return {
    ...{ itemIds, catalog, state, weights, trees, judgedWeights, deviations, lists, isTrained: true },
    ...{ calibration, standings },
  }
}

const UNKNOWN_32 = Math.fround(UNKNOWN)

function encodeUnknown(values: Float32Array): Float32Array {
  return values.map((value) => (Number.isNaN(value) ? UNKNOWN : value))
}

function countersSections(name: string, counters: PopularityCounters): ModelSection[] {
  return [
    { name: `${name}.references`, kind: "float64", value: counters.references },
    ...counters.counts.map((value, at): ModelSection => ({ name: `${name}.counts.${at}`, kind: "float32", value })),
  ]
}

function readCounters(
  file: ModelFile,
  name: string,
  options: { readonly itemCount: number; readonly fades: boolean },
): PopularityCounters {
  const counts = POPULARITY_HALF_LIVES.map((_, at) => file.float32(`${name}.counts.${at}`, options.itemCount))
  const references = file.float64(`${name}.references`, POPULARITY_HALF_LIVES.length)
  return new PopularityCounters(counts, references, options.fades)
}

function readTables(file: ModelFile, itemCount: number, countsOrders: boolean): Record<TableName, PackedTable> {
  const read = (name: TableName, columns = 1): PackedTable =>
    readPacked(file, `table.${name}`, { rows: itemCount, columns, itemCount })
  return {
    basket: read("basket", countsOrders ? 2 : 1),
    basketNow: read("basketNow"),
    basketNowRidge: read("basketNowRidge"),
    basketRidge: read("basketRidge"),
    shopper: read("shopper"),
    ridge: read("ridge"),
    interest: read("interest"),
    interestRidge: read("interestRidge"),
    next: read("next"),
  }
}

function vectorSections(name: string, { vectors, owners }: NeighborIndex): ModelSection[] {
  return [...packedSections(name, vectors), { name: `${name}.owners`, kind: "int32", value: owners }]
}

function readVectors(file: ModelFile, name: string, itemCount: number): NeighborIndex {
  const owners = file.int32(`${name}.owners`)
  const { length: columns } = Object.keys(VECTOR_COLUMNS)
  const vectors = readPacked(file, name, { rows: owners.length / 2, columns, itemCount })
  return indexVectors({ vectors, owners }, { itemCount, holdersAtMost: HOLDERS_AT_MOST })
}

function readSegments(file: ModelFile, itemCount: number): Omit<ShopState["segments"], "whole"> {
  const names = file.strings("segments.names")
  const offsets = file.int32("segments.offsets", names.length + 1)
  const items = file.int32("segments.items")
  checkOffsets("segments.offsets", offsets, items.length)
  checkIndices("segments.items", items, { from: 0, to: itemCount })
  return { names, offsets, items, counts: file.float32("segments.counts", items.length) }
}
