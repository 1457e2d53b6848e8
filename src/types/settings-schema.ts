import { z } from "zod"
import { BESIDE_A_PRODUCT, STRATEGIES } from "../core/contract/recommender"

/*
 * With rule-schema.ts the one place under types/ that runs: the settings' schema, by which the
 * module, the admin API and the Settings screen all check. It takes zod by its
 * own name, since that is the copy Medusa's dashboard bundles already. With it
 * go the strategies, which the Settings screen lists.
 */
export { BESIDE_A_PRODUCT, STRATEGIES }

/** Longest name of an event or a metadata field that an option may hold. */
const MAX_NAME = 200

const name = z.string().min(1).max(MAX_NAME)
const wholeNumber = (low: number, high: number) => z.number().int().min(low).max(high)
const share = z.number().min(0).max(1)

/**
 * What an admin may change at runtime. The module's options give the first
 * values; the stored settings win from then on.
 */
export const settingsSchema = z.strictObject({
  retrain: z
    .strictObject({
      /** New interactions since the last trained model that start a retrain. */
      min_interactions: wholeNumber(1, 10_000_000).default(10),
      /** Share of the events learned from that new ones must reach; fewer wait up to a day. */
      min_new_share: share.default(0.01),
      /** Least minutes between two runs; grows with the length of the last one. */
      min_pause_minutes: z.number().min(0).max(10_080).default(5),
      /** No run begins by itself until this is taken back; an admin's and one that an erasure needs still do. */
      paused: z.boolean().default(false),
      /** Relative fall of accuracy since promotion that starts a retrain. */
      accuracy_drop: share.default(0.1),
      /** Real choices needed before a fall of accuracy counts. */
      accuracy_min_sample: wholeNumber(1, 1_000_000).default(50),
      /** Share of the catalog added or removed since training that starts a retrain. */
      catalog_change: share.default(0.2),
      schedule: z
        .strictObject({
          /** Five-field cron expression. */
          cron: z.string().min(9).max(100).default("0 3 * * 0"),
          /** IANA time zone of the expression. */
          time_zone: z.string().min(1).max(64).default("UTC"),
          enabled: z.boolean().default(true),
        })
        .prefault({}),
    })
    .prefault({}),
  gate: z
    .strictObject({
      /** How much worse than the champion, relatively, in NDCG@10 a challenger may be. */
      tolerance: share.default(0.02),
      /** Whether it is refused, too, where the hold-out is too small to be sure of that. */
      require_evidence: z.boolean().default(false),
    })
    .prefault({}),
  retention: z
    .strictObject({
      /** Days that events are kept. */
      behavior_days: wholeNumber(1, 3_650).default(400),
      /** Days that served lists are kept, for clicks and purchases to be credited to; of very many, the newest. */
      served_days: wholeNumber(1, 3_650).default(90),
      /** Model versions whose files are kept, beside the serving one. */
      versions_kept: wholeNumber(1, 1_000).default(10),
    })
    .prefault({}),
  consent: z
    .strictObject({
      /** Whether the storefront must report consent before anything that identifies is stored. */
      required: z.boolean().default(true),
    })
    .prefault({}),
  serving: z
    .strictObject({
      /** Orders below which a shopper is new. */
      new_shopper_orders: wholeNumber(1, 100).default(3),
      /** 0 ranks by score alone, 1 by variety alone. */
      diversity: share.default(0.15),
      /** Share of a list that changes from visit to visit. */
      rotation: share.default(0),
      /** Share of what `for_you` shows that new products get, for shoppers to say whether they like them. */
      exploration: z.number().min(0).max(0.2).default(0.02),
      /** Placements where nothing is explored. */
      exploration_off: z.array(name).max(50).default([]),
      /** Largest share of `for_you` that the shopper bought before: the rest is for what is new to them. */
      repeats: share.default(1),
      /** Orders that must have held two products before a reason says that they are often bought together. */
      orders_together: wholeNumber(1, 1000).default(3),
      /** Share of the shopper's own order where a page's products are ranked: 0 leaves the shop's order alone. */
      blend: share.default(0.5),
      /** The same of single placements. */
      blend_by_placement: z
        .array(z.strictObject({ placement: name, blend: share }))
        .max(50)
        .default([]),
      disabled_strategies: z.array(z.enum(STRATEGIES)).max(STRATEGIES.length).default([]),
    })
    .prefault({}),
  segments: z
    .strictObject({
      /** Field of the customer's metadata that holds years, null where none. */
      age: name.nullable().default("age"),
      /** Field that holds an ISO date of birth, null where none. */
      birth_date: name.nullable().default("birth_date"),
      gender: name.nullable().default("gender"),
      country: name.nullable().default("country"),
      /**
       * Legal basis of age, gender and country: false is consent, a yes of the customer; true is legitimate interest,
       * every customer who did not object.
       */
      legitimate_interest: z.boolean().default(false),
    })
    .prefault({}),
  gift: z
    .strictObject({
      /** Product metadata field, also the prefix of a tag such as `recipient:mother`. */
      recipient: name.default("recipient"),
      occasion: name.default("occasion"),
      age_band: name.default("age_band"),
      /** Field of line or order metadata that marks a gift. */
      gift_order_flag: name.default("is_gift"),
      /** Whether another name on the shipping address makes an order a gift. */
      shipping_name_differs: z.boolean().default(false),
      /** Field of shipping options' metadata: days at most until a parcel is there. Null: it is not shown. */
      delivery_days: name.nullable().default("delivery_days"),
      /** Handle of the product that is sold as gift wrap; null where there is none. */
      wrap_product: name.nullable().default(null),
      /** Product metadata field, also the prefix of a tag, that says whether a product can be wrapped: yes or no. */
      wrap: name.default("gift_wrap"),
      /** Field of line items' metadata in which the shop reads a giver's message; null where it reads none. */
      message: name.nullable().default(null),
    })
    .prefault({}),
  attribution: z
    .strictObject({
      /** Days after a click within which a purchase is credited to it. */
      window_days: z.number().min(0.04).max(90).default(7),
    })
    .prefault({}),
})
