import type {
  BehaviorType,
  CatalogItem,
  RankedProduct,
  Recommender,
  ShopperProfile,
  ShownList,
} from "../../../src/core/contract"
import { InteractionLogBuilder } from "../../../src/core/data/interaction-log-builder"
import {
  ANSWER_HALF_LIFE_DAYS,
  believedResponses,
  exploreList,
  liftOf,
  oddsBeside,
  placeRates,
} from "../../../src/core/exploration"
import type { ResponseBelief } from "../../../src/core/exploration"
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
  /** Clicks to be expected of the lists as the model alone orders them, less those of the lists before they are explored. */
  readonly liftCost: number
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

/** How a shop shows what is new. */
export interface Showing {
  /** Share of what is shown that is explored. */
  readonly share: number
  /** Whether new products stand where shoppers' answers say. */
  readonly isLifting: boolean
}

/** Lists between two counts of what was answered. */
const COUNTED_EVERY = 100
/** One list in so many is asked for as the model alone orders it. */
const COMPARED_EVERY = 4
const DAILY = 2 ** (-1 / ANSWER_HALF_LIFE_DAYS)

interface Answered {
  clicks: number
  expected: number
  impressions: number
}

/** Who looks, when, at whose lists. */
interface Visit {
  readonly user: number
  readonly now: number
  readonly recommender: Recommender
}

/** Three weeks of a shop's lists, trained once a week on all that was done and seen. */
export class Arrivals {
  private readonly random
  private readonly rows: Row[] = []
  private readonly byUser: Row[][]
  private readonly shownLists: ShownList[] = []
  private readonly answered = new Map<string, Answered>()
  private readonly placed = Array.from({ length: LIST }, () => ({ looks: 0, clicks: 0 }))
  private lifts = new Map<string, number>()
  private beliefs: ReadonlyMap<string, ResponseBelief> = new Map()
  private clicks = 0
  private explored = 0
  private cost = 0
  private liftCost = 0

  constructor(
    private readonly shop: ArrivalsShop,
    private readonly showing: Showing,
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
    return { clicks: this.clicks, shown, explored: this.explored, cost: this.cost, liftCost: this.liftCost }
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
      if (list % COUNTED_EVERY === 0) this.believe(day)
      const { ranked, chances } = this.listOf(user, { now, recommender })
      const products = this.show(ranked, { user, now, recommender, chances })
      for (const { itemId } of products) shown[numberOf(itemId)]++
      const shopperId = shop.shopperIds[user] ?? ""
      this.shownLists.push({ kind: "for_you", anchors: [], shopperId, placement: "home", time: now, products })
    }
    for (const answered of this.answered.values()) {
      answered.clicks *= DAILY
      answered.expected *= DAILY
    }
    return shown
  }

  /** Shows a list: what is clicked, and what is learned of the places and of what is new. */
  private show(
    ranked: readonly RankedProduct[],
    { user, now, recommender, chances }: Visit & { readonly chances: readonly number[] },
  ): ShownList["products"] {
    const odds = oddsBeside(ranked, (id) => numberOf(id) >= OLD)
    const rateAt = placeRates(this.placed)
    return ranked.map(({ productId }, place) => {
      const item = numberOf(productId)
      const chance = lookAt(place) * this.shop.click(user, item)
      this.clicks += chance
      const isClicked = this.random.next() < chance
      if (item >= OLD) this.answer(productId, rateAt(place) * (odds.get(productId) ?? 0), isClicked)
      else {
        this.placed[place].looks++
        if (isClicked) this.placed[place].clicks++
      }
      const isBought = isClicked && this.act(user, item, { time: now, recommender })
      const outcome = isBought ? "bought" : isClicked ? "clicked" : "passed_over"
      return { itemId: productId, place, seen: true, outcome, chance: chances[place] ?? 1 }
    })
  }

  private answer(productId: string, expected: number, isClicked: boolean): void {
    const answered = this.answered.get(productId) ?? { clicks: 0, expected: 0, impressions: 0 }
    this.answered.set(productId, answered)
    answered.expected += expected
    answered.impressions++
    if (isClicked) answered.clicks++
  }

  private believe(day: number): void {
    const arrived = this.shop.items.filter((_, at) => at >= OLD && (this.shop.arrival[at] ?? 0) <= day)
    const nothing: Answered = { clicks: 0, expected: 0, impressions: 0 }
    this.beliefs = believedResponses(new Map(arrived.map(({ id }) => [id, this.answered.get(id) ?? nothing])))
    if (this.showing.isLifting) this.lifts = new Map([...this.beliefs].map(([id, belief]) => [id, liftOf(belief)]))
  }

  private listOf(user: number, { now, recommender }: Omit<Visit, "user">) {
    const profile = this.profileOf(user)
    const asked = { strategy: "for_you", now, limit: 4 * LIST } as const
    const ranked = recommender.rank(profile, { ...asked, lifts: this.lifts })
    const order = ranked.map((one) => one.productId)
    const products = [...this.beliefs]
      .filter(([id]) => (this.answered.get(id)?.impressions ?? 0) < KNOWN_FROM)
      .map(([productId, belief]) => ({ productId, ...belief }))
    const seed = this.random.nextUint32()
    const explored = exploreList(
      {
        ...{ order, limit: LIST, share: this.showing.share, contenders: products.map(({ productId }) => productId) },
        shares: () => recommender.explore(profile, { now, products, seed }),
      },
      createRandom(seed),
    )
    const head = explored.order.slice(0, LIST)
    const clicksOf = (ids: readonly string[]): number =>
      ids.slice(0, LIST).reduce((sum, id, at) => sum + lookAt(at) * this.shop.click(user, numberOf(id)), 0)
    this.explored += explored.explored.size
    this.cost += clicksOf(order) - clicksOf(head)
    if (this.lifts.size > 0 && seed % COMPARED_EVERY === 0) {
      const alone = recommender.rank(profile, asked).map((one) => one.productId)
      this.liftCost += COMPARED_EVERY * (clicksOf(alone) - clicksOf(order))
    }
    const byId = new Map(ranked.map((one) => [one.productId, one]))
    return {
      ranked: head.flatMap((id) => byId.get(id) ?? recommender.predict(profile, id, { now }) ?? []),
      chances: explored.chances,
    }
  }

  /** A click, and now and then a purchase. */
  private act(
    user: number,
    item: number,
    { time, recommender }: { time: number; recommender?: Recommender | undefined },
  ): boolean {
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
    return behaviors.length > 1
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
    const dataset = { log: log.finish(), items: this.itemsAt(day), segments: new Map(), shown: this.shownLists }
    const trained = trainRecommender(dataset, { seed: 1, now, maxRows: 1_000_000, newShopperOrders: 3 })
    return loadRecommender(trained.bytes)
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
