import { addProducts, createServeShop } from "../../bench/lib/serve-shop"
import { withClient } from "./database"

/** Fills a database with the shop that serving is tried on, and so many products in it. */
export function fillServeShop(database: string, products: number): Promise<void> {
  return withClient(database, async (client) => {
    await createServeShop(client)
    await addProducts(client, { from: 1, to: products })
  })
}
