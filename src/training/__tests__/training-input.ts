import type { TrainingRequest } from "../protocol"

const DAY = 86_400_000

export const TRAINING_REQUEST: TrainingRequest = {
  seed: 1,
  now: Date.UTC(2026, 0, 1),
  maxRows: 1_000_000,
  newShopperOrders: 3,
  threads: 1,
  ownerKey: "key",
  champion: null,
}

/** Purchases of two groups of shoppers who each buy within their group, as rows of a snapshot. */
export function behavior(): string {
  const rows: unknown[] = []
  for (let shopper = 0; shopper < 40; shopper++)
    for (let day = 0; day < 12; day++) {
      const product = (shopper % 2) + 2 * ((shopper * 7 + day * 3) % 10)
      const at = Date.UTC(2025, 11, 1) + day * DAY + shopper * 60_000
      rows.push([`cus_${shopper}`, `prod_${product}`, 7, at, 1, 10, `order_${shopper}_${day}`, null])
    }
  return JSON.stringify(rows)
}
