import { useState } from "react"
import type { FormEvent, ReactElement } from "react"
import { fieldOf, shop } from "./config"
import { Icon } from "./icons"
import { findOrder, messageOf, placeOrder } from "./medusa"
import type { Cart, Order } from "./medusa"
import { dayOf, drawnPicture, Failed, Field, List, money, Picture, SetShelf, useLoaded, usePageTitle } from "./parts"
import { go } from "./router"
import { useShop } from "./shop-state"

/** Placement of the set: the lists of the page leave out what it shows. */
const SET = "cart-set"

export function CartPage(): ReactElement {
  const { cart, cartError, loadCart } = useShop()
  usePageTitle(`Cart – ${shop.name}`)
  const heading = <h1>Your cart</h1>
  if (cart === undefined) {
    return (
      <div className="grid-place">
        {heading}
        <Failed error={cartError} retry={loadCart} />
      </div>
    )
  }
  const isEmpty = !cart?.items?.length
  return (
    <>
      {heading}
      {isEmpty ? (
        <EmptyCart />
      ) : (
        <div className="cart">
          <Lines cart={cart} />
          <Checkout cart={cart} />
        </div>
      )}
      {!isEmpty && <List strategy="cart" placement="cart" besideSet={SET} cartId={cart.id} limit={8} />}
      <List strategy="for_you" placement="cart-for-you" besideSet={SET} cartId={cart?.id} limit={8} />
      {/* Last: where there is no set, its place stays empty until it is out of sight. */}
      {!isEmpty && (
        <SetShelf
          key={cart.items?.map(({ variant_id }) => variant_id).join()}
          cartId={cart.id}
          placement={SET}
          labels={{ title: "Often ordered with these" }}
        />
      )}
    </>
  )
}

function EmptyCart(): ReactElement {
  return (
    <div className="empty">
      <Picture src={drawnPicture("basket", 0)} />
      <p>Your cart is empty.</p>
      <a className="button" href="/gifts">
        Find a gift
      </a>
    </div>
  )
}

function Lines({ cart }: { cart: Cart }): ReactElement {
  const { setQuantity } = useShop()
  const [problem, setProblem] = useState("")
  const [busy, setBusy] = useState(false)
  const change = async (id: string, quantity: number): Promise<void> => {
    // A second press before the answer would count from the old quantity.
    if (busy) return
    setBusy(true)
    setProblem("")
    await setQuantity(id, quantity).catch((error: unknown) => setProblem(messageOf(error)))
    setBusy(false)
  }
  return (
    <div aria-busy={busy}>
      <ul className="lines">
        {cart.items?.map((item) => (
          <li key={item.id}>
            <Picture src={item.thumbnail} />
            <div>
              <a href={`/products/${encodeURIComponent(item.product_handle ?? "")}`}>{item.product_title}</a>
              <p className="soft">{money(item.unit_price, cart.currency_code)}</p>
              <Given metadata={item.metadata} />
            </div>
            <Quantity item={item} change={(quantity) => void change(item.id, quantity)} />
            <span className="line-total">{money(item.unit_price * item.quantity, cart.currency_code)}</span>
          </li>
        ))}
      </ul>
      <p role="alert">{problem}</p>
    </div>
  )
}

type CartItem = NonNullable<Cart["items"]>[number]

function Quantity({ item, change }: { item: CartItem; change: (quantity: number) => void }): ReactElement {
  return (
    <div className="quantity" role="group" aria-label={`How many of ${item.product_title ?? ""}`}>
      <button aria-label={item.quantity > 1 ? "One less" : "Remove"} onClick={() => change(item.quantity - 1)}>
        −
      </button>
      <output>{item.quantity}</output>
      <button aria-label="One more" onClick={() => change(item.quantity + 1)}>
        +
      </button>
    </div>
  )
}

