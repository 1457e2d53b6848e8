import type { BehaviorType, CatalogItem, Recommender, ShopperProfile } from "../../../src/core/contract"
import { InteractionLogBuilder } from "../../../src/core/data/interaction-log-builder"
import { exploreList, mayBeBetter, STEADY_PLACES } from "../../../src/core/exploration"
import { createRandom } from "../../../src/core/random/seeded-random"
import { loadRecommender, trainRecommender } from "../../../src/core/recommender"
import { DAY_MS, FIRST_DAY, OLD, PAST_DAYS } from "./arrivals-shop"
import type { ArrivalsShop } from "./arrivals-shop"

export const LIST = 8
/** Days with lists, and days between two trainings. */
export const DAYS = 21
const TRAINED_EVERY = 7
const LISTS_A_DAY = 400
/** Looks a day at products found without a list, by search and by the way. */
const OWN_LOOKS = 40
const PAST_LOOKS = 180
const BOUGHT = 0.15
/** Impressions from which on a product is no longer explored, as in serving. */
const KNOWN_FROM = 300

/** What came of the lists of all days. */
export interface Outcome {
  /** Clicks to be expected of what was shown, where it was shown. */
  readonly clicks: number
  /** Impressions by day and product. */
  readonly shown: readonly Float64Array[]
  readonly explored: number
  /** Clicks to be expected of what gave way, less those of what took its place. */
  readonly cost: number
}

interface Row {
  readonly user: number
  readonly item: number
  readonly behavior: BehaviorType
  readonly time: number
}

/** Chance that a place is looked at: a fifth at the last beside the first. */
export const lookAt = (place: number): number => 1 / (1 + (4 * place) / (LIST - 1))

const numberOf = (id: string): number => Number(id.slice("product-".length))

/** Three weeks of a shop's lists, trained once a week, with so large a share explored. */
export class Arrivals {
  private readonly random
  private readonly rows: Row[] = []
  private readonly byUser: Row[][]
  private readonly counts = new Map<number, { impressions: number; clicks: number }>()
  private clicks = 0
  private explored = 0
  private cost = 0
  private looked = 0
  private clicked = 0

  constructor(
    private readonly shop: ArrivalsShop,
    private readonly share: number,
    seed: number,
  ) {
    this.random = createRandom(1000 + seed)
    this.byUser = shop.shopperIds.map(() => [])
  }

  run(): Outcome {
    for (let day = -PAST_DAYS; day < 0; day++) this.browse(day, PAST_LOOKS)
    const shown: Float64Array[] = []
    let recommender: Recommender | null = null
    for (let day = 0; day < DAYS; day++) {
      if (recommender === null || day % TRAINED_EVERY === 0) recommender = this.train(day)
      recommender.upsertItems(this.itemsAt(day))
      this.browse(day, OWN_LOOKS, recommender)
      shown.push(this.serve(day, recommender))
    }
    return { clicks: this.clicks, shown, explored: this.explored, cost: this.cost }
  }

  /** Looks at what is found without a list: the better a product is, the oftener it is searched for. */
  private browse(day: number, looks: number, recommender?: Recommender): void {
    const { shop, random } = this
    for (let look = 0; look < looks; look++) {
      const user = random.nextInt(shop.shopperIds.length)
      for (;;) {
        const item = random.nextInt(shop.items.length)
        if ((shop.arrival[item] ?? 0) > day || random.next() > 2 * shop.click(user, item)) continue
        this.act(user, item, { time: this.timeOf(day), recommender })
        break
      }
    }
  }

  private serve(day: number, recommender: Recommender): Float64Array {
    const { shop, random } = this
    const shown = new Float64Array(shop.items.length)
    for (let list = 0; list < LISTS_A_DAY; list++) {
      const user = random.nextInt(shop.shopperIds.length)
      const now = this.timeOf(day)
      const { items, explored } = this.listOf(user, { now, day, recommender })
      for (const [place, item] of items.entries()) {
        shown[item] = (shown[item] ?? 0) + 1
        const chance = lookAt(place) * shop.click(user, item)
        this.clicks += chance
        const counts = this.counts.get(item) ?? { impressions: 0, clicks: 0 }
        this.counts.set(item, counts)
        counts.impressions++
        const isPlaced = place >= STEADY_PLACES && !explored.has(item)
        if (isPlaced) this.looked++
        if (random.next() >= chance) continue
        counts.clicks++
        if (isPlaced) this.clicked++
        this.act(user, item, { time: now, recommender })
      }
    }
    return shown
  }

