import type { BehaviorType } from "../core/contract/behavior"
import type { Strategy } from "../core/contract/recommender"
import type { Comparison } from "./experiment-schema"
import type { RuleInfo } from "./rule-http"
import type { Saying } from "./saying"
import type { StoreRecommendationsResponse } from "./store-http"

/** 202: the figures are not there yet; ask again after the seconds of `Retry-After`. */
export interface CountingResponse {
  counting: true
}

/* ---------------------------------------------------------------- admin: behavior */

export interface BehaviorStatsResponse {
  from: string
  to: string
  by_day: { day: string; counts: Partial<Record<BehaviorType, number>> }[]
  funnel: { views: number; carts: number; purchases: number }
  /** From midnight, in the zone asked for. */
  by_hour: number[]
  /** From Monday, in the zone asked for. */
  by_weekday: number[]
  devices: { device: string; events: number }[]
  top_products: { product_id: string; title: string; views: number; purchases: number; conversion: number }[]
  bot_share: number
  recovered: number
  rejected: { code: string; count: number }[]
}

export interface BehaviorTailEvent {
  /** Grows with arrival: pass the last one as `after`. */
  seq: number
  id: string
  type: BehaviorType
  product_id: string
  product_title: string | null
  shopper: string
  outcome: "stored" | "duplicate" | "rejected" | "bot"
  code: string | null
  occurred_at: string
  received_at: string
}

export type ShopperKind = "customer" | "guest"

export interface RecentShopper {
  /** Of the customer, or of a guest's browser. */
  id: string
  /** What they did last, apart from lists that were shown to them. */
  last: { type: BehaviorType; product_id: string; product_title: string | null; occurred_at: string }
}

export interface ImportProgress {
  id: string
  source: string
  status: "running" | "done" | "failed" | "canceled"
  total: number | null
  read: number
  stored: number
  duplicate: number
  bad: number
  started_at: string
  finished_at: string | null
  cause: string | null
}

/** One comparison of the stored behavior with the orders themselves. */
export interface ReconciliationInfo {
  started_at: string
  finished_at: string
  /** Orders looked at. */
  orders: number
  /** Purchases and returns that were missing, and were stored. */
  recovered: number
}

/** All that is kept of a shopper. */
export interface ShopperExport {
  customer_id: string | null
  exported_at: string
  visitors: { visitor_id: string; linked_at: string }[]
  /** Oldest first. */
  events: {
    id: string
    type: BehaviorType
    product_id: string
    variant_id: string | null
    quantity: number
    price: number | null
    currency_code: string | null
    sales_channel_id: string | null
    region_id: string | null
    session_id: string | null
    basket_id: string | null
    device: string | null
    placement: string | null
    recommendation_id: string | null
    source: string
    is_bot: boolean
    is_gift: boolean
    occurred_at: string
    received_at: string
  }[]
  /** Answers that the gift assistant got in searches whose lists they were seen with. */
  gift_answers: { recommendation_id: string; answers: Record<string, string | null>; asked_at: string }[]
  /** How lists that they saw were ranked, where that is kept for the next training to check. */
  ranked_lists: { recommendation_id: string; ranked: Record<string, unknown>; served_at: string }[]
}

/** All that is kept of whoever asks. */
export interface StoreMeResponse extends ShopperExport {
  /** The answer on the customer's account, null where there is none: false is an objection. Not given of visitors. */
  consent?: boolean | null
}

export interface EraseShopperResponse {
  id: string
  object: "shopper"
  deleted: true
  /** Events that went. */
  events: number
}

/* ---------------------------------------------------------------- admin: results */

export interface ResultsRow {
  key: string
  impressions: number
  clicks: number
  click_through: number
  conversions: number
  revenue: { currency_code: string; amount: number }[]
}

/** Lists that were served at one place, by strategy and by the rung that answered. */
export interface ServedCount {
  /** Null where the storefront named none. */
  placement: string | null
  strategy: string
  rung: string
  lists: number
}

/** What new products were shown and clicked where lists were explored. */
export interface ExplorationFigures {
  /** At explored places. */
  impressions: number
  clicks: number
  /** All else at the same places of the same lists. */
  others: { impressions: number; clicks: number }
  /** Clicks that the explored places would have had at the others' rate, less those they had; null where nothing can be compared. */
  clicks_given_up: number | null
  /** The most clicked first, ten at most. */
  products: { product_id: string; impressions: number; clicks: number }[]
}

export interface ResultsResponse {
  /** What the shop wants to stand above them (`results.note`), such as that its figures are simulated, or that by language; null for nothing. */
  note: string | Record<string, string> | null
  from: string
  to: string
  window_days: number
  total: ResultsRow
  by_placement: ResultsRow[]
  by_strategy: ResultsRow[]
  by_day: { day: string; impressions: number; clicks: number; conversions: number }[]
  /** All that the shop sold in the period, recommended or not, less returns: what revenue is a share of. */
  sales: { currency_code: string; amount: number }[]
  /** The most first; as long as served lists are kept (`retention.served_days`). */
  served: ServedCount[]
  exploration: ExplorationFigures
  coverage: number
  /** Gini coefficient of impressions over products, 0 even to 1 concentrated. */
  concentration: number
}

/** A product that is perhaps no recommendation: a wrap, a sample, a fee. */
export interface KeptOutSuggestion {
  product_id: string
  title: string
  kind: "most_baskets" | "free"
  /** Share of baskets that hold it, 0 to 1; null for one that costs nothing. */
  share: number | null
}

