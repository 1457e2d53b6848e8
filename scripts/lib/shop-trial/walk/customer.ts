import { addToCart } from "./guest"
import type { Shopper, ShownList } from "./shopper"

export interface Login {
  readonly email: string
  readonly password: string
  /** Titles that the customer has bought of. */
  readonly bought: readonly string[]
}

/** A customer with orders: logs in without a reload, is known at home, stays it after a change, and leaves as a stranger. */
export async function walkAsCustomer(shopper: Shopper, { email, password, bought }: Login): Promise<void> {
  const { page } = shopper
  await shopper.load("/dk")
  await shopper.listCalled("Popular right now")
  await shopper.follow("account")
  await page.getByTestId("email-input").fill(email)
  await page.getByTestId("password-input").fill(password)
  await shopper.press("sign-in-button")
  await page.getByTestId("login-page").waitFor({ state: "detached" })
  await shopper.follow("home")
  expectKnown(await shopper.listCalled("For you"), bought)
  await page.locator("section.svmr li[data-product] a").first().click()
  await page.waitForURL(/\/products\//)
  await addToCart(shopper)
  await shopper.follow("store")
  await shopper.follow("home")
  // Longer than the page waits for the shop to hear of the cart: the lists have asked again by then.
  await page.waitForTimeout(2_500)
  expectKnown(await shopper.listCalled("For you"), bought)
  await shopper.follow("account")
  await shopper.press("logout-button")
  await shopper.see("login-page")
  await shopper.follow("home")
  await shopper.listCalled("Popular right now")
}

function expectKnown({ reasons }: ShownList, bought: readonly string[]): void {
  if (reasons.some((reason) => bought.some((title) => reason.includes(title)))) return
  throw new Error(`no reason names what the customer bought: ${reasons.join(" | ")}`)
}
