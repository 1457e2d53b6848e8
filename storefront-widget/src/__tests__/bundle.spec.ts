/** @jest-environment @happy-dom/jest-environment */
import { act, createElement } from "react"
import { createRoot } from "react-dom/client"
import type { Root } from "react-dom/client"
import { onListEvent } from "../client/analytics"
import type { ListEvent } from "../client/analytics"
import { Bundle } from "../react/bundle"
import type { BundleProps } from "../react/bundle"
import type { RecommendationsClient } from "../client/client"
import { RecommendationsProvider, useRecommendationsContext } from "../react/provider"
import type { MedusaSdk, RequestOptions } from "../client/types"

const aVariant = (id: string, amount: number) => ({
  ...{ id, title: id },
  calculated_price: { calculated_amount: amount, currency_code: "eur" },
})
const aProduct = (id: string, variants: ReturnType<typeof aVariant>[]) => ({
  ...{ rank: 1, score: 1, confidence: 1, chance: 1, reasons: [], source: "page" },
  product: { id, title: id.toUpperCase(), handle: id, thumbnail: null, variants },
  ...{ variant_id: variants[0].id, variant_ids: variants.map((variant) => variant.id) },
})
const BUNDLE = {
  products: [
    aProduct("mug", [aVariant("mug_s", 10), aVariant("mug_l", 12)]),
    aProduct("bowl", [aVariant("bowl_1", 20)]),
    aProduct("tray", [aVariant("tray_1", 5)]),
  ],
  total: { currency_code: "eur", amount: 35, discount: 5, total: 30 },
  ...{ recommendation_id: "rec_1", model_version: 1 },
}

