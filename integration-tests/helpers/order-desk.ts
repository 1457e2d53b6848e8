import { z } from "@medusajs/framework/zod"
import { withClient } from "./database"
import { call, logInAdmin } from "./shop-client"

const idOnly = z.object({ id: z.string() })
const itemShape = z.object({
  id: z.string(),
  product_id: z.string(),
  variant_id: z.string(),
  quantity: z.number(),
  total: z.number(),
  detail: z.object({
    fulfilled_quantity: z.number(),
    return_requested_quantity: z.number(),
    return_received_quantity: z.number(),
    return_dismissed_quantity: z.number(),
    written_off_quantity: z.number(),
  }),
})
const orderShape = z.object({
  id: z.string(),
  status: z.string(),
  currency_code: z.string(),
  total: z.number(),
  item_total: z.number(),
  shipping_total: z.number(),
  items: z.array(itemShape),
  payment_collections: z.array(
    z.object({
      payments: z.array(
        z.object({
          id: z.string(),
          amount: z.number(),
          captures: z.array(z.object({ amount: z.number() })),
          refunds: z.array(z.object({ amount: z.number() })),
        }),
      ),
    }),
  ),
})

/** An order as Medusa's own admin API has it. */
export type DeskOrder = z.output<typeof orderShape>

/** What the desk sells. */
export interface DeskProduct {
  readonly id: string
  readonly variantId: string
}

/** A region of the desk's shop. */
export interface DeskRegion {
  readonly id: string
  readonly currencyCode: string
  readonly countryCode: string
  readonly optionId: string
}

/** How an order is placed. */
export interface Placement {
  readonly lines: readonly { readonly product: number; readonly quantity: number; readonly metadata?: unknown }[]
  readonly region?: number
  /** Headers of a customer who is logged in; a guest otherwise. */
  readonly customer?: Readonly<Record<string, string>>
  readonly promotion?: string
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly email?: string
}

const REGIONS = [
  { name: "Europe", currency: "eur", country: "de" },
  { name: "America", currency: "usd", country: "us" },
]

/** A shop that sells, delivers, changes, takes back and pays back: all by Medusa's own routes. */
export class OrderDesk {
  private constructor(
    readonly url: string,
    private readonly database: string,
    readonly adminHeaders: Readonly<Record<string, string>>,
    readonly storeHeaders: Readonly<Record<string, string>>,
    readonly salesChannelId: string,
    readonly regions: readonly DeskRegion[],
    readonly products: readonly DeskProduct[],
  ) {}

  /**
   * Opens it: products at 10, 11, 12 … in euros and twice that in dollars, the delivery at `delivery`, and a promotion
   * `HALF` (50 % off all goods) beside `FIVE` (5 off the whole order in the currency of each region).
   */
  static async open(url: string, database: string, products = 4, delivery = 0): Promise<OrderDesk> {
    const adminHeaders = await logInAdmin(url, database)
    const post = async <Body>(path: string, body: unknown, key: string, shape: z.ZodType<Body>): Promise<Body> => {
      const answer = await call(`${url}/admin${path}`, { headers: adminHeaders, body })
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return shape.parse(key === "" ? answer.body : z.record(z.string(), z.unknown()).parse(answer.body)[key])
    }
    const channel = await post("/sales-channels", { name: "Storefront" }, "sales_channel", idOnly)
    const key = await post(
      "/api-keys",
      { title: "Storefront", type: "publishable" },
      "api_key",
      idOnly.extend({ token: z.string() }),
    )
    await post(`/api-keys/${key.id}/sales-channels`, { add: [channel.id] }, "api_key", idOnly)
    const location = await post("/stock-locations", { name: "Warehouse" }, "stock_location", idOnly)
    await post(`/stock-locations/${location.id}/sales-channels`, { add: [channel.id] }, "stock_location", idOnly)
    await post(
      `/stock-locations/${location.id}/fulfillment-providers`,
      { add: ["manual_manual"] },
      "stock_location",
      idOnly,
    )
    const withSets = await post(
      `/stock-locations/${location.id}/fulfillment-sets?fields=*fulfillment_sets`,
      { name: "Post", type: "shipping" },
      "stock_location",
      z.object({ fulfillment_sets: z.array(idOnly) }),
    )
    const profile = await post("/shipping-profiles", { name: "Parcel", type: "parcel" }, "shipping_profile", idOnly)
    await post(
      "/tax-regions",
      { country_code: "de", provider_id: "tp_system", default_tax_rate: { rate: 19, code: "de", name: "VAT" } },
      "tax_region",
      idOnly,
    )
    const regions: DeskRegion[] = []
    for (const { name, currency, country } of REGIONS) {
      const region = await post(
        "/regions",
        { name, currency_code: currency, countries: [country], payment_providers: ["pp_system_default"] },
        "region",
        idOnly,
      )
      const set = await post(
        `/fulfillment-sets/${withSets.fulfillment_sets[0]?.id ?? ""}/service-zones?fields=*service_zones`,
        { name, geo_zones: [{ type: "country", country_code: country }] },
        "fulfillment_set",
        z.object({ service_zones: z.array(idOnly.extend({ name: z.string() })) }),
      )
      const option = await post(
        "/shipping-options",
        {
          name: `Post ${name}`,
          service_zone_id: set.service_zones.find((zone) => zone.name === name)?.id,
          shipping_profile_id: profile.id,
          provider_id: "manual_manual",
          price_type: "flat",
          type: { label: "Post", description: "Post", code: "post" },
          prices: [{ currency_code: currency, amount: delivery }],
          rules: [
            { attribute: "enabled_in_store", operator: "eq", value: "true" },
            { attribute: "is_return", operator: "eq", value: "false" },
          ],
        },
        "shipping_option",
        idOnly,
      )
      regions.push({ id: region.id, currencyCode: currency, countryCode: country, optionId: option.id })
    }
    const created = await post(
      "/products/batch",
      {
        create: Array.from({ length: products }, (_, n) => ({
          title: `Product ${n}`,
          handle: `product-${n}`,
          status: "published",
          shipping_profile_id: profile.id,
          sales_channels: [{ id: channel.id }],
          options: [{ title: "Size", values: ["One"] }],
          variants: [
            {
              title: "One",
              options: { Size: "One" },
              manage_inventory: false,
              prices: [
                { currency_code: "eur", amount: 10 + n },
                { currency_code: "usd", amount: 20 + 2 * n },
              ],
            },
          ],
        })),
      },
      "created",
      z.array(idOnly.extend({ title: z.string(), variants: z.array(idOnly) })),
    )
    const promotion = (code: string, method: Record<string, unknown>): Promise<unknown> =>
      post("/promotions", { code, type: "standard", status: "active", application_method: method }, "promotion", idOnly)
    await promotion("HALF", { type: "percentage", target_type: "items", allocation: "across", value: 50 })
    await promotion("FIVE", { type: "fixed", target_type: "order", value: 5, currency_code: "eur" })
    return new OrderDesk(
      url,
      database,
      adminHeaders,
      { "x-publishable-api-key": key.token },
      channel.id,
      regions,
      created
        .sort((a, b) => a.title.localeCompare(b.title))
        .map(({ id, variants }) => ({ id, variantId: variants[0]?.id ?? "" })),
    )
  }