  private listOf(
    user: number,
    { now, day, recommender }: { now: number; day: number; recommender: Recommender },
  ): { readonly items: readonly number[]; readonly explored: ReadonlySet<number> } {
    const profile = this.profileOf(user)
    const clickRate = Math.min(0.5, Math.max(0.001, this.clicked / Math.max(1, this.looked)))
    const order = recommender.rank(profile, { strategy: "for_you", now, limit: 4 * LIST }).map((one) => one.productId)
    const products = this.shop.items.flatMap((item, product) => {
      const { impressions = 0, clicks = 0 } = this.counts.get(product) ?? {}
      const isNew = product >= OLD && (this.shop.arrival[product] ?? 0) <= day && impressions < KNOWN_FROM
      return isNew && mayBeBetter({ impressions, clicks }, clickRate)
        ? [{ productId: item.id, impressions, clicks }]
        : []
    })
    const seed = this.random.nextUint32()
    const explored = exploreList(
      {
        ...{ order, limit: LIST, share: this.share, contenders: products.map(({ productId }) => productId) },
        shares: () => recommender.explore(profile, { now, products, clickRate, seed }),
      },
      createRandom(seed),
    )
    this.explored += explored.explored.size
    explored.order.slice(0, LIST).forEach((id, place) => {
      if (!explored.explored.has(id)) return
      const lost = this.shop.click(user, numberOf(order[place] ?? "")) - this.shop.click(user, numberOf(id))
      this.cost += lookAt(place) * lost
    })
    return {
      items: explored.order.slice(0, LIST).map(numberOf),
      explored: new Set([...explored.explored].map(numberOf)),
    }
  }

  /** A click, and now and then a purchase. */
  private act(
    user: number,
    item: number,
    { time, recommender }: { time: number; recommender?: Recommender | undefined },
  ): void {
    const behaviors: BehaviorType[] = this.random.next() < BOUGHT ? ["view", "purchase"] : ["view"]
    const { shopperIds, items } = this.shop
    for (const behavior of behaviors) {
      const row = { user, item, behavior, time }
      this.rows.push(row)
      this.byUser[user]?.push(row)
    }
    recommender?.observe(
      shopperIds[user] ?? "",
      behaviors.map((type) => ({
        ...{ productId: items[item]?.id ?? "", type, at: time, quantity: 1, price: 10 },
        basketId: type === "purchase" ? `order-${this.rows.length}` : null,
      })),
    )
  }

  private profileOf(user: number): ShopperProfile {
    const events = this.byUser[user] ?? []
    return {
      segment: null,
      events: events.map(({ item, behavior, time }, at) => ({
        ...{ productId: `product-${item}`, type: behavior, at: time, quantity: 1, price: 10 },
        basketId: behavior === "purchase" ? `order-${user}-${at}` : null,
      })),
    }
  }

  private train(day: number): Recommender {
    const log = new InteractionLogBuilder()
    for (const { user, item, behavior, time } of this.rows)
      log.add({
        ...{ userId: `shopper-${user}`, itemId: `product-${item}`, behavior, time, quantity: 1, price: 10 },
        sessionId: `${user}-${Math.floor(time / DAY_MS)}`,
      })
    const now = FIRST_DAY + day * DAY_MS
    const dataset = { log: log.finish(), items: this.itemsAt(day), segments: new Map() }
    return loadRecommender(trainRecommender(dataset, { seed: 1, now, maxRows: 1_000_000, newShopperOrders: 3 }).bytes)
  }

  private itemsAt(day: number): Map<string, CatalogItem> {
    const { items, arrival } = this.shop
    return new Map(items.filter((_, at) => (arrival[at] ?? 0) <= day).map((item) => [item.id, item]))
  }

  /** A moment of a day; later ones of the same day are later. */
  private timeOf(day: number): number {
    return FIRST_DAY + day * DAY_MS + Math.min(DAY_MS - 1, (this.rows.length % 86_000) * 1_000)
  }
}
