import * as React from "react"
import type { FormEvent, ReactElement, ReactNode } from "react"
import type { RecommendationsClient } from "../client/client"
import type { GiftAnswer, GiftQuestion } from "../client/gift"
import { giftLabels } from "../view/gift-labels"
import type { GiftLabels } from "../view/gift-labels"
import { giftStyles } from "../view/gift-styles"
import { formatMoney, hrefOf, priceOf, safeUrl } from "../view/product"
import { useRecommendationsContext } from "./provider"
import { useGiftFinder } from "./use-gift-finder"
import type { GiftFinderState } from "./use-gift-finder"

export interface GiftFinderProps {
  regionId?: string | undefined
  /** @defaultValue 10 */
  limit?: number | undefined
  placement?: string | undefined
  /** Pattern of a product's address. @defaultValue "/products/{handle}" */
  productHref?: string | undefined
  /** Level of the heading, 2 to 5. @defaultValue 2 */
  headingLevel?: 2 | 3 | 4 | 5
  labels?: Partial<GiftLabels> | undefined
  /** What stands above the gifts, and beneath each of them: a shop's own way into the cart. */
  above?: ((answer: GiftAnswer) => ReactNode) | undefined
  below?: ((gift: GiftAnswer["products"][number], answer: GiftAnswer) => ReactNode) | undefined
  className?: string
  /** For a content security policy without `unsafe-inline` styles. */
  nonce?: string
}

const h = React.createElement
const MOST = 5
const OWN = "svmg-own"

/** One question after the other, and gifts from the first one on; each answer may be skipped, changed and taken back. */
export function GiftFinder(props: GiftFinderProps): ReactElement {
  const { regionId, limit, placement = "gift-finder", headingLevel = 2, className, nonce, productHref } = props
  const { locale, client } = useRecommendationsContext()
  const labels = { ...giftLabels, ...props.labels }
  const finder = useGiftFinder({ limit, placement, ...(regionId && { region_id: regionId }) } as { limit: number })
  const { answer, question, given, status } = finder
  const id = React.useId()
  const place = React.useRef<HTMLElement>(null)
  const wasAnswered = React.useRef(false)
  // Whoever answers by keyboard or listens is led to the next question, after the last to the gifts, not back to the top
  // of the page; whoever comes to the page, by a link that has answers too, begins where the page does.
  React.useEffect(() => {
    if (wasAnswered.current) place.current?.querySelector<HTMLElement>(question ? "legend" : "[tabindex]")?.focus()
    wasAnswered.current = !!answer
  }, [question?.key, !answer])
  const announced =
    status === "asking" ? labels.loading : answer && status === "answered" ? foundWords(answer, labels) : ""
  return h(
    "section",
    {
      ref: place,
      className: `svmg ${className ?? ""}`.trim(),
      "aria-labelledby": id,
      "aria-busy": status === "asking",
    },
    h("style", { href: "svmg", precedence: "svmr", nonce } as object, giftStyles),
    h(`h${headingLevel}`, { id, tabIndex: -1 }, labels.title),
    // It stands above what comes with the answer, which so moves nothing.
    h("p", { className: "svmg-note", role: "status" }, announced),
    given.length > 0 ? renderGiven(finder, labels) : null,
    question ? h(Question, { key: question.key, question, finder, labels }) : null,
    status === "failed"
      ? h(
          "p",
          { role: "alert" },
          labels.failed,
          " ",
          h("button", { type: "button", onClick: finder.retry }, labels.retry),
        )
      : null,
    answer && props.above?.(answer),
    answer ? renderGifts(answer, { productHref, client, locale, headingLevel, below: props.below }) : null,
  )
}

const foundWords = ({ given_up, left, question }: GiftAnswer, labels: GiftLabels): string =>
  given_up.length > 0 ? labels.relaxed : question ? labels.found(left) : `${labels.found(left)}. ${labels.done}`

function renderGiven({ given, change, back, again }: GiftFinderState, labels: GiftLabels): ReactElement {
  return h(
    "div",
    { role: "group", "aria-label": labels.given },
    h(
      "ul",
      { className: "svmg-given", role: "list" },
      ...given.map(({ key, question, text }) =>
        h(
          "li",
          { key },
          h(
            "button",
            { type: "button", "aria-label": `${labels.change(question)} ${text}`, onClick: () => change(key) },
            text,
            h("span", { "aria-hidden": true }, " ✎"),
          ),
        ),
      ),
      h("li", { key: "back" }, h("button", { type: "button", onClick: back }, labels.back)),
      h("li", { key: "again" }, h("button", { type: "button", onClick: again }, labels.again)),
    ),
  )
}

interface QuestionProps {
  readonly question: GiftQuestion
  readonly finder: GiftFinderState
  readonly labels: GiftLabels
}

function Question({ question, finder, labels }: QuestionProps): ReactElement {
  const number = finder.given.length + 1
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const own = new FormData(event.currentTarget).get(OWN)
    if (typeof own === "string" && own.trim()) finder.give(own.trim().slice(0, 100), own.trim())
  }
  return h(
    "form",
    { onSubmit: send },
    h("p", null, labels.progress(number, MOST)),
    h(
      "div",
      { className: "svmg-bar", "aria-hidden": true },
      h("span", { style: { width: `${((number - 1) / MOST) * 100}%` } }),
    ),
    h(
      "fieldset",
      null,
      h("legend", { tabIndex: -1 }, question.text),
      h(
        "ul",
        { className: "svmg-opts", role: "list" },
        ...question.options.map(({ value, text, count }) =>
          h(
            "li",
            { key: value },
            h(
              "button",
              { type: "button", onClick: () => finder.give(value, text) },
              text,
              " ",
              h("small", null, count),
            ),
          ),
        ),
      ),
      h(
        "div",
        { className: "svmg-row" },
        h(
          "label",
          { className: "svmg-own" },
          labels.own,
          h("input", { name: OWN, maxLength: 100, autoComplete: "off" }),
        ),
        h("button", { type: "submit" }, labels.send),
        h("button", { type: "button", onClick: () => finder.give(null, labels.skipped) }, labels.skip),
      ),
    ),
  )
}

interface GiftsView extends Pick<GiftFinderProps, "productHref" | "below"> {
  readonly client: RecommendationsClient
  readonly locale: string
  readonly headingLevel: number
}

function renderGifts(
  answer: GiftAnswer,
  { client, locale, productHref, headingLevel, below }: GiftsView,
): ReactElement {
  const { products, recommendation_id } = answer
  const click = (product_id: string) => () => client.track({ type: "click", product_id, recommendation_id })
  return h(
    "ul",
    { className: "svmg-list", role: "list", "data-recommendation": recommendation_id },
    ...products.map((gift) => {
      const { product, reasons, notes } = gift
      const [src, price] = [safeUrl(product.thumbnail), priceOf(product)]
      return h(
        "li",
        { key: product.id, "data-product": product.id },
        h("span", { className: "svmg-pic" }, src ? h("img", { src, alt: "", loading: "lazy" }) : null),
        h(
          "div",
          { className: "svmg-body" },
          h(
            `h${headingLevel + 1}`,
            { style: { margin: 0, font: "inherit" } },
            h("a", { href: safeUrl(hrefOf(product, productHref)), onClick: click(product.id) }, product.title),
          ),
          price ? h("p", null, formatMoney(price.amount, price.currency, locale)) : null,
          ...[reasons[0]?.text, ...notes].map((text) => h("p", { key: text }, h("small", null, text))),
        ),
        below?.(gift, answer),
      )
    }),
  )
}