export interface ExperimentInfo {
  id: string
  name: string
  /** Share of shoppers in control, 0 to 1. */
  holdout_share: number
  /** What the arms differ in: hold-outs take it from control, challengers change it in treatment. */
  comparison: Comparison
  /** Both arms get the same: a check of the measurement itself. */
  is_aa: boolean
  status: "running" | "stopped"
  started_at: string
  stopped_at: string | null
  arms: {
    arm: "treatment" | "control"
    shoppers: number
    /** Shoppers who bought after coming. */
    conversions: number
    /** Conversions over shoppers. */
    rate: number
    /** Orders of which something was kept. */
    orders: number
    /** Products of lists that were seen. */
    impressions: number
    clicks: number
    /** Clicks over impressions. */
    click_through: number
  }[]
  /** Shoppers that each arm needs for an answer, settled when the experiment started. */
  needed_per_arm: number
  /** Days until then at the traffic of the four weeks before the start; null where there was none. */
  expected_days: number | null
  /** The arms hold other shares of the shoppers than they were assigned: the measurement is at fault. */
  ratio_mismatch: boolean
  /** Null until somebody bought in each arm. */
  /**
   * Of the share of shoppers who buy. `low` and `high` are the ends of a 95 % confidence sequence: they may be looked at
   * every day. `enough` when a difference is significant, or each arm has as many shoppers as it needs.
   */
  uplift: { relative: number; low: number; high: number; enough: boolean; words: string } | null
  /** Money per shopper, net of returns, in each currency by itself. */
  revenue: {
    currency_code: string
    treatment: number
    control: number
    /** With a 95 % interval for one look at the planned end; null where fewer than 20 of an arm bought. */
    lead: {
      /** Treatment less control, and less what the arms' past spending explains of it. */
      difference: number
      low: number
      high: number
      /** Share of the variance that is left after the past is taken out, 0 to 1. */
      variance_left: number
    } | null
  }[]
}

/** What an experiment would need, at the traffic of the last four weeks. */
export interface ExperimentPlan {
  /** Shoppers that the smaller arm needs. */
  needed_per_arm: number
  /** Days until then; null where nobody came. */
  expected_days: number | null
}

/* ---------------------------------------------------------------- admin: rules, preview, trace */

/** On which page and for whom rules are tried; what is not named is the shop's own default. */
export interface RuleSimulationView {
  strategy?: Strategy
  placement?: string
  region_id?: string
  sales_channel_id?: string
  /** What lies in it is not listed. */
  cart_id?: string
  /** Product of the page, for lists that start from one. */
  product_id?: string
  /** For one guest in place of ten recent customers. */
  guest?: boolean
  /** Which guest; without it, one the shop has never seen. */
  visitor_id?: string
}

export interface RuleSimulation {
  /** Where the lists were tried; null: at none in particular. */
  placement: string | null
  shoppers: {
    /** Id of the customer; null for a guest. */
    shopper: string | null
    before: { product_id: string; title: string }[]
    after: { product_id: string; title: string }[]
    moved: number
  }[]
}

export interface PreviewRequest {
  customer_id?: string
  /** A guest's. */
  visitor_id?: string
  cart_id?: string
  placement?: string
  category_id?: string
  strategy?: Strategy
  region_id?: string
  currency_code?: string
  sales_channel_id?: string
  product_id?: string
  limit?: number
  /** Language of the reasons. */
  locale?: string
}

export interface PreviewResponse extends StoreRecommendationsResponse {
  removed: { product_id: string; title: string | null; by: string; detail: string }[]
  rules_fired: { rule_id: string; name: string; product_id: string; effect: string; said: Saying[] }[]
  /** The group of the running experiment that the shopper is in; null where none runs, or they are in none. */
  experiment: {
    arm: "treatment" | "control"
    /** What their list differs in by it; null where it is as the shop has it. */
    change: Comparison["kind"] | null
  } | null
}

export interface ShopperTraceResponse {
  customer: {
    id: string
    name: string | null
    /** The customer's own answer, from their metadata; `no` is an objection: nothing of theirs is used. */
    consent: "yes" | "no" | "unknown"
  }
  profile: {
    orders: number
    events: number
    is_new: boolean
    segment: { age: number | null; gender: string | null; country: string | null }
    top_categories: { category: string; weight: number }[]
    recent: { type: BehaviorType; product_id: string; title: string | null; at: string }[]
  }
  list: PreviewResponse
  /** The list as it stood before the last event, to show what that event changed. */
  before_last_event: { product_id: string; title: string }[]
}

export interface ProductInsightResponse {
  product_id: string
  bought_together: { product_id: string; title: string; support: number; lift: number }[]
  similar: { product_id: string; title: string; score: number }[]
  performance: { impressions: number; clicks: number; purchases: number; recommended_purchases: number }
  rules: RuleInfo[]
}

/** The set on a product's page as a guest sees it, and what it is expected to add. */
export interface ProductSetResponse {
  product_id: string
  /** Null where no set is shown. */
  set: {
    products: {
      product_id: string
      title: string
      amount: number
      /** The product on the page, one that a rule picked, or one that orders often held beside it. */
      source: "page" | "rule" | "model"
      /** Orders that hold both, and how many times more often than by chance; null of the product on the page. */
      support: number | null
      lift: number | null
    }[]
    currency_code: string
    total: number
    discount: number
    /** Money a month beyond what is bought together anyhow; the truth lies from low to high in nine of ten cases. */
    extra_revenue: {
      amount: number
      low: number
      high: number
      take_rate: number
      /** Part of that rate that is a guess, 1 until the shop has shown sets. */
      guess_share: number
      orders: number
    }
  } | null
  /** The rule that picked, froze or forbade it. */
  rule: RuleInfo | null
}

export interface OrderAttributionResponse {
  order_id: string
  lines: {
    line_item_id: string
    product_id: string
    title: string
    recommended: boolean
    strategy: string | null
    placement: string | null
  }[]
}
