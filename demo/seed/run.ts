import type { MedusaContainer } from "@medusajs/framework/types"
import { planDataFolder } from "../lib/plan-data-folder"
import { planGiftShop } from "../lib/plan-gift-shop"
import { report } from "../lib/progress"
import { readSeedOrder } from "../lib/seed-order"
import type { SeedOrder } from "../lib/seed-order"
import type { ShopPlan } from "../lib/shop-plan"
import { learnFromOrders, seedHistory } from "./history"
import { seedOrders } from "./orders"
import { seedAdmin, seedCustomers } from "./people"
import { seedProducts } from "./products"
import { seedResults } from "./results"
import { sellOut } from "./sold-out"
import { seedStore } from "./store"
import { seedWishes } from "./wishes"

/** `medusa exec demo/seed/run.ts`: fills an empty shop, or goes on where an interrupted run stopped. */
export default async function seed({ container }: { container: MedusaContainer }): Promise<void> {
  const order = readSeedOrder(process.env)
  const plan = await makePlan(order)
  report(`Shop "${plan.name}": ${plan.products.length} products, ${plan.customers.length} customers to make`)
  const store = await seedStore(container, plan)
  await seedAdmin(container, order.admin)
  const productIds = await seedProducts(container, plan, { store, pictureBase: order.pictureBase })
  const customerIds = await seedCustomers(container, plan.customers, order.shopperPassword)
  const owners = { productIds, customerIds, ...store }
  await seedHistory(container, plan, owners)
  await seedResults(container, plan, owners)
  await seedOrders(container, plan, owners)
  await seedWishes(container, plan, owners)
  await sellOut(container, plan)
  await learnFromOrders(container)
}

async function makePlan(order: SeedOrder): Promise<ShopPlan> {
  const { dataFolder, currencyCode, historyFolder } = order
  const endsAt = Date.parse(order.historyEndsAt)
  if (dataFolder === undefined) {
    report("Simulating shoppers")
    return planGiftShop(historyFolder, { endsAt, shoppers: order.simulatedShoppers })
  }
  report(`Reading ${dataFolder}`)
  return planDataFolder(dataFolder, { currencyCode, historyFolder, endsAt })
}
