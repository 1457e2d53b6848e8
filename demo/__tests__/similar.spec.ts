import { openSimulatedVisits } from "../../bench/lib/simulated-visits"
import { loadRecommender, trainRecommender } from "../../src/core/recommender"

const NOW = Date.UTC(2026, 0, 1)
const SHOWN = 10

const isKit = ({ title }: { title: string }): boolean => /\bkit\b/i.test(title)

/** The demo's shop as one that has given its products no tags: titles and categories are all that is known of them. */
const shop = openSimulatedVisits({ shoppers: 30, days: 250 })
const items = new Map([...shop.items].map(([id, item]) => [id, { ...item, tags: [] }]))
const options = { seed: 1, now: NOW, maxRows: 50_000, newShopperOrders: 3 }
const recommender = loadRecommender(trainRecommender({ ...shop, items }, options).bytes)

test.each([...items.values()].filter(isKit))(
  "similar: $title is like its category, and not like whatever has Kit in its name",
  ({ id, category }) => {
    const shown = recommender
      .rank({ events: [], segment: null }, { strategy: "similar", now: NOW, limit: SHOWN, anchors: [id] })
      .flatMap(({ productId }) => items.get(productId) ?? [])
    expect(shown).toHaveLength(SHOWN)
    const related = shown.filter((item) => item.category === category)
    expect(shown.filter((item) => isKit(item) && !related.includes(item))).toEqual([])
    expect(related.length).toBeGreaterThanOrEqual(SHOWN / 2)
  },
)
