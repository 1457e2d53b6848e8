import { dateAfter } from "../../../../core/gift"
import type { StoreGiftProduct } from "../../../../types/gift-http"
import type { SaleSet } from "../catalog/sale-index"
import type { Prepared } from "../pipeline/prepare"
import type { RenderedList } from "../pipeline/render"
import { arrivalText, buyersText, serviceText } from "./gift-labels"
import { isWrapped } from "./gift-wrap"

type Product = StoreGiftProduct<Record<string, unknown>>

/** What is known of products beside what they suit. */
interface GiftFacts {
  readonly prepared: Prepared
  readonly buyers: ReadonlyMap<string, number>
  readonly deliveries: SaleSet["products"] | null
  readonly sellsWrap: boolean
}

/** A product of the list with how many people have given it, by when it can be there, and whether it is wrapped. */
export function withNotes(item: RenderedList["recommendations"][number], facts: GiftFacts): Product {
  const { prepared, buyers, deliveries, sellsWrap } = facts
  const { locale } = prepared.question
  const id = typeof item.product.id === "string" ? item.product.id : ""
  const entry = prepared.catalog.get(id)
  const people = buyers.get(id)
  const days = deliveries?.get(id)?.amounts[0]
  const arrives = days === undefined ? undefined : dateAfter(days, prepared.now)
  const wrapped = entry === undefined ? null : isWrapped(entry, prepared.settings.gift.wrap, sellsWrap)
  const service = serviceText({ wrap: wrapped === true, message: prepared.settings.gift.message !== null }, locale)
  const notes = [
    ...(people === undefined ? [] : [buyersText(people, locale)]),
    ...(arrives === undefined ? [] : [arrivalText(arrives, locale, "canBeThere")]),
    ...(service === null ? [] : [service]),
  ]
  return {
    ...item,
    ...(people !== undefined && { gift_buyers: people }),
    ...(arrives !== undefined && { arrives_by: arrives }),
    ...(wrapped !== null && { gift_wrap: wrapped }),
    notes,
  }
}
