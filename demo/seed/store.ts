import {
  createApiKeysWorkflow,
  createRegionsWorkflow,
  createSalesChannelsWorkflow,
  createShippingOptionsWorkflow,
  createShippingProfilesWorkflow,
  createStockLocationsWorkflow,
  createTaxRegionsWorkflow,
  linkSalesChannelsToApiKeyWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
  updateStoresWorkflow,
} from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { PlannedRegion, ShopPlan } from "../lib/shop-plan"
import { findOrCreate } from "./find-or-create"

/** What products and the storefront hang on. */
export interface SeededStore {
  readonly storeId: string
  readonly salesChannelId: string
  readonly stockLocationId: string
  readonly shippingProfileId: string
}

interface SeededRegion extends PlannedRegion {
  readonly id: string
}

const MANUAL_FULFILLMENT = "manual_manual"

/** Sales channel, publishable key, regions, taxes, stock location and shipping; each made unless it is there. */
export async function seedStore(container: MedusaContainer, plan: ShopPlan): Promise<SeededStore> {
  const [store] = await container.resolve(Modules.STORE).listStores({}, { take: 1 })
  if (!store) throw new Error("the database has no store: were the migrations run?")
  const salesChannelId = await seedSalesChannel(container, plan.name)
  const currencies = plan.regions.map(({ currencyCode }, index) => ({
    currency_code: currencyCode,
    is_default: index === 0,
  }))
  await updateStoresWorkflow(container).run({
    input: {
      selector: { id: store.id },
      update: { name: plan.name, supported_currencies: currencies, default_sales_channel_id: salesChannelId },
    },
  })
  const regions = await seedRegions(container, plan.regions)
  const stockLocationId = await seedStockLocation(container, salesChannelId)
  const shippingProfileId = await seedShippingProfile(container)
  await seedShipping(container, { regions, stockLocationId, shippingProfileId })
  return { storeId: store.id, salesChannelId, stockLocationId, shippingProfileId }
}

async function seedSalesChannel(container: MedusaContainer, name: string): Promise<string> {
  const found = await container.resolve(Modules.SALES_CHANNEL).listSalesChannels({}, { take: 1 })
  const channel = await findOrCreate(found, async () => {
    const { result } = await createSalesChannelsWorkflow(container).run({ input: { salesChannelsData: [{ name }] } })
    return result[0]
  })
  const keys = await container.resolve(Modules.API_KEY).listApiKeys({ type: "publishable" }, { take: 1 })
  const key = await findOrCreate(keys, async () => {
    const api_keys = [{ title: `${name} storefront`, type: "publishable" as const, created_by: "demo" }]
    const { result } = await createApiKeysWorkflow(container).run({ input: { api_keys } })
    return result[0]
  })
  await linkSalesChannelsToApiKeyWorkflow(container).run({ input: { id: key.id, add: [channel.id] } })
  return channel.id
}

async function seedRegions(container: MedusaContainer, planned: readonly PlannedRegion[]): Promise<SeededRegion[]> {
  const service = container.resolve(Modules.REGION)
  await seedTaxRegions(
    container,
    planned.flatMap(({ countries }) => countries),
  )
  const seeded: SeededRegion[] = []
  for (const plan of planned) {
    const region = await findOrCreate(await service.listRegions({ name: plan.name }), async () => {
      const { name, currencyCode, countries } = plan
      const region = { name, currency_code: currencyCode, countries: [...countries] }
      const { result } = await createRegionsWorkflow(container).run({
        input: { regions: [{ ...region, payment_providers: ["pp_system_default"] }] },
      })
      return result[0]
    })
    seeded.push({ ...plan, id: region.id })
  }
  return seeded
}

async function seedTaxRegions(container: MedusaContainer, countries: readonly string[]): Promise<void> {
  const found = await container.resolve(Modules.TAX).listTaxRegions({ country_code: [...countries] }, { take: 300 })
  const taxed = new Set(found.map(({ country_code }) => country_code))
  const missing = countries.filter((country) => !taxed.has(country))
  if (missing.length === 0) return
  await createTaxRegionsWorkflow(container).run({
    input: missing.map((country_code) => ({ country_code, provider_id: "tp_system" })),
  })
}

