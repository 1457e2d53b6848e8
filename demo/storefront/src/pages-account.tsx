import { useState } from "react"
import type { FormEvent, ReactElement } from "react"
import { MyData } from "../../../storefront-widget/src/privacy"
import { fieldOf, shop } from "./config"
import { listOrders, messageOf } from "./medusa"
import type { Order } from "./medusa"
import { mailTokenOf } from "./page-mail"
import { dayOf, Failed, Field, List, money, Picture, useLoaded, usePageTitle } from "./parts"
import { go } from "./router"
import { useShop } from "./shop-state"

export function AccountPage(): ReactElement {
  const { customer, signOut } = useShop()
  usePageTitle(`Account – ${shop.name}`)
  if (customer === undefined) return <div className="product-place" />
  if (!customer) return <SignInPage />
  return (
    <>
      <div className="page-head">
        <h1>{[customer.first_name, customer.last_name].filter(Boolean).join(" ") || customer.email}</h1>
        <span className="soft">{customer.email}</span>
        {mailTokenOf(customer.email) !== null && <a href="/mail">See the mail you would get</a>}
        <button className="button quiet" onClick={() => void signOut()}>
          Sign out
        </button>
      </div>
      <Orders />
      <List strategy="for_you" placement="account" limit={10} />
      <List strategy="buy_again" placement="account-again" limit={8} />
      <div className="shelf my-data">
        <MyData />
      </div>
    </>
  )
}

function Orders(): ReactElement {
  const { value: orders, error, retry } = useLoaded(listOrders, "orders")
  return (
    <section className="orders">
      <h2>Your latest orders</h2>
      <Failed error={error} retry={retry} />
      {orders?.length === 0 && <p className="soft">No orders yet.</p>}
      <ul>
        {orders?.map((order) => (
          <OrderRow key={order.id} order={order} />
        ))}
      </ul>
    </section>
  )
}

function OrderRow({ order }: { order: Order }): ReactElement {
  return (
    <li>
      <a href={`/orders/${order.id}`}>Order {order.display_id}</a>
      <span className="soft">{dayOf(order.created_at)}</span>
      <span className="thumbs">
        {order.items?.slice(0, 5).map((item) => (
          <Picture key={item.id} src={item.thumbnail} />
        ))}
      </span>
      <span>{money(order.total, order.currency_code)}</span>
    </li>
  )
}

function SignInPage(): ReactElement {
  const { signIn, register } = useShop()
  const [problem, setProblem] = useState("")
  const [isNew, setIsNew] = useState(false)
  const enter = async (work: Promise<void>) => {
    try {
      await work
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
      <div className="entrance">
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
            <h2>Try a demo shopper</h2>
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