  /** One call of the admin API. */
  async admin(path: string, body?: unknown): Promise<Record<string, unknown>> {
    return this.call(`/admin${path}`, this.adminHeaders, body)
  }

  /** One call of the store API, as a guest or as whom the headers say. */
  async store(
    path: string,
    body?: unknown,
    customer: Readonly<Record<string, string>> = {},
  ): Promise<Record<string, unknown>> {
    return this.call(`/store${path}`, { ...this.storeHeaders, ...customer }, body)
  }

  /** From an empty cart to the order, whose id it returns. */
  async place(placement: Placement): Promise<string> {
    const { cartId } = await this.fillCart(placement)
    return this.complete(cartId, placement)
  }

  /** A cart that is ready to be paid for. */
  async fillCart({ lines, region = 0, customer, promotion, metadata, email }: Placement): Promise<{ cartId: string }> {
    const { id: regionId, countryCode, optionId } = this.regionAt(region)
    const cart = idOnly.parse(
      (
        await this.store(
          "/carts",
          {
            region_id: regionId,
            ...(customer ? {} : { email: email ?? "guest@shop.test" }),
            ...(metadata ? { metadata } : {}),
            shipping_address: {
              first_name: "A",
              last_name: "B",
              address_1: "1",
              city: "C",
              country_code: countryCode,
              postal_code: "1",
            },
            items: lines.map(({ product, quantity, metadata: line }) => ({
              variant_id: this.productAt(product).variantId,
              quantity,
              ...(line === undefined ? {} : { metadata: line }),
            })),
          },
          customer,
        )
      ).cart,
    )
    await this.store(`/carts/${cart.id}/shipping-methods`, { option_id: optionId }, customer)
    if (promotion) await this.store(`/carts/${cart.id}/promotions`, { promo_codes: [promotion] }, customer)
    return { cartId: cart.id }
  }

  async complete(cartId: string, { customer }: Pick<Placement, "customer"> = {}): Promise<string> {
    const { payment_collection: payment } = await this.store("/payment-collections", { cart_id: cartId }, customer)
    await this.store(
      `/payment-collections/${idOnly.parse(payment).id}/payment-sessions`,
      { provider_id: "pp_system_default" },
      customer,
    )
    return idOnly.parse((await this.store(`/carts/${cartId}/complete`, {}, customer)).order).id
  }

  /** The order as Medusa itself has it. */
  async order(id: string): Promise<DeskOrder> {
    const fields = "id,status,currency_code,total,item_total,shipping_total,*items,*items.detail"
    const payments = "payment_collections.payments.id,payment_collections.payments.amount"
    const money = "payment_collections.payments.captures.amount,payment_collections.payments.refunds.amount"
    return orderShape.parse((await this.admin(`/orders/${id}?fields=${fields},${payments},${money}`)).order)
  }