async function seedStockLocation(container: MedusaContainer, salesChannelId: string): Promise<string> {
  const found = await container.resolve(Modules.STOCK_LOCATION).listStockLocations({}, { take: 1 })
  const location = await findOrCreate(found, async () => {
    const { result } = await createStockLocationsWorkflow(container).run({
      input: {
        locations: [{ name: "Gift store room", address: { address_1: "Storkower Str. 1", country_code: "DE" } }],
      },
    })
    return result[0]
  })
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.STOCK_LOCATION]: { stock_location_id: location.id },
    [Modules.FULFILLMENT]: { fulfillment_provider_id: MANUAL_FULFILLMENT },
  })
  await linkSalesChannelsToStockLocationWorkflow(container).run({ input: { id: location.id, add: [salesChannelId] } })
  return location.id
}

async function seedShippingProfile(container: MedusaContainer): Promise<string> {
  const found = await container.resolve(Modules.FULFILLMENT).listShippingProfiles({ type: "default" }, { take: 1 })
  const profile = await findOrCreate(found, async () => {
    const { result } = await createShippingProfilesWorkflow(container).run({
      input: { data: [{ name: "Default", type: "default" }] },
    })
    return result[0]
  })
  return profile.id
}

interface ShippingInput {
  readonly regions: readonly SeededRegion[]
  readonly stockLocationId: string
  readonly shippingProfileId: string
}

async function seedShipping(container: MedusaContainer, input: ShippingInput): Promise<void> {
  const fulfillment = container.resolve(Modules.FULFILLMENT)
  const found = await fulfillment.listFulfillmentSets({ name: "Gift post" }, { relations: ["service_zones"] })
  const set = await findOrCreate(found, () =>
    fulfillment.createFulfillmentSets({
      name: "Gift post",
      type: "shipping",
      service_zones: input.regions.map(({ name, countries }) => ({
        name,
        geo_zones: countries.map((country_code) => ({ country_code, type: "country" as const })),
      })),
    }),
  )
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.STOCK_LOCATION]: { stock_location_id: input.stockLocationId },
    [Modules.FULFILLMENT]: { fulfillment_set_id: set.id },
  })
  if ((await fulfillment.listShippingOptions({}, { take: 1 })).length > 0) return
  const options = input.regions.flatMap((region) => {
    const zone = set.service_zones.find(({ name }) => name === region.name)
    if (!zone) throw new Error(`the fulfillment set has no service zone for ${region.name}`)
    const common = { zoneId: zone.id, region }
    return [
      shippingOption({ ...common, name: "Standard shipping", code: "standard", amount: 0 }, input),
      shippingOption({ ...common, name: "Express shipping", code: "express", amount: region.shippingPrice }, input),
    ]
  })
  await createShippingOptionsWorkflow(container).run({ input: options })
}

interface OptionInput {
  readonly zoneId: string
  readonly region: SeededRegion
  readonly name: string
  readonly code: string
  readonly amount: number
}

function shippingOption({ zoneId, region, name, code, amount }: OptionInput, { shippingProfileId }: ShippingInput) {
  return {
    name,
    price_type: "flat" as const,
    provider_id: MANUAL_FULFILLMENT,
    service_zone_id: zoneId,
    shipping_profile_id: shippingProfileId,
    type: { label: name, description: code === "express" ? "Tomorrow." : "In two or three days.", code },
    // By this the gift finder knows what can be there in time.
    metadata: { delivery_days: code === "express" ? 1 : 3 },
    prices: [
      { currency_code: region.currencyCode, amount },
      { region_id: region.id, amount },
    ],
    rules: [
      { attribute: "enabled_in_store", value: "true", operator: "eq" as const },
      { attribute: "is_return", value: "false", operator: "eq" as const },
    ],
  }
}
