import { z } from "zod"
import { BEHAVIOR_TYPES } from "../core/contract"
import type { CatalogItem, Dataset, ShopperSegment } from "../core/contract"
import { InteractionLogBuilder } from "../core/data"
import type { PartKind } from "./protocol"

/** Shopper, product, behavior code, milliseconds, quantity, price, basket or visit. */
const behaviorRows = z.array(
  z.tuple([z.string(), z.string(), z.number(), z.number(), z.number(), z.number().nullable(), z.string()]),
)

/** Id, title, category, price, tags, milliseconds of creation. */
const itemRows = z.array(
  z.tuple([z.string(), z.string(), z.string().nullable(), z.number().nullable(), z.array(z.string()), z.number()]),
)

/** Shopper, years, gender, country. */
const segmentRows = z.array(z.tuple([z.string(), z.number().nullable(), z.string().nullable(), z.string().nullable()]))

/** Puts the parts of a snapshot together, in the thread that trains. */
export class DatasetBuilder {
  private readonly log = new InteractionLogBuilder()
  private readonly items = new Map<string, CatalogItem>()
  private readonly segments = new Map<string, ShopperSegment>()

  /**
   * Takes one part.
   *
   * @throws Error when the text is not what the kind promises
   */
  add(kind: PartKind, text: string): void {
    const rows: unknown = JSON.parse(text)
    if (kind === "behavior") this.addBehavior(behaviorRows.parse(rows))
    else if (kind === "items") this.addItems(itemRows.parse(rows))
    else this.addSegments(segmentRows.parse(rows))
  }

  /** All that was added, oldest behavior first. */
  finish(): Dataset {
    return { log: this.log.finish(), items: this.items, segments: this.segments }
  }

  private addBehavior(rows: z.output<typeof behaviorRows>): void {
    for (const [userId, itemId, code, time, quantity, price, sessionId] of rows) {
      const behavior = BEHAVIOR_TYPES[code]
      // A code that a newer release wrote means nothing to this one.
      if (behavior === undefined) continue
      this.log.add({ userId, itemId, behavior, time, quantity, price: price ?? Number.NaN, sessionId })
    }
  }

  private addItems(rows: z.output<typeof itemRows>): void {
    for (const [id, title, category, price, tags, createdAt] of rows)
      this.items.set(id, { id, title, category, price, tags, createdAt })
  }

  private addSegments(rows: z.output<typeof segmentRows>): void {
    for (const [id, age, gender, country] of rows) this.segments.set(id, { age, gender, country })
  }
}
