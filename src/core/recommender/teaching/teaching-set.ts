import { PERSONAL_FEATURES } from "../../features/feature-map"
import type { FeatureSpace } from "../../features/feature-map"
import { createRandom } from "../../random/seeded-random"
import type { SeededRandom } from "../../random/seeded-random"
import type { RankProblem } from "../../svm"
import type { ShopperList } from "../ranking/shopper-list"

/** Weight of the list of discoveries beside the whole one, and candidates not chosen that it keeps. */
const NOVEL_WEIGHT = 0.7
const NOVEL_NEGATIVES_AT_MOST = 15
/** Weight of the list of repeats: which of many old loves it will be this time. */
const REPEAT_WEIGHT = 0.5

/** Rows that memory is taken for at a time. */
const ROWS_PER_BLOCK = 4096

/** Multiplier of the FNV hash of 32 bits. */
const FNV_PRIME = 0x01000193
const SECOND_MS = 1000

/** Weight of a list that was seen beside one of all candidates: what was in sight is little of what there was. */
const SEEN_WEIGHT = 0.5

/** What of a shopper's candidates a list holds. */
export const LIST_KIND = { whole: 0, novel: 1, repeats: 2, seen: 3 } as const

/** Rows of one list by their place. */
interface Pairs {
  readonly kind: number
  readonly chosen: number[]
  readonly others: number[]
  readonly othersAtMost: number
  readonly weight: number
}

/** A product that was in sight of a shopper. */
export interface SeenProduct {
  readonly isChosen: boolean
  /** Factor of its pairs, above 0. */
  readonly weight: number
}

/** Lists as plain columns, which threads and machines can hand to each other. */
export interface TaughtLists {
  /** Rows of the plain columns, {@link ROWS_PER_BLOCK} to a block. */
  readonly blocks: readonly Float32Array[]
  /** Whether the gated columns of a row are its plain ones. */
  readonly gates: Uint8Array
  readonly relevance: Uint8Array
  /** List l is rows `offsets[l]` up to `offsets[l + 1]`. */
  readonly offsets: Int32Array
  readonly pairs: Float64Array
  readonly kinds: Uint8Array
  readonly weights: Float64Array
  /** Of every row in its pairs, null where all count 1. */
  readonly rowWeights: Float64Array | null
}

/** Makes room for the numbers of a block. */
type MakeBlock = (length: number) => Float32Array

const ownBlock: MakeBlock = (length) => new Float32Array(length)

/** The candidates that teach. */
function taughtOf({ candidates }: ShopperList): Int32Array {
  return candidates.items.subarray(0, candidates.taught)
}

/** Lists of candidates with what was chosen: what the RankSVM learns from. */
export class TeachingSet {
  /** What the columns of its rows are. */
  readonly space: FeatureSpace
  readonly #negativesAtMost: number
  readonly #seed: number
  /** Rows of the plain columns: the gated ones need no memory. */
  readonly #blocks: Float32Array[] = []
  readonly #gates: number[] = []
  readonly #offsets: number[] = [0]
  readonly #relevance: number[] = []
  readonly #pairs: number[] = []
  readonly #kinds: number[] = []
  readonly #weights: number[] = []
  /** Of every row in its pairs. */
  readonly #rowWeights: number[] = []
  #hasRowWeights = false
  /** Where blocks come from: of memory that threads share, where several learn from the lists. */
  makeBlock = ownBlock

  /**
   * @param negativesAtMost candidates not chosen that a list keeps, drawn evenly from all of them: hard ones
   * alone would teach another distribution than serving ranks
   * @param seed of what is drawn of a list, which hangs on the seed and that list alone: lists taught before it change
   * nothing, so that they may be made elsewhere, in any order
   */
  constructor(negativesAtMost: number, seed: number, space: FeatureSpace = PERSONAL_FEATURES) {
    this.#negativesAtMost = negativesAtMost
    this.#seed = createRandom(seed).nextUint32()
    this.space = space
  }

  /** The set of lists that {@link taught} has given away; its blocks are shared, and no list may be added. */
  static of(taught: TaughtLists, space: FeatureSpace): TeachingSet {
    const set = new TeachingSet(0, 0, space)
    set.#blocks.push(...taught.blocks)
    set.#appendColumns(taught)
    return set
  }

