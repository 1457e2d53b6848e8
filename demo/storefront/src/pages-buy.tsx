import { useState } from "react"
import type { FormEvent, ReactElement } from "react"
import { fieldOf, shop } from "./config"
import { Icon } from "./icons"
import { findOrder, placeOrder } from "./medusa"
import type { Cart } from "./medusa"
import { drawnPicture, Field, List, messageOf, money, Picture, SetShelf, useLoaded, usePageTitle } from "./parts"
import { go } from "./router"
import { useShop } from "./shop-state"

export function CartPage(): ReactElement {
  const { cart } = useShop()
  usePageTitle(`Cart – ${shop.name}`)
  const heading = <h1>Your cart</h1>
  if (cart === undefined) return <div className="grid-place">{heading}</div>
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
      {!isEmpty && <List strategy="cart" placement="cart" cartId={cart.id} limit={8} />}
      <List strategy="for_you" placement="cart-for-you" cartId={cart?.id} limit={8} />
      {/* Last: where there is no set, its place stays empty until it is out of sight. */}
      {!isEmpty && (
        <SetShelf
          key={cart.items?.map(({ variant_id }) => variant_id).join()}
          cartId={cart.id}
          placement="cart-set"
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
  return (
    <ul className="lines">
      {cart.items?.map((item) => (
        <li key={item.id}>
          <Picture src={item.thumbnail} />
          <div>
            <a href={`/products/${encodeURIComponent(item.product_handle ?? "")}`}>{item.product_title}</a>
            <p className="soft">{money(item.unit_price, cart.currency_code)}</p>
            <Given metadata={item.metadata} />
          </div>
          <div className="quantity" role="group" aria-label={`How many of ${item.product_title ?? ""}`}>
            <button aria-label="One less" onClick={() => void setQuantity(item.id, item.quantity - 1)}>
              −
            </button>
            <output>{item.quantity}</output>
            <button aria-label="One more" onClick={() => void setQuantity(item.id, item.quantity + 1)}>
              +
            </button>
          </div>
          <span className="line-total">{money(item.unit_price * item.quantity, cart.currency_code)}</span>
        </li>
      ))}
    </ul>
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
      go(`/orders/${id}`)
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

export function ConfirmationPage({ orderId }: { orderId: string }): ReactElement {
  const { value: order } = useLoaded(() => findOrder(orderId), orderId)
  usePageTitle(`Thank you – ${shop.name}`)
  return (
    <>
      <section className="thanks">
        <Icon name="check" />
        <div>
          <h1>Thank you. It is on its way.</h1>
          <p className="soft order-number">
            {order && `Order ${order.display_id ?? ""}, ${money(order.total, order.currency_code)}.`}
          </p>
          <p className="soft">Your recommendations below are already up to date.</p>
          <p className="thumbs">
            {order?.items?.slice(0, 8).map((item) => (
              <Picture key={item.id} src={item.thumbnail} />
            ))}
          </p>
        </div>
      </section>
      <List strategy="for_you" placement="confirmation" limit={10} />
      <List strategy="buy_again" placement="confirmation-again" limit={8} />
    </>
  )
}
