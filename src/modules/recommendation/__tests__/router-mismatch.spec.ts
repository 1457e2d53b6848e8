import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { routerMismatch } from "../router-mismatch"

let shop: string

beforeEach(() => (shop = mkdtempSync(path.join(tmpdir(), "svm-router-"))))
afterEach(() => rmSync(shop, { recursive: true }))

function put(folder: string, version: string): void {
  const full = path.join(shop, "node_modules", folder)
  mkdirSync(full, { recursive: true })
  writeFileSync(path.join(full, "package.json"), JSON.stringify({ version }))
}
const ask = (): string | null => routerMismatch(path.join(shop, "node_modules/plugin/page.js"), shop)

test("router: a shop that raised Medusa and kept its own router learns which one the dashboard needs", () => {
  put("@medusajs/dashboard", "2.21.2")
  put("@medusajs/dashboard/node_modules/react-router-dom", "7.18.2")
  put("react-router-dom", "6.30.4")
  expect(ask()).toContain('Set "react-router-dom": "7.18.2" in the shop\'s package.json')
})

test("router: two that fit, and a shop without a dashboard, are nothing to speak of", () => {
  put("react-router-dom", "6.30.4")
  expect(ask()).toBeNull()
  put("@medusajs/dashboard", "2.18.0")
  expect(ask()).toBeNull()
})
