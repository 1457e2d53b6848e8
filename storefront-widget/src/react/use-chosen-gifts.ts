import * as React from "react"
import { uuid } from "../client/browser"
import type { GiftAnswer } from "../client/gift"
import type { GiftCartLabels } from "../view/gift-cart-labels"
import { useRecommendationsContext } from "./provider"

type GiftItem = GiftAnswer["products"][number]

/** A gift that the giver puts into the cart. */
export interface ChosenGift {
  readonly product: GiftItem["product"]
  /** For the line item's `metadata`: that it is a gift, the giver's message, and the list that it is of. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** The wrap that goes into the cart with it; null where the giver wants none, or the shop does not wrap it. */
  readonly wrap: GiftAnswer["wrap"]
}

/** Names of the form's fields. */
export const [MESSAGE, WRAP] = ["message", "wrap"]

interface Outcome {
  readonly id: string
  readonly title: string
  readonly word: string
}

interface ChosenGifts {
  /** To be the ref of the form with the message and the wrap. */
  readonly form: React.RefObject<HTMLFormElement | null>
  /** What became of the latest press; null before the first. */
  readonly outcome: Outcome | null
  readonly add: (gift: GiftItem, answer: GiftAnswer) => Promise<void>
}

/** Puts gifts into the cart, with what the giver wrote and ticked above them. */
export function useChosenGifts(
  onAddToCart: (gift: ChosenGift) => unknown,
  { placement, labels }: { readonly placement: string; readonly labels: GiftCartLabels },
): ChosenGifts {
  const { client } = useRecommendationsContext()
  const form = React.useRef<HTMLFormElement>(null)
  const isBusy = React.useRef(false)
  const [outcome, setOutcome] = React.useState<Outcome | null>(null)
  const add: ChosenGifts["add"] = async ({ product, gift_wrap }, { message, wrap, recommendation_id }) => {
    if (isBusy.current) return
    isBusy.current = true
    const { id, title } = product
    const fields = new FormData(form.current ?? undefined)
    const text = fields.get(MESSAGE)
    const eventId = uuid()
    const metadata = {
      ...client.lineItemMetadata(recommendation_id, eventId),
      ...(message && { [message.gift_field]: true, ...(text && { [message.field]: text }) }),
    }
    let word = labels.added
    try {
      await onAddToCart({ product, metadata, wrap: gift_wrap && fields.has(WRAP) ? wrap : null })
      client.track({ type: "add_to_cart", product_id: id, placement, recommendation_id }, eventId)
    } catch {
      word = labels.notAdded
    }
    isBusy.current = false
    setOutcome({ id, title, word })
  }
  return { form, outcome, add }
}