/** What the giver said of a line: that it is a gift, and what goes with it. */
function Given({ metadata }: { metadata: Record<string, unknown> | null | undefined }): ReactElement | null {
  if (metadata?.is_gift !== true) return null
  const message = metadata.gift_message
  return <p className="soft">{typeof message === "string" ? `A gift, with the words “${message}”` : "A gift"}</p>
}

function Checkout({ cart }: { cart: Cart }): ReactElement {
  const { customer, region, forgetCart } = useShop()
  const [problem, setProblem] = useState("")
  const [busy, setBusy] = useState(false)
  const buy = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => fieldOf(form, name)
    setBusy(true)
    try {
      const id = await placeOrder(cart, {
        ...{ email: text("email"), name: text("name"), isGift: form.has("gift") },
        countryCode: region?.countries[0] ?? "de",
      })
      forgetCart()
      go(`/orders/${id}?${PLACED}`)
    } catch (error) {
      setProblem(messageOf(error))
      setBusy(false)
    }
  }
  const name = [customer?.first_name, customer?.last_name].filter(Boolean).join(" ")
  // A form that fills itself in later would write over what was typed.
  if (customer === undefined) return <div className="checkout checkout-place" />
  return (
    <form className="checkout" onSubmit={(event) => void buy(event)} key={customer?.id}>
      <h2>
        Subtotal <span>{money(cart.item_total ?? cart.total ?? 0, cart.currency_code)}</span>
      </h2>
      <Field label="E-mail">
        {(id) => (
          <input id={id} name="email" type="email" autoComplete="email" required defaultValue={customer?.email ?? ""} />
        )}
      </Field>
      <Field label="Name">
        {(id) => <input id={id} name="name" autoComplete="name" required defaultValue={name} />}
      </Field>
      <p>
        <label>
          <input type="checkbox" name="gift" /> This is a gift: don’t use it for my recommendations
        </label>
      </p>
      <button className="button" disabled={busy}>
        {busy ? "Placing the order…" : "Place the order"}
      </button>
      <p className="fine">A demo: nothing is paid and nothing is sent.</p>
      <p role="alert">{problem}</p>
    </form>
  )
}

/** What says that an order was placed a moment ago; without it the page is of an order that was looked up. */
const PLACED = "placed"

export function OrderPage({ orderId }: { orderId: string }): ReactElement {
  const { value: order, error, retry } = useLoaded(() => findOrder(orderId), orderId)
  const isNew = new URLSearchParams(location.search).has(PLACED)
  usePageTitle(`${isNew ? "Thank you" : "Your order"} – ${shop.name}`)
  if (order === null) return <MissingOrder />
  const number = order?.display_id ?? ""
  return (
    <>
      <section className="thanks">
        <Icon name="check" />
        <div>
          <h1>{isNew ? "Thank you. It is on its way." : `Your order ${number}`}</h1>
          <p className="soft order-number">{order && orderWords(order, isNew)}</p>
          <Failed error={error} retry={retry} />
          {isNew && <p className="soft">Your recommendations below are already up to date.</p>}
          <p className="thumbs">
            {order?.items?.slice(0, 8).map((item) => (
              <a key={item.id} href={`/products/${encodeURIComponent(item.product_handle ?? "")}`} title={item.title}>
                <Picture src={item.thumbnail} alt={item.product_title ?? item.title} />
              </a>
            ))}
          </p>
        </div>
      </section>
      <List strategy="for_you" placement="confirmation" limit={10} />
      <List strategy="buy_again" placement="confirmation-again" limit={8} />
    </>
  )
}

function orderWords({ display_id, created_at, total, currency_code }: Order, isNew: boolean): string {
  const sum = money(total, currency_code)
  return isNew ? `Order ${display_id ?? ""}, ${sum}.` : `${dayOf(created_at)}, ${sum}`
}

function MissingOrder(): ReactElement {
  return (
    <>
      <h1>Order not found</h1>
      <p>
        The address may be mistyped. Your orders are in your <a href="/account">account</a>.
      </p>
      <List strategy="popular" placement="missing" limit={8} />
    </>
  )
}
