import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { ProductWorkflowEvents } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { ChangeKind, RecommendationModuleService } from "../modules/recommendation"

const payload = z.object({ id: z.union([z.string(), z.array(z.string())]).optional() })

const all = (entity: string): string[] =>
  ["created", "updated", "deleted", "restored"].map((action) => `${entity}.${action}`)
const linked = (entity: string): string[] => ["attached", "detached"].map((action) => `${entity}.${action}`)

/** Kinds of changes that name what changed: what is left of it can be found by its id. */
const NAMED: readonly ChangeKind[] = ["product", "variant", "category", "tag", "type", "price", "customer"]

/** What each event makes the lists read again. */
const KIND_OF_EVENT: ReadonlyMap<string, ChangeKind> = new Map(
  [
    // A product whose links alone change (categories, tags) says so by its workflow's event and by no other.
    { kind: "product" as const, events: [...all("product.product"), ProductWorkflowEvents.UPDATED] },
    { kind: "variant" as const, events: all("product.product-variant") },
    ...(["category", "tag", "type"] as const).map((kind) => ({
      kind,
      events: ["created", "updated"].map((action) => `product.product-${kind}.${action}`),
    })),
    {
      kind: "catalog" as const,
      // When it is gone, so are its links: nothing says any more which products it was of.
      events: ["category", "tag", "type"].flatMap((name) =>
        ["deleted", "restored"].map((action) => `product.product-${name}.${action}`),
      ),
    },
    {
      kind: "prices" as const,
      events: [
        ...["price-rule", "price-list", "price-list-rule", "price-preference"].flatMap((name) =>
          all(`pricing.${name}`),
        ),
        ...["product-option", "product-option-value", "product-image"].flatMap((name) => all(`product.${name}`)),
        ...["tax-rate", "tax-rate-rule", "tax-region"].flatMap((name) => all(`tax.${name}`)),
        ...["LinkProductSalesChannel", "LinkSalesChannelStockLocation", "LinkProductVariantPriceSet"].flatMap(linked),
      ],
    },
    { kind: "price" as const, events: ["price", "price-set"].flatMap((name) => all(`pricing.${name}`)) },
    {
      kind: "stock" as const,
      events: [
        ...["inventory-level", "reservation-item"].flatMap((name) => all(`inventory.${name}`)),
        ...linked("LinkProductVariantInventoryItem"),
      ],
    },
    { kind: "customer" as const, events: ["customer.customer.updated"] },
    {
      kind: "customers" as const,
      // Who was deleted is not to be named again.
      events: [
        "customer.customer.deleted",
        ...["customer-group", "customer-group-customer"].flatMap((name) => all(`customer.${name}`)),
      ],
    },
    {
      kind: "market" as const,
      events: [...all("region.region"), ...all("store.store"), ...all("store.store-currency")],
    },
  ].flatMap(({ kind, events }) => events.map((event): [string, ChangeKind] => [event, kind])),
)

/** The shop changed: lists must not show what was true before. */
export default async function catalogChanged({ event, container }: SubscriberArgs): Promise<void> {
  const kind = KIND_OF_EVENT.get(event.name)
  if (!kind) return
  const { id } = payload.catch({}).parse(event.data)
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const keys = NAMED.includes(kind) ? [id ?? []].flat() : [null]
  await service.serving.changed(keys.map((key) => ({ kind, key })))
}

export const config: SubscriberConfig = {
  event: [...KIND_OF_EVENT.keys()],
  context: { subscriberId: "svm-recommendations-catalog-changed" },
}
