import { useState } from "react"
import type { FormEvent, ReactElement } from "react"
import { CHANGED_EVENT } from "../../../storefront-widget/src/index"
import { fieldOf, shop } from "./config"
import { placeOrder } from "./medusa"
import type { Cart } from "./medusa"
import { Field, List, messageOf, money, Picture, usePageTitle } from "./parts"
import { go } from "./router"
import { useShop } from "./shop-state"

export function CartPage(): ReactElement {
  const { cart } = useShop()
  usePageTitle(`Cart – ${shop.name}`)
  const items = cart?.items ?? []
  return (
    <>
      <h1>Your cart</h1>
      {cart && items.length > 0 ? (
        <div className="cart">
          <Lines cart={cart} />
          <Checkout cart={cart} />
        </div>
      ) : (
        <p>It is empty. That can be mended.</p>
      )}
      {cart && items.length > 0 && <List strategy="cart" placement="cart" cartId={cart.id} limit={8} />}
      <List strategy="for_you" placement="cart-for-you" cartId={cart?.id} limit={8} />
    </>
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
            <p>{money(item.unit_price, cart.currency_code)}</p>
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
        </li>
      ))}
    </ul>
  )
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
  return (
    <form className="checkout" onSubmit={(event) => void buy(event)} key={customer?.id}>
      <h2>
        Together <span>{money(cart.item_total ?? cart.total ?? 0, cart.currency_code)}</span>
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
          <input type="checkbox" name="gift" /> It is a gift: do not take it for my taste
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
  usePageTitle(`Thank you – ${shop.name}`)
  return (
    <>
      <h1>Thank you. It is on its way.</h1>
      <p>
        Order <code>{orderId}</code>. The lists below know of it already.
      </p>
      <List strategy="for_you" placement="confirmation" limit={10} showConfidence />
      <List strategy="buy_again" placement="confirmation-again" limit={8} />
    </>
  )
}

export function AccountPage(): ReactElement {
  const { customer, signOut } = useShop()
  usePageTitle(`Account – ${shop.name}`)
  if (!customer) return <SignInPage />
  return (
    <>
      <h1>{[customer.first_name, customer.last_name].filter(Boolean).join(" ") || customer.email}</h1>
      <p>{customer.email}</p>
      <p>
        <button className="button quiet" onClick={() => void signOut()}>
          Sign out
        </button>
      </p>
      <List strategy="buy_again" placement="account-again" limit={8} />
      <List strategy="for_you" placement="account" limit={10} showConfidence />
    </>
  )
}

function SignInPage(): ReactElement {
  const { signIn, register } = useShop()
  const [problem, setProblem] = useState("")
  const [isNew, setIsNew] = useState(false)
  const enter = async (work: Promise<void>) => {
    try {
      await work
      // Signing in is no request for a cart: the lists are told by hand.
      dispatchEvent(new Event(CHANGED_EVENT))
      go("/")
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [email, password, name] = ["email", "password", "name"].map((field) => fieldOf(form, field))
    void enter(isNew ? register({ email, password, name }) : signIn(email, password))
  }
  return (
    <>
      <h1>{isNew ? "Open an account" : "Sign in"}</h1>
      <div className="cart">
        <form className="checkout" onSubmit={submit}>
          {isNew && <Field label="Name">{(id) => <input id={id} name="name" autoComplete="name" required />}</Field>}
          <Field label="E-mail">
            {(id) => <input id={id} name="email" type="email" autoComplete="email" required />}
          </Field>
          <Field label="Password">
            {(id) => (
              <input
                id={id}
                name="password"
                type="password"
                autoComplete={isNew ? "new-password" : "current-password"}
                required
              />
            )}
          </Field>
          <button className="button">{isNew ? "Open the account" : "Sign in"}</button>{" "}
          <button type="button" className="button quiet" onClick={() => setIsNew(!isNew)}>
            {isNew ? "I have an account" : "I am new here"}
          </button>
          <p role="alert">{problem}</p>
        </form>
        {shop.shoppers.length > 0 && (
          <section className="personas">
            <h2>Or borrow a shopper</h2>
            <ul>
              {shop.shoppers.map(({ email, password, name, about }) => (
                <li key={email}>
                  <button className="persona" onClick={() => void enter(signIn(email, password))}>
                    <strong>Sign in as {name}</strong>
                    <span>{about}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
  )
}
