import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react"
import type { ReactElement, ReactNode } from "react"
import { shop } from "./config"
import { CART_FIELDS, sdk } from "./medusa"
import type { Cart, Customer } from "./medusa"

const CART_KEY = "demo.cart"
const CONSENT_KEY = "demo.consent"
const REGION_KEY = "demo.region"

export interface ShopState {
  readonly region: (typeof shop.regions)[number] | undefined
  readonly setRegion: (id: string) => void
  readonly cart: Cart | null
  readonly addToCart: (variantId: string, metadata?: Record<string, unknown>) => Promise<void>
  readonly setQuantity: (lineItemId: string, quantity: number) => Promise<void>
  readonly forgetCart: () => void
  readonly customer: Customer | null
  readonly signIn: (email: string, password: string) => Promise<void>
  readonly register: (input: { email: string; password: string; name: string }) => Promise<void>
  readonly signOut: () => Promise<void>
  /** Null while the shopper has not answered. */
  readonly consent: boolean | null
  readonly setConsent: (consent: boolean) => void
}

const Context = createContext<ShopState | null>(null)

export function useShop(): ShopState {
  const state = useContext(Context)
  if (!state) throw new Error("no <ShopProvider>")
  return state
}

function useRegion() {
  const [id, setId] = useState(() => localStorage.getItem(REGION_KEY) ?? shop.regionId)
  const region = shop.regions.find((known) => known.id === id) ?? shop.regions[0]
  const setRegion = useCallback((next: string) => {
    localStorage.setItem(REGION_KEY, next)
    setId(next)
  }, [])
  return { region, setRegion }
}

function useConsent() {
  const [consent, set] = useState(() => {
    const kept = localStorage.getItem(CONSENT_KEY)
    return kept === null ? null : kept === "yes"
  })
  const setConsent = useCallback((next: boolean) => {
    localStorage.setItem(CONSENT_KEY, next ? "yes" : "no")
    set(next)
  }, [])
  return { consent, setConsent }
}

function useCart(regionId: string | undefined) {
  const [cart, setCart] = useState<Cart | null>(null)
  // Two quick clicks must not make two carts.
  const making = useRef<Promise<Cart> | null>(null)
  const forgetCart = useCallback(() => {
    localStorage.removeItem(CART_KEY)
    making.current = null
    setCart(null)
  }, [])
  useEffect(() => {
    const id = localStorage.getItem(CART_KEY)
    if (!id) return
    sdk.store.cart.retrieve(id, { fields: CART_FIELDS }).then(({ cart: found }) => {
      // An order was made of it, in this tab or in another.
      if (found.completed_at) forgetCart()
      else setCart(found)
    }, forgetCart)
  }, [forgetCart])
  useEffect(() => {
    if (!cart || !regionId || cart.region_id === regionId) return
    void sdk.store.cart
      .update(cart.id, { region_id: regionId }, { fields: CART_FIELDS })
      .then((answer) => setCart(answer.cart))
  }, [cart, regionId])
  const cartOrNew = useCallback(async () => {
    if (cart) return cart
    making.current ??= sdk.store.cart.create({ ...(regionId && { region_id: regionId }) }).then((answer) => answer.cart)
    const made = await making.current
    localStorage.setItem(CART_KEY, made.id)
    return made
  }, [cart, regionId])
  const addToCart = useCallback(
    async (variantId: string, metadata?: Record<string, unknown>) => {
      const { id } = await cartOrNew()
      const item = { variant_id: variantId, quantity: 1, ...(metadata && { metadata }) }
      setCart((await sdk.store.cart.createLineItem(id, item, { fields: CART_FIELDS })).cart)
    },
    [cartOrNew],
  )
  const setQuantity = useCallback(
    async (lineItemId: string, quantity: number) => {
      if (!cart) return
      if (quantity > 0) await sdk.store.cart.updateLineItem(cart.id, lineItemId, { quantity })
      else await sdk.store.cart.deleteLineItem(cart.id, lineItemId)
      setCart((await sdk.store.cart.retrieve(cart.id, { fields: CART_FIELDS })).cart)
    },
    [cart],
  )
  return { cart, addToCart, setQuantity, forgetCart }
}

function useCustomer(cartId: string | undefined, forgetCart: () => void) {
  const [customer, setCustomer] = useState<Customer | null>(null)
  const load = useCallback(async () => {
    const token = await sdk.client.getToken()
    if (!token) return
    setCustomer((await sdk.store.customer.retrieve()).customer)
  }, [])
  useEffect(() => {
    load().catch(() => void sdk.client.clearToken())
  }, [load])
  const signIn = useCallback(
    async (email: string, password: string) => {
      const answer = await sdk.auth.login("customer", "emailpass", { email, password })
      if (typeof answer !== "string") throw new Error("This account signs in elsewhere.")
      // What was put into the cart before goes along with the customer.
      if (cartId) await sdk.store.cart.transferCart(cartId)
      await load()
    },
    [cartId, load],
  )
  const register = useCallback(
    async ({ email, password, name }: { email: string; password: string; name: string }) => {
      const [first_name, ...rest] = name.trim().split(" ")
      const token = await sdk.auth.register("customer", "emailpass", { email, password })
      const headers = { Authorization: `Bearer ${token}` }
      await sdk.store.customer.create({ email, first_name, last_name: rest.join(" ") }, {}, headers)
      await signIn(email, password)
    },
    [signIn],
  )
  const signOut = useCallback(async () => {
    await sdk.auth.logout().catch(() => sdk.client.clearToken())
    forgetCart()
    setCustomer(null)
  }, [forgetCart])
  return { customer, signIn, register, signOut }
}

export function ShopProvider({ children }: { children: ReactNode }): ReactElement {
  const regions = useRegion()
  const consents = useConsent()
  const carts = useCart(regions.region?.id)
  const customers = useCustomer(carts.cart?.id, carts.forgetCart)
  const state = useMemo(
    () => ({ ...regions, ...consents, ...carts, ...customers }),
    // Each part is new with each rendering; its values are not.
    [...Object.values(regions), ...Object.values(consents), ...Object.values(carts), ...Object.values(customers)],
  )
  return <Context.Provider value={state}>{children}</Context.Provider>
}
