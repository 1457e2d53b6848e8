import type { ProfileEvent, Recommender } from "../../contract/recommender"
import { ShopRecommender } from "../shop-recommender"
import { decodeEdgeFile } from "./edge-file"

/** Lists that can be made of what one visitor looked at, without the shop's database. */
export const EDGE_LISTS = [
  "for_you",
  "cart",
  "bought_together",
  "similar",
  "popular",
  "trending",
  "new_arrivals",
] as const

/** One of {@link EDGE_LISTS}. */
export type EdgeList = (typeof EDGE_LISTS)[number]

/** What is asked for one visitor. */
export interface EdgeQuestion {
  readonly list: EdgeList
  /** Ids of products that the visitor looked at, the latest last. */
  readonly viewed: readonly string[]
  /** Products on the page or in the cart; lists beside products start from them. */
  readonly products: readonly string[]
  /** Products in the answer at most. */
  readonly limit: number
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number
}

/** A list for one visitor. */
export interface EdgeAnswer {
  /** Version of the model that made it. */
  readonly version: number
  readonly list: EdgeList
  /** Best first. Whether they are in stock, and at what price, is for the shop to say. */
  readonly products: readonly { readonly id: string; readonly rung: string; readonly reason: string | null }[]
}

/** Time between two products that were looked at, where the visitor's storefront says only in which order. */
const APART_MS = 60_000

/** A model that answers and learns nothing: what one visitor did changes no other's list. */
export class EdgeModel {
  readonly version: number
  readonly #recommender: Recommender

  /**
   * @param bytes a file that the plugin published for the edge
   * @throws ModelFormatError where it is damaged, of another release of the plugin, or none
   */
  constructor(bytes: Uint8Array) {
    const { version, model } = decodeEdgeFile(bytes)
    this.version = version
    this.#recommender = new ShopRecommender(model)
  }

  /** Makes one list. Products that the model does not know are passed over. */
  answer({ list, viewed, products, limit, now }: EdgeQuestion): EdgeAnswer {
    const events = viewed.map((productId, at): ProfileEvent => ({
      ...{ productId, type: "view", at: now - (viewed.length - at) * APART_MS },
      ...{ quantity: 1, price: null, basketId: null },
    }))
    const ranked = this.#recommender.rank(
      { events, segment: null },
      { strategy: list, anchors: products, exclude: new Set(products), limit, now },
    )
    return {
      version: this.version,
      list,
      products: ranked.map(({ productId, rung, reasons }) => ({
        ...{ id: productId, rung },
        reason: reasons.length === 0 ? null : reasons[0].code,
      })),
    }
  }
}
