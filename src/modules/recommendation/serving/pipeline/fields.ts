/** How a product's fields are read: from one statement of ours, or by Medusa's own query. */
export type FieldPlan =
  | { readonly kind: "full" }
  | { readonly kind: "slim"; readonly columns: readonly string[] }
  | { readonly kind: "graph"; readonly fields: string }

/** Columns of the store's product that our statement reads as they are. */
const COLUMNS: ReadonlySet<string> = new Set([
  ...["id", "title", "subtitle", "description", "handle", "is_giftcard", "discountable", "thumbnail", "collection_id"],
  ...["type_id", "weight", "length", "height", "width", "hs_code", "origin_country", "mid_code", "material"],
  ...["created_at", "updated_at"],
])

/** Ways to write what comes with every product here. */
const ALWAYS: ReadonlySet<string> = new Set([
  ...["variants.id", "variants.calculated_price", "*variants.calculated_price", "variants.calculated_price.*"],
])

/** The fastest way that gives exactly the fields asked for. */
export function planFields(fields: string | null): FieldPlan {
  if (fields === null || fields.trim() === "") return { kind: "full" }
  const wanted = fields.split(",").map((field) => field.trim())
  const columns = wanted.filter((field) => !ALWAYS.has(field))
  if (columns.every((field) => COLUMNS.has(field))) return { kind: "slim", columns: [...new Set(["id", ...columns])] }
  return { kind: "graph", fields }
}

/** Whether numbers in stock are asked for, which change with each order: no such answer may be kept. */
export function showsStock(fields: string | null): boolean {
  return fields !== null && fields.includes("inventory")
}
