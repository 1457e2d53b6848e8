import { createHash } from "node:crypto"
import { trainRecommender } from "../../src/core/recommender"
import { generateShop } from "./generated-shop"

/** Bundled and run under one runtime after the other by `bench/same-bytes.ts`: the SHA-256 of one trained model. */
const dataset = generateShop({ products: 1500, shoppers: 2500, events: 40_000, seed: 3 })
const now = dataset.log.time[dataset.log.length - 1] + 1
const { bytes } = trainRecommender(dataset, { seed: 1, now, maxRows: 100_000, newShopperOrders: 3 })
const { version, arch } = process
const sha256 = createHash("sha256").update(bytes).digest("hex")
console.log(JSON.stringify({ version, arch, bytes: bytes.length, sha256 }))