describe("Bundle", () => {
  let root: Root
  let place: HTMLElement
  let posted: RequestOptions[]
  let answer: () => unknown
  let client: RecommendationsClient | undefined
  let received: object | null

  beforeEach(() => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
    posted = []
    answer = () => ({})
    place = document.body.appendChild(document.createElement("div"))
    root = createRoot(place)
  })

  afterEach(() => {
    act(() => root.unmount())
    place.remove()
  })

  const Probe = () => {
    ;({ client } = useRecommendationsContext())
    return null
  }
  const open = async (props: BundleProps, bundle: object | null = BUNDLE, cartId?: string) => {
    received = bundle
    const fetch = async (_path: string, options: RequestOptions = {}) => {
      if (options.method !== "POST") return { bundle: received }
      posted.push(options)
      return answer()
    }
    const sdk = { client: { fetch } } as MedusaSdk
    const page = createElement(
      RecommendationsProvider,
      { sdk, locale: "en", cartId },
      createElement(Bundle, props),
      createElement(Probe),
    )
    await act(async () => root.render(page))
  }
  const boxes = () => [...place.querySelectorAll<HTMLInputElement>("input[type=checkbox]")]
  const total = () => place.querySelector("strong")?.textContent
  const button = () => place.querySelector<HTMLButtonElement>("button")
  const status = () => place.querySelector("[role=status]")?.textContent

  test("Bundle: each product has a checked box named by it, the total is the shop's, promotions taken off", async () => {
    await open({ productId: "mug", cartId: "cart_1" })
    expect(boxes().map((box) => [box.checked, box.closest("label")?.textContent])).toEqual([
      [true, "MUG €10.00"],
      [true, "BOWL €20.00"],
      [true, "TRAY €5.00"],
    ])
    expect([total(), place.querySelector("del")?.textContent]).toEqual(["€30.00", "€35.00"])
    expect(button()?.textContent).toBe("Add all 3 to cart")
  })

  test("Bundle: the total follows boxes and variants, and what is not checked is not added", async () => {
    await open({ productId: "mug", cartId: "cart_1" })
    await act(async () => boxes()[2].click())
    expect(total()).toBe("€30.00")
    const select = place.querySelector("select")
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value")?.set?.call(select, "mug_l")
      select?.dispatchEvent(new Event("change", { bubbles: true }))
    })
    expect([total(), place.querySelector("del")]).toEqual(["€32.00", null])
    await act(async () => button()?.click())
    expect(posted.map(({ body }) => body)).toEqual([
      {
        ...{ cart_id: "cart_1", recommendation_id: "rec_1", visitor_id: undefined },
        items: [{ variant_id: "mug_l" }, { variant_id: "bowl_1" }],
      },
    ])
    expect(status()).toBe("Added to your cart")
  })

  test("Bundle: a shop that refuses says so, and the set can be tried again", async () => {
    answer = () => {
      throw new Error("gone")
    }
    const onAdded = jest.fn()
    await open({ productId: "mug", cartId: "cart_1", onAdded })
    await act(async () => button()?.click())
    expect([status(), button()?.disabled, onAdded.mock.calls.length]).toEqual([
      "Nothing was added. One of these may be sold out.",
      ...[false, 0],
    ])
  })

  test("Bundle: a shop's own way into its cart is given what credits the sale, and all lists ask again", async () => {
    const onAdd = jest.fn()
    const changed = jest.fn()
    await open({ productId: "mug", onAdd })
    client?.onChange(changed)
    await act(async () => button()?.click())
    expect(onAdd.mock.calls).toEqual([
      [
        [{ variant_id: "mug_s" }, { variant_id: "bowl_1" }, { variant_id: "tray_1" }],
        { recommendationId: "rec_1", metadata: { recommendation_id: "rec_1" } },
      ],
    ])
    expect([posted, changed.mock.calls.length, status()]).toEqual([[], 1, "Added to your cart"])
  })

  test("Bundle: what goes into the cart is passed on to analytics with the set, names and places, after a yes alone", async () => {
    const heard: ListEvent[] = []
    await open({ productId: "mug", cartId: "cart_1", placement: "together" })
    if (!client) throw new Error("no client")
    onListEvent(client, (event) => heard.push(event))
    await act(async () => boxes()[1].click())
    await act(async () => button()?.click())
    expect(heard).toEqual([])
    await act(async () => Object.assign(client ?? {}, { consent: true }))
    await act(async () => boxes()[1].click())
    await act(async () => boxes()[1].click())
    await act(async () => button()?.click())
    const item = (id: string, index: number, price: number) => ({
      ...{ type: "add_to_cart", listId: "rec_1", listName: "together" },
      item: { id, name: id.toUpperCase(), index, price, currency: "EUR" },
    })
    expect(heard).toEqual([item("mug", 0, 10), item("tray", 2, 5)])
  })

  test("Bundle: the cart that a press makes leaves the set and its word where they stand", async () => {
    await open({ productId: "mug", onAdd: jest.fn() })
    await act(async () => button()?.click())
    await open({ productId: "mug", onAdd: jest.fn() }, null, "cart_1")
    expect([boxes().length, status()]).toEqual([3, "Added to your cart"])
  })

  test("Bundle: with nothing checked there is nothing to add", async () => {
    await open({ productId: "mug", cartId: "cart_1" })
    for (const box of boxes()) await act(async () => box.click())
    expect([button()?.disabled, total()]).toEqual([true, "€0.00"])
  })

  test("Bundle: without a set nothing is drawn", async () => {
    await open({ productId: "other", cartId: "cart_1" }, null)
    expect(place.textContent).toBe("")
  })

  test("Bundle: a fallback stands where there is no set, and nowhere else", async () => {
    await open({ productId: "other", fallback: createElement("p", null, "What goes with it") }, null)
    expect(place.textContent).toBe("What goes with it")
  })

  test("Bundle: where there is a set there is no fallback", async () => {
    await open({ productId: "mug", fallback: createElement("p", null, "What goes with it") })
    expect([place.textContent.includes("What goes with it"), boxes().length]).toEqual([false, 3])
  })
})
