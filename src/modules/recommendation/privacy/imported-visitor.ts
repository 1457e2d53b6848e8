import type { ShopperHash } from "./shopper-hashes"

/**
 * Visitor id of a shopper of an imported file or log whom no customer of the shop
 * matches. Other systems name shoppers by e-mail address or account number: only a
 * keyed hash of that name is stored, so that it still distinguishes two shoppers and
 * erasing the customer of that address finds it, while the table holds no address.
 */
export function importedVisitor(hash: ShopperHash, name: string): string {
  const trimmed = name.trim()
  // Addresses are the same in any case; account numbers may not be.
  return `import:${hash(trimmed.includes("@") ? trimmed.toLowerCase() : trimmed)}`
}
