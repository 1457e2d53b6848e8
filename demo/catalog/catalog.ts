import { readFileSync } from "node:fs"
import path from "node:path"
import { parse } from "csv-parse/sync"
import { z } from "@medusajs/framework/zod"

/** One product of the demo's own gift shop. */
export interface Gift {
  readonly handle: string
  readonly title: string
  readonly description: string
  readonly category: string
  readonly priceEur: number
  readonly priceUsd: number
  /** Units at the demo's stock location. */
  readonly stock: number
  /** What its picture shows: a name that pictures/draw-picture.ts knows. */
  readonly motif: string
  /** Days after which it is used up and bought again; 0 where it lasts. */
  readonly refillDays: number
  readonly recipients: readonly string[]
  readonly occasions: readonly string[]
  readonly ageBands: readonly string[]
  readonly styles: readonly string[]
}

export const RECIPIENTS = [
  ...["mother", "father", "partner", "friend", "child", "baby", "grandparent"],
  ...["colleague", "teacher", "host", "self"],
] as const
export const OCCASIONS = [
  ...["birthday", "christmas", "thank-you", "housewarming", "anniversary", "wedding", "new-baby", "graduation"],
  ...["valentines", "easter", "mothers-day", "fathers-day", "halloween"],
] as const
export const AGE_BANDS = ["0-2", "3-6", "7-12", "teen", "adult", "senior"] as const

const words = <T extends readonly [string, ...string[]]>(allowed: T) =>
  z
    .string()
    .transform((text) => text.split(" "))
    .pipe(z.array(z.enum(allowed)).min(1))

const rowSchema = z.object({
  title: z.string().min(3).max(60),
  category: z.string().min(3),
  price_eur: z.coerce.number().positive(),
  stock: z.coerce.number().int().min(0),
  motif: z.string().min(2),
  refill_days: z.coerce.number().int().min(0),
  recipients: words(RECIPIENTS),
  occasions: words(OCCASIONS),
  ages: words(AGE_BANDS),
  tags: z.string().transform((text) => text.split(" ")),
  description: z.string().min(30),
})

/** A name as it stands in addresses: "Fig & Cedar Candle" -> "fig-cedar-candle". */
export function toHandle(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}|['’]/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
}

/** Dollar prices are set by hand in no shop of this size: a tenth more, ending on the nearest half. */
export function dollarPrice(euros: number): number {
  return Math.round(euros * 1.1 * 2) / 2
}

/** Tags as they stand on the product in Medusa; `key:value` where the gift finder looks for it. */
export function giftTags(gift: Gift): string[] {
  return [
    ...gift.recipients.map((value) => `recipient:${value}`),
    ...gift.occasions.map((value) => `occasion:${value}`),
    ...gift.ageBands.map((value) => `age_band:${value}`),
    ...gift.styles,
  ]
}

/**
 * The demo's own products (gifts.csv, written for this demo).
 *
 * @throws ZodError naming the row and the field that is wrong.
 */
export function loadCatalog(): Gift[] {
  const text = readFileSync(path.join(__dirname, "gifts.csv"), "utf8")
  const rows = z.array(rowSchema).parse(parse(text, { columns: true, delimiter: ";", skip_empty_lines: true }))
  return rows.map((row) => ({
    handle: toHandle(row.title),
    title: row.title,
    description: row.description,
    category: row.category,
    priceEur: row.price_eur,
    priceUsd: dollarPrice(row.price_eur),
    stock: row.stock,
    motif: row.motif,
    refillDays: row.refill_days,
    recipients: row.recipients,
    occasions: row.occasions,
    ageBands: row.ages,
    styles: row.tags,
  }))
}
