import { z } from "@medusajs/framework/zod"

/** A field of metadata whose value is the id in the file. */
const metadataField = z
  .string()
  .regex(/^metadata\.[A-Za-z0-9_-]{1,64}$/, "one of the ways named in the API, or metadata.FIELD")

/** How the ids and values of an uploaded file are to be read. */
export const AdminImportFile = z.strictObject({
  products: z.union([z.enum(["external_id", "id", "handle", "sku"]), metadataField]).default("external_id"),
  customers: z.union([z.enum(["email", "id"]), metadataField]).default("email"),
  currency: z
    .string()
    .regex(/^[a-z]{3}$/, "a currency is three small letters, such as eur")
    .optional(),
  encoding: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,32}$/, "the name of an encoding, such as iso-8859-2")
    .optional(),
  liked_from: z.coerce.number().min(0).max(1_000).optional(),
})
