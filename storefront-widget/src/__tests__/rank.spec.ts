import { RecommendationsClient } from "../client/client"
import { getProductPage } from "../client/product-page"
import { rankCards } from "../client/rank"
import type { MedusaSdk, RequestOptions } from "../client/types"
import { MemoryStorage } from "./memory-storage"

const CARDS = ["a", "b", "c"].map((id) => ({ id, title: id.toUpperCase() }))

/** A shop that ranks by `order`, or fails where it is null. */
function aClient(order: readonly string[] | null, consent?: boolean) {
  const asked: { path: string; options: RequestOptions }[] = []
  const fetch = async (path: string, options: RequestOptions = {}) => {
    asked.push({ path, options })
    if (order === null) throw new Error("down")
    return { recommendation_id: "rec_1", ranking: order.map((id, at) => ({ id, rank: at + 1 })) }
  }
  const sdk = { client: { fetch } } as MedusaSdk
  return { asked, client: new RecommendationsClient({ sdk, consent, storage: new MemoryStorage() }) }
}

test("rankCards: the shop's own cards come back in the shopper's order, with the list's id", async () => {
  const { client, asked } = aClient(["c", "a", "b"], true)
  const ranked = await rankCards(client, CARDS, { placement: "category", blend: 0.7 })
  expect(ranked.cards).toEqual([CARDS[2], CARDS[0], CARDS[1]])
  expect(ranked.recommendationId).toBe("rec_1")
  expect(ranked.ranking.get("a")?.rank).toBe(2)
  expect(asked).toEqual([
    {
      path: "/store/recommendations/rank",
      options: expect.objectContaining({
        method: "POST",
        body: { ids: ["a", "b", "c"], placement: "category", blend: 0.7, visitor_id: client.visitor.id },
      }) as unknown,
    },
  ])
})

test("rankCards: a shop that does not answer leaves the cards as they are", async () => {
  const ranked = await rankCards(aClient(null, true).client, CARDS)
  expect(ranked).toEqual({ cards: CARDS, ranking: new Map(), recommendationId: undefined })
})

test("rankCards: no card is lost that the shop does not speak of, and it stands behind", async () => {
  const { cards } = await rankCards(aClient(["c"], true).client, CARDS)
  expect(cards.map(({ id }) => id)).toEqual(["c", "a", "b"])
})

test("rankCards: without consent no visitor and no token go along; nothing to rank asks nothing", async () => {
  const { client, asked } = aClient(["a"])
  await rankCards(client, CARDS)
  expect(asked[0]?.options.body).toEqual({ ids: ["a", "b", "c"], visitor_id: undefined })
  expect(asked[0]?.options).toMatchObject({ credentials: "omit", headers: { authorization: null } })
  await rankCards(client, [])
  expect(asked).toHaveLength(1)
})

test("getProductPage: the shop's filters, the cursor and the visitor go along; a refusal is thrown", async () => {
  const { client, asked } = aClient(["a"], true)
  await getProductPage(client, { category_id: "pcat_1", limit: 24, cursor: "c_2" })
  const query = { category_id: "pcat_1", limit: 24, cursor: "c_2", order: "recommended" }
  expect(asked[0]).toMatchObject({
    path: "/store/recommendations/products",
    options: { query: { ...query, visitor_id: client.visitor.id } },
  })
  await expect(getProductPage(aClient(null).client, {})).rejects.toThrow("down")
})
