import { createHmac } from "node:crypto"
import { importedVisitor } from "../imported-visitor"

const hash = (text: string): string => createHmac("sha256", "salt").update(text).digest("hex").slice(0, 32)

test("an e-mail address gives the same visitor in any case, and none of its text is in it", () => {
  const visitor = importedVisitor(hash, " Ann@Example.com")
  expect(visitor).toBe(importedVisitor(hash, "ann@example.com"))
  expect(visitor).toMatch(/^import:[0-9a-f]{32}$/)
})

test("account numbers that differ in case are two visitors", () => {
  expect(importedVisitor(hash, "a1")).not.toBe(importedVisitor(hash, "A1"))
})

test("two shops with different salts have nothing in common", () => {
  const other = (text: string): string => createHmac("sha256", "other").update(text).digest("hex").slice(0, 32)
  expect(importedVisitor(hash, "ann@example.com")).not.toBe(importedVisitor(other, "ann@example.com"))
})
