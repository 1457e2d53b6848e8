import { z } from "@medusajs/framework/zod"
import { SHOP_NUMBERS, vectorShortener } from "../../../core/recommender"
import type { ExtensionCatalogProduct, RecommendationExtension } from "../../../types/extension"
import type { Extensions } from "./extensions"

/** Greater than any number of a product means anything, and far from what single precision overflows at. */
const MAX_SIGNAL = 1e9
const MAX_VECTOR = 4_096
/** Products in one message to the training. */
const ROWS = 1_000

/** A page of the catalog as the snapshot has it: id, title, category, price, tags, milliseconds of creation. */
const catalogPage = z.array(
  z
    .tuple([z.string(), z.string(), z.string().nullable(), z.unknown(), z.array(z.string()), z.number()])
    .transform(([id, title, category, price, tags]): ExtensionCatalogProduct => ({
      ...{ id, title, category_id: category, tags },
      price: price === null ? null : Number(price),
    })),
)

const iterable = z.custom<Iterable<unknown>>(
  (value) => typeof value === "object" && value !== null && Symbol.iterator in value,
  "pairs of a product's id and what is known of it, as a Map or an array",
)
const numbers = z.array(z.tuple([z.string(), z.number().min(0).max(MAX_SIGNAL)]))
const points = z.array(
  z.tuple([z.string(), z.array(z.number().min(-MAX_SIGNAL).max(MAX_SIGNAL)).min(1).max(MAX_VECTOR)]),
)
const pairsOf = <T>(value: unknown, pairs: z.ZodType<T>): T => pairs.parse([...iterable.parse(value)])

/** What one training learns from the shop's extensions: collected page by page, for what fails is left out as a whole. */
export class TaughtSignals {
  private readonly values = new Map<string, number[]>()
  private readonly vectors = new Map<string, Float32Array>()
  private readonly shorten = vectorShortener()
  private width: number | null = null
  /** Those that failed: half of a signal would mean something else for half of the products. */
  private readonly failed = new Set<RecommendationExtension>()

  constructor(private readonly extensions: Extensions) {}

  /** Asks all extensions of the products of one page, one extension after the other. */
  async ask(page: string): Promise<void> {
    const products = catalogPage.parse(JSON.parse(page))
    let slot = 0
    for (const one of this.extensions.teaching) {
      if (one.signal) await this.askSignal(one, products, slot++)
      if (one.vectors) await this.askVectors(one, products)
    }
  }

  /** What was collected, as JSON texts of rows: id, numbers, vector or null. */
  *parts(): Generator<string> {
    const ids = [...new Set([...this.values.keys(), ...this.vectors.keys()])]
    for (let at = 0; at < ids.length; at += ROWS) {
      const rows = ids.slice(at, at + ROWS).map((id) => {
        const vector = this.vectors.get(id)
        return [id, this.values.get(id) ?? [], vector ? [...vector] : null]
      })
      yield JSON.stringify(rows)
    }
  }

  private async askSignal(
    one: RecommendationExtension,
    products: readonly ExtensionCatalogProduct[],
    slot: number,
  ): Promise<void> {
    if (this.failed.has(one)) return
    const known = new Set(products.map(({ id }) => id))
    const found = await this.extensions.teach(
      one.name,
      () => one.signal?.(products),
      (value) => pairsOf(value, numbers),
    )
    if (found === null) {
      this.failed.add(one)
      for (const values of this.values.values()) values[slot] = 0
      return
    }
    for (const [id, value] of found) if (known.has(id)) this.valuesOf(id)[slot] = value
  }

  private async askVectors(one: RecommendationExtension, products: readonly ExtensionCatalogProduct[]): Promise<void> {
    if (this.failed.has(one)) return
    const known = new Set(products.map(({ id }) => id))
    const found = await this.extensions.teach(
      one.name,
      () => one.vectors?.(products),
      (value) => {
        const pairs = pairsOf(value, points)
        const width = this.width ?? pairs[0]?.[1].length ?? null
        if (pairs.some(([, vector]) => vector.length !== width)) throw new Error("vectors of different lengths")
        this.width = width
        return pairs
      },
    )
    if (found === null) {
      this.failed.add(one)
      this.vectors.clear()
      return
    }
    for (const [id, vector] of found) if (known.has(id)) this.vectors.set(id, this.shorten(vector))
  }

  private valuesOf(id: string): number[] {
    const values = this.values.get(id) ?? new Array<number>(SHOP_NUMBERS).fill(0)
    this.values.set(id, values)
    return values
  }
}
