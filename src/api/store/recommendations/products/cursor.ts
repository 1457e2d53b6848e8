import { createHash } from "node:crypto"
import { z } from "@medusajs/framework/zod"

/** Bytes of a product's id that a cursor keeps: of a thousand products two are taken for one in one of two million lists. */
const BYTES = 5
/** Products whose order a cursor can follow. */
export const CURSOR_PRODUCTS = 1_000

const nameOf = (id: string): string => createHash("sha256").update(id).digest().toString("base64url", 0, BYTES)

/** What the pages before have shown. It is all that a cursor says, so that nothing need be kept for those who never come back. */
export class ShownProducts {
  private readonly names: ReadonlySet<string>

  constructor(names: Iterable<string>) {
    this.names = new Set(names)
  }

  static readonly none = new ShownProducts([])

  /** Null for what is no cursor of ours. */
  static parse(cursor: string): ShownProducts | null {
    const bytes = Buffer.from(cursor, "base64url")
    if (bytes.length === 0 || bytes.length % BYTES !== 0 || bytes.toString("base64url") !== cursor) return null
    const count = bytes.length / BYTES
    return new ShownProducts(
      Array.from({ length: count }, (_, at) => bytes.toString("base64url", at * BYTES, (at + 1) * BYTES)),
    )
  }

  has(id: string): boolean {
    return this.names.has(nameOf(id))
  }

  /** The cursor of the next page, once these were shown too. */
  and(ids: readonly string[]): string {
    const names = new Set([...this.names, ...ids.map(nameOf)])
    return Buffer.concat([...names].map((name) => Buffer.from(name, "base64url"))).toString("base64url")
  }
}

/** A cursor as a query has it. */
export const cursorParameter = z
  .string()
  .max(2 * BYTES * CURSOR_PRODUCTS)
  .transform((text, context) => {
    const shown = ShownProducts.parse(text)
    if (shown) return shown
    context.addIssue({ code: "custom", message: "is none that this route has given" })
    return z.NEVER
  })
