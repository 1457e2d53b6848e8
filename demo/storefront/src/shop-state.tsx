import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react"
import type { ReactElement, ReactNode } from "react"
import { FetchError } from "@medusajs/js-sdk"
import { shop } from "./config"
import type { BundleContext, ChosenItem } from "../../../storefront-widget/src/page"
import { addSet, CART_FIELDS, messageOf, sdk } from "./medusa"
import type { Cart, Customer } from "./medusa"

const CART_KEY = "demo.cart"
const CONSENT_KEY = "demo.consent"
const REGION_KEY = "demo.region"
const WISHES_KEY = "demo.wishes"
const CONFIDENCE_KEY = "demo.confidence"

export interface ShopState {
  readonly region: (typeof shop.regions)[number] | undefined
  readonly setRegion: (id: string) => void
  /** Null where there is none, undefined while that is not known yet. */
  readonly cart: Cart | null | undefined
  /** What to say where the shop did not give the cart; the cart is undefined then. */
  readonly cartError: string | null
  readonly loadCart: () => void
  /** Known before the cart itself. */
  readonly cartId: string | undefined
  readonly addToCart: (variantId: string, metadata?: Record<string, unknown>) => Promise<void>
  /** Products of a set, all of them or none. */
  readonly addSetToCart: (items: readonly ChosenItem[], context: BundleContext) => Promise<void>
  readonly setQuantity: (lineItemId: string, quantity: number) => Promise<void>
  readonly forgetCart: () => void
  /** Undefined while that is not known yet. */
  readonly customer: Customer | null | undefined
  readonly signIn: (email: string, password: string) => Promise<void>
  readonly register: (input: { email: string; password: string; name: string }) => Promise<void>
  readonly signOut: () => Promise<void>
  /** Null while the shopper has not answered. */
  readonly consent: boolean | null
  readonly setConsent: (consent: boolean) => void
  /** Ids of what is saved, the latest last; each customer's and the guest's own. */
  readonly wishes: readonly string[]
  readonly setWish: (productId: string, wished: boolean) => void
  /** Whether the lists say how sure they are: for the curious, not for shoppers. */
  readonly showConfidence: boolean
  readonly setShowConfidence: (show: boolean) => void
}

const Context = createContext<ShopState | null>(null)

export function useShop(): ShopState {
  const state = useContext(Context)
  if (!state) throw new Error("no <ShopProvider>")
  return state
}

/** The shop has answered that it does not know this; anything else may pass. */
const isRefusal = (error: unknown): boolean => error instanceof FetchError && (error.status ?? 500) < 500

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

function useConfidence() {
  const [showConfidence, set] = useState(() => localStorage.getItem(CONFIDENCE_KEY) === "yes")
  const setShowConfidence = useCallback((next: boolean) => {
    localStorage.setItem(CONFIDENCE_KEY, next ? "yes" : "no")
    set(next)
  }, [])
  return { showConfidence, setShowConfidence }
}

/** Kept by the browser, under whose they are: the demo's shop has no wishlist of its own. */
function useWishes(customerId: string | undefined) {
  const key = `${WISHES_KEY}.${customerId ?? "guest"}`
  const read = useCallback((): string[] => localStorage.getItem(key)?.split(",").filter(Boolean) ?? [], [key])
  const [state, setState] = useState({ key, wishes: read() })
  const wishes = useMemo(() => (state.key === key ? state.wishes : read()), [state, key, read])
  const setWish = useCallback(
    (productId: string, wished: boolean) => {
      const others = read().filter((id) => id !== productId)
      const next = wished ? [...others, productId] : others
      localStorage.setItem(key, next.join(","))
      setState({ key, wishes: next })
    },
    [key, read],
  )
  return { wishes, setWish }
}

/** The cart of an earlier page; null when there is none, or an order was made of it. */
async function keptCart(): Promise<Cart | null> {
  const id = localStorage.getItem(CART_KEY)
  if (!id) return null
  try {
    const { cart } = await sdk.store.cart.retrieve(id, { fields: CART_FIELDS })
    if (!cart.completed_at) return cart
  } catch (error) {
    if (!isRefusal(error)) throw error
  }
  localStorage.removeItem(CART_KEY)
  return null
}

async function openCart(regionId: string | undefined): Promise<Cart> {
  const kept = await keptCart()
  if (kept) return kept
  const { cart } = await sdk.store.cart.create({ ...(regionId && { region_id: regionId }) })
  localStorage.setItem(CART_KEY, cart.id)
  return cart
}

function useCart(regionId: string | undefined) {
  const [cart, setCart] = useState<Cart | null | undefined>(() => (localStorage.getItem(CART_KEY) ? undefined : null))
  // Two quick clicks must not make two carts.
  const making = useRef<Promise<Cart> | null>(null)
  const forgetCart = useCallback(() => {
    localStorage.removeItem(CART_KEY)
    setCart(null)
  }, [])
  const [cartError, setCartError] = useState<string | null>(null)
  const loadCart = useCallback(() => {
    setCartError(null)
    // Where the shop does not answer, nobody knows that the cart is empty.
    keptCart().then(setCart, (error: unknown) => setCartError(messageOf(error)))
  }, [])
  useEffect(loadCart, [loadCart])
  useEffect(() => {
    if (!cart || !regionId || cart.region_id === regionId) return
    void sdk.store.cart
      .update(cart.id, { region_id: regionId }, { fields: CART_FIELDS })
      .then((answer) => setCart(answer.cart))
  }, [cart, regionId])
  const cartOrNew = useCallback(async () => {
    if (cart) return cart
    making.current ??= openCart(regionId)
    try {
      return await making.current
    } finally {
      making.current = null
    }
  }, [cart, regionId])
  const addToCart = useCallback(
    async (variantId: string, metadata?: Record<string, unknown>) => {
      const { id } = await cartOrNew()
      const item = { variant_id: variantId, quantity: 1, ...(metadata && { metadata }) }
      setCart((await sdk.store.cart.createLineItem(id, item, { fields: CART_FIELDS })).cart)
    },
    [cartOrNew],
  )
  const addSetToCart = useCallback(
    async (items: readonly ChosenItem[], context: BundleContext) => {
      const { id } = await cartOrNew()
      await addSet(id, items, context)
      setCart((await sdk.store.cart.retrieve(id, { fields: CART_FIELDS })).cart)
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
  const cartId = cart === undefined ? (localStorage.getItem(CART_KEY) ?? undefined) : cart?.id
  return { cart, cartError, loadCart, cartId, addToCart, addSetToCart, setQuantity, forgetCart }
}

function useCustomer(cartId: string | undefined, forgetCart: () => void) {
  const [customer, setCustomer] = useState<Customer | null>()
  const load = useCallback(async () => {
    const token = await sdk.client.getToken()
    setCustomer(token ? (await sdk.store.customer.retrieve()).customer : null)
  }, [])
  useEffect(() => {
    load().catch((error: unknown) => {
      setCustomer(null)
      // A shop that does not answer just now has not refused the token.
      if (isRefusal(error)) void sdk.client.clearToken()
    })
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
  const confidence = useConfidence()
  const carts = useCart(regions.region?.id)
  const customers = useCustomer(carts.cart?.id, carts.forgetCart)
  const wishes = useWishes(customers.customer?.id)
  const state = useMemo(
    () => ({ ...regions, ...consents, ...confidence, ...carts, ...customers, ...wishes }),
    // Each part is new with each rendering; its values are not.
    [regions, consents, confidence, carts, customers, wishes].flatMap((part) => Object.values<unknown>({ ...part })),
  )
  return <Context.Provider value={state}>{children}</Context.Provider>
}
