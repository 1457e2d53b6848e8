import { z } from "zod"
import { BEHAVIOR_TYPES, OUTCOMES, SHOWN_LISTS } from "../core/contract"
import type { CatalogItem, Dataset, GiftLine, ShopperSegment, ShownList } from "../core/contract"
import { plainGiftValue } from "../core/gift"
import { InteractionLogBuilder, MAX_PRICE, MAX_QUANTITY, isPrice, isQuantity } from "../core/data"
import type { PartKind } from "./protocol"

/** A number of the database as JSON has it: what JSON has no number for ("Infinity", "NaN") comes as text. */
const amount = z.unknown().transform((value) => (value === null ? null : Number(value)))

/** Shopper, product, behavior code, milliseconds, quantity, price, basket or visit, voice, sales channel. */
const behaviorRows = z.array(
  z.tuple([
    ...([z.string(), z.string(), z.number(), z.number(), amount, amount, z.string(), z.number().nullable()] as const),
    z.string().nullable().optional(),
  ]),
)

/** Id, title, category, price, tags, milliseconds of creation. */
const itemRows = z.array(
  z.tuple([z.string(), z.string(), z.string().nullable(), amount, z.array(z.string()), z.number()]),
)

/** Product, numbers and vector from outside. */
const signalRows = z.array(z.tuple([z.string(), z.array(z.number()), z.array(z.number()).nullable()]))

/** Shopper, years, gender, country. */
const segmentRows = z.array(z.tuple([z.string(), z.number().nullable(), z.string().nullable(), z.string().nullable()]))

/** List, products that it started from, shopper, placement, milliseconds, products: id, place, whether it was in sight, outcome, chance. */
const shownRows = z.array(
  z.tuple([
    z.enum(SHOWN_LISTS),
    z.array(z.string()),
    z.string(),
    z.string(),
    z.number(),
    z.array(z.tuple([z.string(), z.number(), z.boolean(), z.literal([0, 1, 2, 3]), z.number().gt(0).max(1)])),
  ]),
)

/** Order, product, milliseconds, milliseconds since which it is back, and for whom it is: recipient, occasion, age. */
const giftRows = z.array(
  z.tuple([z.string(), z.string(), z.number(), z.number().nullable(), z.string(), z.string(), z.string()]),
)

/** Products that {@link DatasetBuilder.leftOut} names at most. */
const MOST_LEFT_OUT = 20

/** Puts the parts of a snapshot together, in the thread that trains. */
export class DatasetBuilder {
  private readonly log = new InteractionLogBuilder()
  private readonly items = new Map<string, CatalogItem>()
  private readonly segments = new Map<string, ShopperSegment>()
  private readonly shown: ShownList[] = []
  private readonly gifts: GiftLine[] = []
  /** Absurd values left out, by what they are and their product. */
  private readonly absurd = new Map<string, { readonly what: string; readonly productId: string; count: number }>()

  /**
   * Takes one part.
   *
   * @throws Error when the text is not what the kind promises
   */
  add(kind: PartKind, text: string): void {
    const rows: unknown = JSON.parse(text)
    if (kind === "behavior") this.addBehavior(behaviorRows.parse(rows))
    else if (kind === "items") this.addItems(itemRows.parse(rows))
    else if (kind === "signals") this.addSignals(signalRows.parse(rows))
    else if (kind === "segments") this.addSegments(segmentRows.parse(rows))
    else if (kind === "gifts") this.addGifts(giftRows.parse(rows))
    else this.addShown(shownRows.parse(rows))
  }

  /** All that was added, oldest behavior first. */
  finish(): Dataset {
    const { items, segments, shown, gifts } = this
    return { log: this.log.finish(), items, segments, shown, gifts }
  }

  /** What was left out because no shop has such a value, each product by name, and what to do about it. */
  leftOut(): string[] {
    const all = [...this.absurd.values()].sort((a, b) => b.count - a.count)
    const named = all.slice(0, MOST_LEFT_OUT).map(({ what, productId, count }) => {
      const title = this.items.get(productId)?.title ?? ""
      const product = title === "" ? productId : `${productId} ("${title}")`
      return `product ${product}: ${count} ${what}. Training went on without it: correct it where it came from`
    })
    return all.length > named.length ? [...named, `and ${all.length - named.length} more of this kind`] : named
  }

  private leaveOut(what: string, productId: string): void {
    const key = `${what}\u001f${productId}`
    const known = this.absurd.get(key)
    if (known) known.count += 1
    else this.absurd.set(key, { what, productId, count: 1 })
  }

  private addBehavior(rows: z.output<typeof behaviorRows>): void {
    for (const [userId, itemId, code, time, quantity, price, sessionId, voice, channel] of rows) {
      const behavior = BEHAVIOR_TYPES[code]
      // A code that a newer release wrote means nothing to this one.
      if (behavior === undefined) continue
      const hasPrice = price === null || isPrice(price)
      const hasQuantity = quantity !== null && isQuantity(quantity)
      if (!hasPrice) this.leaveOut(`events with a price outside of 0 to ${MAX_PRICE}`, itemId)
      if (!hasQuantity) this.leaveOut(`events with a quantity outside of 0 to ${MAX_QUANTITY}`, itemId)
      this.log.add({
        ...{ userId, itemId, behavior, time, sessionId, voice, channel: channel ?? null },
        quantity: hasQuantity ? quantity : 1,
        price: hasPrice && price !== null ? price : Number.NaN,
      })
    }
  }

  private addItems(rows: z.output<typeof itemRows>): void {
    for (const [id, title, category, listed, tags, createdAt] of rows) {
      const isAbsurd = listed !== null && !isPrice(listed)
      if (isAbsurd) this.leaveOut(`price in the catalog outside of 0 to ${MAX_PRICE}`, id)
      this.items.set(id, { id, title, category, price: isAbsurd ? null : listed, tags, createdAt })
    }
  }

  /** Of products that were added before. */
  private addSignals(rows: z.output<typeof signalRows>): void {
    for (const [id, signals, vector] of rows) {
      const item = this.items.get(id)
      if (item) this.items.set(id, { ...item, signals, ...(vector ? { vector: Float32Array.from(vector) } : {}) })
    }
  }

  private addSegments(rows: z.output<typeof segmentRows>): void {
    for (const [id, age, gender, country] of rows) this.segments.set(id, { age, gender, country })
  }

  private addGifts(rows: z.output<typeof giftRows>): void {
    for (const [orderId, itemId, time, returnedAt, recipient, occasion, age] of rows) {
      const giftContext = {
        ...(recipient !== "" && { recipient: plainGiftValue(recipient) }),
        ...(occasion !== "" && { occasion: plainGiftValue(occasion) }),
        ...(age !== "" && { age_band: plainGiftValue(age) }),
      }
      this.gifts.push({ orderId, itemId, time, returnedAt, giftContext })
    }
  }

  private addShown(rows: z.output<typeof shownRows>): void {
    for (const [kind, anchors, shopperId, placement, time, products] of rows) {
      this.shown.push({
        ...{ kind, anchors, shopperId, placement, time },
        products: products.map(([itemId, place, seen, code, chance]) => ({
          ...{ itemId, place, seen, chance },
          outcome: OUTCOMES[code],
        })),
      })
    }
  }
}