  /** Lines set to other quantities, 0 takes one out; and products added. */
  async edit(
    orderId: string,
    lines: Readonly<Record<string, number>>,
    added: readonly { readonly product: number; readonly quantity: number }[] = [],
  ): Promise<void> {
    await this.admin("/order-edits", { order_id: orderId })
    for (const [lineId, quantity] of Object.entries(lines))
      await this.admin(`/order-edits/${orderId}/items/item/${lineId}`, { quantity })
    if (added.length > 0)
      await this.admin(`/order-edits/${orderId}/items`, {
        items: added.map(({ product, quantity }) => ({ variant_id: this.productAt(product).variantId, quantity })),
      })
    await this.admin(`/order-edits/${orderId}/confirm`, {})
  }

  async cancel(orderId: string): Promise<void> {
    await this.admin(`/orders/${orderId}/cancel`, {})
  }

  /** Hands out units of a line; all that are not yet, where no number is given. */
  async fulfil(orderId: string, lineId: string, quantity: number): Promise<void> {
    await this.admin(`/orders/${orderId}/fulfillments`, { items: [{ id: lineId, quantity }] })
  }

  /** Asks for units back; the id of the return. */
  async requestReturn(orderId: string, lineId: string, quantity: number): Promise<string> {
    const { id } = idOnly.parse((await this.admin("/returns", { order_id: orderId })).return)
    await this.admin(`/returns/${id}/request-items`, { items: [{ id: lineId, quantity }] })
    await this.admin(`/returns/${id}/request`, {})
    return id
  }

  /** A parcel of a return that comes in; damaged units are dismissed. */
  async receive(returnId: string, lineId: string, quantity: number, isDamaged = false): Promise<void> {
    await this.admin(`/returns/${returnId}/receive`, {})
    await this.admin(`/returns/${returnId}/${isDamaged ? "dismiss" : "receive"}-items`, {
      items: [{ id: lineId, quantity }],
    })
    await this.admin(`/returns/${returnId}/receive/confirm`, {})
  }

  /** A claim that replaces units by new ones of the same product. */
  async claim(orderId: string, lineId: string, product: number, quantity: number): Promise<string> {
    const { id } = idOnly.parse((await this.admin("/claims", { order_id: orderId, type: "replace" })).claim)
    await this.admin(`/claims/${id}/claim-items`, { items: [{ id: lineId, quantity }] })
    await this.admin(`/claims/${id}/outbound/items`, {
      items: [{ variant_id: this.productAt(product).variantId, quantity }],
    })
    await this.admin(`/claims/${id}/request`, {})
    return id
  }

  /** An exchange of units for another product; the id of its return. */
  async exchange(orderId: string, lineId: string, product: number, quantity: number): Promise<string> {
    const { id } = idOnly.parse((await this.admin("/exchanges", { order_id: orderId })).exchange)
    const { return: back } = await this.admin(`/exchanges/${id}/inbound/items`, { items: [{ id: lineId, quantity }] })
    await this.admin(`/exchanges/${id}/outbound/items`, {
      items: [{ variant_id: this.productAt(product).variantId, quantity }],
    })
    await this.admin(`/exchanges/${id}/request`, {})
    return idOnly.parse(back).id
  }

  /** Captures what is open of an order's payment, or so much of it. */
  async capture(orderId: string, amount?: number): Promise<void> {
    const order = await this.order(orderId)
    for (const { id, captures } of order.payment_collections.flatMap(({ payments }) => payments))
      if (captures.length === 0) await this.admin(`/payments/${id}/capture`, amount === undefined ? {} : { amount })
  }

  /** Pays an amount back of the order's first payment. */
  async refund(orderId: string, amount: number): Promise<void> {
    const order = await this.order(orderId)
    const payment = order.payment_collections.flatMap(({ payments }) => payments)[0]
    await this.admin(`/payments/${payment?.id ?? ""}/refund`, { amount })
  }

  /** Hands an order to a customer, who accepts it. */
  async transfer(orderId: string, customerId: string): Promise<void> {
    await this.admin(`/orders/${orderId}/transfer`, { customer_id: customerId })
    const token = await withClient(this.database, async (client) => {
      const { rows } = await client.query<{ token: string }>(
        `select details ->> 'token' as token from order_change_action
          where order_id = $1 and action = 'TRANSFER_CUSTOMER' order by created_at desc limit 1`,
        [orderId],
      )
      return rows[0]?.token ?? ""
    })
    await this.store(`/orders/${orderId}/transfer/accept`, { token })
  }

  private productAt(index: number): DeskProduct {
    const product = this.products[index]
    if (!product) throw new Error(`the desk sells no product ${index}`)
    return product
  }

  private regionAt(index: number): DeskRegion {
    const region = this.regions[index]
    if (!region) throw new Error(`the desk has no region ${index}`)
    return region
  }

  private async call(
    path: string,
    headers: Readonly<Record<string, string>>,
    body: unknown,
  ): Promise<Record<string, unknown>> {
    const answer = await call(`${this.url}${path}`, { headers, body })
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return z.record(z.string(), z.unknown()).parse(answer.body)
  }
}
