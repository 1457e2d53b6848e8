import { mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"

const MAIN = "apps/storefront/src/app/[countryCode]/(main)"

/** Files of a small shop that is laid out as Medusa's starter is. */
export const STARTER: Readonly<Record<string, string>> = {
  "pnpm-lock.yaml": "lockfileVersion: 9\n",
  "apps/backend/package.json": `{ "dependencies": { "@medusajs/medusa": "2.21.2" } }\n`,
  "apps/backend/medusa-config.ts": `import { defineConfig } from '@medusajs/framework/utils'

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
  }
})
`,
  "apps/storefront/package.json": `{ "dependencies": { "next": "15.5.21" } }\n`,
  [`${MAIN}/layout.tsx`]: `import { retrieveCustomer } from "@lib/data/customer"
import Nav from "@modules/nav"

export default async function PageLayout(props: { children: React.ReactNode }) {
  const customer = await retrieveCustomer()

  return (
    <>
      <Nav customer={customer} />
      {props.children}
    </>
  )
}
`,
  [`${MAIN}/page.tsx`]: `import Hero from "@modules/hero"

export default async function Home(props: { params: Promise<{ countryCode: string }> }) {
  const { countryCode } = await props.params

  return (
    <>
      <Hero />
      <p>{countryCode}</p>
    </>
  )
}
`,
  [`${MAIN}/cart/page.tsx`]: `import { retrieveCart } from "@lib/data/cart"
import CartTemplate from "@modules/cart/templates"

export default async function Cart() {
  const cart = await retrieveCart()

  return <CartTemplate cart={cart} />
}
`,
  [`${MAIN}/order/[id]/confirmed/page.tsx`]: `import Completed from "@modules/order/completed"

export default async function Confirmed(props: Props) {
  const order = await retrieveOrder(props)

  return <Completed order={order} />
}
`,
  "apps/storefront/src/modules/products/templates/index.tsx": `import RelatedProducts from "@modules/products/related"

const ProductTemplate = ({ product, countryCode }: Props) => {
  return (
    <div>
      <RelatedProducts product={product} countryCode={countryCode} />
    </div>
  )
}

export default ProductTemplate
`,
  "apps/storefront/src/lib/data/cart.ts": `"use server"

import { sdk } from "@lib/config"
import { redirect } from "next/navigation"
import { setCartId } from "./cookies"

export async function getOrSetCart(regionId: string) {
  const { cart } = await sdk.store.cart.create({ region_id: regionId })
  await setCartId(cart.id)
  return cart
}

export async function addToCart({ variantId, quantity }: Line) {
  const cart = await getOrSetCart("reg")
  await sdk.store.cart.createLineItem(
    cart.id,
    {
      variant_id: variantId,
      quantity,
    },
    {}
  )
}

export async function placeOrder(id: string) {
  const result = await sdk.store.cart.complete(id)
  if (result.type === "order") {
    redirect(\`/order/\${result.order.id}/confirmed\`)
  }
}
`,
  "apps/storefront/src/lib/data/customer.ts": `"use server"

import { sdk } from "@lib/config"
import { removeAuthToken, setAuthToken } from "./cookies"

export async function login(email: string, password: string) {
  const token = await sdk.auth.login("customer", "emailpass", { email, password })
  await setAuthToken(token)
}

export async function signout() {
  await removeAuthToken()
}
`,
}

/** Writes a shop; files that are null are left out. */
export function writeStarter(root: string, changed: Readonly<Record<string, string | null>> = {}): void {
  const files: Readonly<Record<string, string | null>> = { ...STARTER, ...changed }
  for (const [file, text] of Object.entries(files)) {
    if (text === null) continue
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
}
