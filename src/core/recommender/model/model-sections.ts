import { LEARNED_LISTS } from "../../contract/recommender"
import type { LearnedList } from "../../contract/recommender"
import type { ShopFacts } from "../../features/shop-facts"
import type { GiftTable } from "../../features/gift-table"
import type { ItemTable } from "../../features/item-table"
import type { OrdersTogether } from "../../features/orders-together"
import { SHOP_NUMBERS } from "../../features/signals"
import { ModelFormatError } from "../../svm"
import type { ModelFile, ModelSection } from "./container/model-file"
import { checkIndices, checkOffsets } from "./model-checks"
import { FEATURES_OF_LIST } from "../priors/list-priors"
import type { ListModel, RankingModel } from "./ranking-model"
import { readTrees, treeSections } from "./tree-sections"

/** Sections of the rankings of all lists. */
export function listSections(lists: RankingModel["lists"]): ModelSection[] {
  return LEARNED_LISTS.flatMap((list): ModelSection[] => [
    { name: `list.${list}`, kind: "float64", value: lists[list].weights },
    { name: `list.${list}.learned`, kind: "uint8", value: Uint8Array.of(lists[list].isLearned ? 1 : 0) },
    ...treeSections(`list.${list}.trees`, lists[list].trees),
  ])
}

/** Reads what {@link listSections} wrote. */
export function readLists(file: ModelFile): RankingModel["lists"] {
  const read = (list: LearnedList): ListModel => ({
    weights: file.float64(`list.${list}`, FEATURES_OF_LIST[list].names.length),
    trees: readTrees(file, `list.${list}.trees`, FEATURES_OF_LIST[list].plainCount),
    isLearned: file.uint8(`list.${list}.learned`, 1)[0] === 1,
  })
  return {
    cart: read("cart"),
    bought_together: read("bought_together"),
    similar: read("similar"),
    gift: read("gift"),
    buy_again: read("buy_again"),
  }
}

/** Section of the posterior's draws; files of releases that drew none have none. */
export function deviationSections(deviations: Float32Array | undefined): ModelSection[] {
  return deviations === undefined || deviations.length === 0
    ? []
    : [{ name: "deviations", kind: "float32", value: deviations }]
}

/**
 * Reads what {@link deviationSections} wrote.
 *
 * @throws ModelFormatError where rows are not whole
 */
export function readDeviations(file: ModelFile, columns: number): Float32Array {
  if (!file.has("deviations")) return new Float32Array(0)
  const deviations = file.float32("deviations")
  if (deviations.length % columns === 0) return deviations
  throw new ModelFormatError('section "deviations"', `holds ${deviations.length} numbers, no whole rows of ${columns}`)
}

const NOT_COUNTED: OrdersTogether = { orders: new Float32Array(0), total: 0 }

/** Sections of the orders behind the basket table, whose rows count those of two products. */
export function togetherSections(together: OrdersTogether | null): ModelSection[] {
  const { orders, total } = together ?? NOT_COUNTED
  return [
    { name: "together.orders", kind: "float32", value: orders },
    { name: "together.total", kind: "float64", value: Float64Array.of(total) },
  ]
}

/** Reads what {@link togetherSections} wrote; null where no orders were counted. */
export function readTogether(file: ModelFile, itemCount: number): OrdersTogether | null {
  const total = file.float64("together.total", 1)[0]
  if (total === 0) return null
  return { orders: file.float32("together.orders", itemCount), total }
}

/** Sections of what came from outside; files of shops that give nothing have none. */
export function shopFactSections(facts: ShopFacts | null): ModelSection[] {
  if (facts === null) return []
  return [
    { name: "shop.numbers", kind: "float32", value: facts.numbers },
    { name: "shop.vectors", kind: "float32", value: facts.vectors },
  ]
}

/**
 * Reads what {@link shopFactSections} wrote; null where nothing came.
 *
 * @throws ModelFormatError where vectors are not of one length
 */
export function readShopFacts(file: ModelFile, itemCount: number): ShopFacts | null {
  if (!file.has("shop.numbers")) return null
  const vectors = file.float32("shop.vectors")
  const width = itemCount === 0 ? 0 : vectors.length / itemCount
  if (!Number.isInteger(width)) {
    throw new ModelFormatError(
      'section "shop.vectors"',
      `holds ${vectors.length} numbers, not as many for each product`,
    )
  }
  return { numbers: file.float32("shop.numbers", itemCount * SHOP_NUMBERS), vectors, width }
}

/** Sections of an item-item table. */
function tableSections(name: string, table: ItemTable): ModelSection[] {
  return [
    { name: `${name}.offsets`, kind: "int32", value: table.offsets },
    { name: `${name}.items`, kind: "int32", value: table.items },
    { name: `${name}.weights`, kind: "float32", value: table.weights },
  ]
}

/** Reads what {@link tableSections} wrote. */
function readTable(file: ModelFile, name: string, itemCount: number): ItemTable {
  const offsets = file.int32(`${name}.offsets`)
  const items = file.int32(`${name}.items`)
  checkOffsets(`${name}.offsets`, offsets, items.length)
  checkIndices(`${name}.items`, items, { from: 0, to: itemCount })
  return { offsets, items, weights: file.float32(`${name}.weights`, items.length) }
}

/** Sections of what is given as a gift; files of shops without gift orders have none. */
export function giftSections(gifts: GiftTable | null): ModelSection[] {
  if (gifts === null) return []
  return [
    { name: "gifts.given", kind: "float32", value: gifts.given },
    { name: "gifts.words", kind: "strings", value: gifts.words },
    ...tableSections("gifts.givenFor", gifts.givenFor),
    ...tableSections("gifts.likeGiven", gifts.likeGiven),
  ]
}

/**
 * Reads what {@link giftSections} wrote; null where nothing was given.
 *
 * @throws ModelFormatError where a table has not one row for each word
 */
export function readGifts(file: ModelFile, itemCount: number): GiftTable | null {
  if (!file.has("gifts.words")) return null
  const words = file.strings("gifts.words")
  const read = (name: string): ItemTable => {
    const table = readTable(file, name, itemCount)
    if (table.offsets.length === words.length + 1) return table
    throw new ModelFormatError(`section "${name}.offsets" length`, `does not fit ${words.length} words`)
  }
  const given = file.float32("gifts.given", itemCount)
  return { given, words, givenFor: read("gifts.givenFor"), likeGiven: read("gifts.likeGiven") }
}