  /** Lists so far. */
  get listCount(): number {
    return this.#offsets.length - 1
  }

  /** Lists of one of {@link LIST_KIND}, in their order. */
  listsOf(kind: number): number[] {
    return [...this.#kinds.keys()].filter((list) => this.#kinds[list] === kind)
  }

  /** Pairs of chosen and not chosen. */
  get pairCount(): number {
    return this.#pairs.reduce((sum, pairs) => sum + pairs, 0)
  }

  /**
   * Adds a list, unless all or none of its candidates were chosen; and once more, with less weight, what in it the
   * shopper had never chosen before, so that discoveries are not drowned by repeats, and what they had.
   *
   * @param weight of the list beside others
   */
  add(list: ShopperList, truth: ReadonlySet<number>, weight = 1): void {
    const items = taughtOf(list)
    const chosen: number[] = []
    const others: number[] = []
    items.forEach((item, at) => (truth.has(item) ? chosen : others).push(at))
    this.#addPairs(list, { kind: LIST_KIND.whole, chosen, others, othersAtMost: this.#negativesAtMost, weight })
    if (list.history.baskets === 0) return
    const isNovel = (at: number): boolean => (list.history.items.get(items[at])?.baskets ?? 0) === 0
    this.#addPairs(list, {
      kind: LIST_KIND.novel,
      chosen: chosen.filter(isNovel),
      others: others.filter(isNovel),
      othersAtMost: NOVEL_NEGATIVES_AT_MOST,
      weight: NOVEL_WEIGHT * weight,
    })
    this.addRepeats(list, truth, REPEAT_WEIGHT * weight)
  }

  /** Adds of a list only what the shopper had chosen before: which of it will it be this time? */
  addRepeats(list: ShopperList, truth: ReadonlySet<number>, weight = 1): void {
    const items = taughtOf(list)
    const chosen: number[] = []
    const others: number[] = []
    items.forEach((item, at) => {
      if ((list.history.items.get(item)?.baskets ?? 0) > 0) (truth.has(item) ? chosen : others).push(at)
    })
    this.#addPairs(list, { kind: LIST_KIND.repeats, chosen, others, othersAtMost: this.#negativesAtMost, weight })
  }

  /**
   * Adds what was in sight of a list that was shown, as chosen or passed over, each with its weight in every pair.
   *
   * @param products that were in sight, by item; those that are no candidates are left out
   */
  addSeen(list: ShopperList, products: ReadonlyMap<number, SeenProduct>): void {
    const inSight: { readonly at: number; readonly product: SeenProduct }[] = []
    list.candidates.items.forEach((item, at) => {
      const product = products.get(item)
      if (product !== undefined) inSight.push({ at, product })
    })
    const chosen = inSight.filter(({ product }) => product.isChosen).length
    if (chosen === 0 || chosen === inSight.length) return
    // Rows of one gate lie side by side, as the solver likes them.
    for (const isAgain of [false, true]) {
      for (const { at, product } of inSight) {
        if (list.features.isAgain(at) !== isAgain) continue
        this.#push(list, at, product.isChosen ? 1 : 0, product.weight)
      }
    }
    this.#hasRowWeights = true
    this.#close(LIST_KIND.seen, chosen * (inSight.length - chosen), SEEN_WEIGHT * Math.sqrt(chosen))
  }

  #addPairs(list: ShopperList, { kind, chosen, others, othersAtMost, weight }: Pairs): void {
    if (chosen.length === 0 || others.length === 0) return
    const kept = Math.min(othersAtMost, others.length)
    const random = this.#randomOf(list, kind)
    for (let k = 0; k < kept; k++) {
      const other = k + random.nextInt(others.length - k)
      const held = others[k]
      others[k] = others[other]
      others[other] = held
    }
    // Rows of one gate lie side by side, as the solver likes them.
    for (const isAgain of [false, true]) {
      for (const at of chosen) if (list.features.isAgain(at) === isAgain) this.#push(list, at, 1)
      for (let k = 0; k < kept; k++) if (list.features.isAgain(others[k]) === isAgain) this.#push(list, others[k], 0)
    }
    // A large basket says more than one line does, but not as many times more as it has lines.
    this.#close(kind, chosen.length * kept, weight * Math.sqrt(chosen.length))
  }

  /** Draws of one kind of one list, by a hash of its candidates (Fowler, Noll & Vo). */
  #randomOf(list: ShopperList, kind: number): SeededRandom {
    let hash = Math.imul(this.#seed ^ kind, FNV_PRIME) ^ Math.floor(list.now / SECOND_MS)
    for (const item of taughtOf(list)) hash = Math.imul(hash, FNV_PRIME) ^ item
    return createRandom(hash)
  }

  /** Ends a list whose rows were pushed. */
  #close(kind: number, pairs: number, weight: number): void {
    this.#offsets.push(this.#relevance.length)
    this.#kinds.push(kind)
    this.#pairs.push(pairs)
    this.#weights.push(weight)
  }

  /** All lists as columns; the blocks are the set's own. */
  taught(): TaughtLists {
    return {
      blocks: this.#blocks,
      gates: Uint8Array.from(this.#gates),
      relevance: Uint8Array.from(this.#relevance),
      offsets: Int32Array.from(this.#offsets),
      pairs: Float64Array.from(this.#pairs),
      kinds: Uint8Array.from(this.#kinds),
      weights: Float64Array.from(this.#weights),
      rowWeights: this.#hasRowWeights ? Float64Array.from(this.#rowWeights) : null,
    }
  }

  /** Adds lists that were made elsewhere, behind those that are there. */
  append(taught: TaughtLists): void {
    const { plainCount } = this.space
    const rows = taught.relevance.length
    let at = 0
    while (at < rows) {
      const from = at % ROWS_PER_BLOCK
      const place = (this.#relevance.length + at) % ROWS_PER_BLOCK
      const count = Math.min(rows - at, ROWS_PER_BLOCK - from, ROWS_PER_BLOCK - place)
      const block = taught.blocks[Math.floor(at / ROWS_PER_BLOCK)]
      this.#blockFor(place).set(block.subarray(from * plainCount, (from + count) * plainCount), place * plainCount)
      at += count
    }
    this.#appendColumns(taught)
  }

  #appendColumns({ gates, relevance, offsets, pairs, kinds, weights, rowWeights }: TaughtLists): void {
    const before = this.#relevance.length
    for (let row = 0; row < relevance.length; row++) {
      this.#gates.push(gates[row])
      this.#relevance.push(relevance[row])
      this.#rowWeights.push(rowWeights === null ? 1 : rowWeights[row])
    }
    for (let list = 0; list < kinds.length; list++) {
      this.#offsets.push(before + offsets[list + 1])
      this.#pairs.push(pairs[list])
      this.#kinds.push(kinds[list])
      this.#weights.push(weights[list])
    }
    this.#hasRowWeights ||= rowWeights !== null
  }

  /** The block that holds a place of the next row: a new one where the place is its first. */
  #blockFor(place: number): Float32Array {
    if (place === 0) this.#blocks.push(this.makeBlock(ROWS_PER_BLOCK * this.space.plainCount))
    return this.#blocks[this.#blocks.length - 1]
  }

  /**
   * The lists as a problem, every list with its weight in all, however many pairs it has.
   *
   * @param lists how many lists, from the first
   */
  problem(lists: number = this.listCount): RankProblem {
    const end = this.#offsets[lists]
    return {
      rows: { blocks: this.#blocks, rowsPerBlock: ROWS_PER_BLOCK },
      columnCount: this.space.names.length,
      gated: { count: this.space.gated, gates: Uint8Array.from(this.#gates.slice(0, end)) },
      groupOffsets: Int32Array.from(this.#offsets.slice(0, lists + 1)),
      relevance: Uint8Array.from(this.#relevance.slice(0, end)),
      groupWeights: Float64Array.from(this.#pairs.slice(0, lists), (pairs, at) => this.#weights[at] / pairs),
      ...(this.#hasRowWeights ? { rowWeights: Float64Array.from(this.#rowWeights.slice(0, end)) } : {}),
    }
  }

  #push(list: ShopperList, at: number, relevance: number, weight = 1): void {
    const place = this.#relevance.length % ROWS_PER_BLOCK
    const { plainCount } = this.space
    list.features.writePlain(at, this.#blockFor(place), place * plainCount)
    this.#gates.push(list.features.isAgain(at) ? 1 : 0)
    this.#relevance.push(relevance)
    this.#rowWeights.push(weight)
  }
}
