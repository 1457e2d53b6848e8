import type { Shopper } from "./shopper"

/** Half in sight for a second is what counts as seen. */
const SEEN_MS = 1_500

/**
 * A guest: home, a click in the list, the starter's own add button, the cart with its list, checkout.
 *
 * @returns the order's id
 */
export async function walkAsGuest(shopper: Shopper): Promise<string> {
  const { page } = shopper
  await shopper.load("/dk")
  const home = await shopper.listCalled("Popular right now")
  await page.locator("section.svmr").scrollIntoViewIfNeeded()
  await page.waitForTimeout(SEEN_MS)
  await page.locator("section.svmr li[data-product] a").first().click()
  await page.waitForURL(/\/products\//)
  await shopper.see("product-container")
  const product = home.products[0]
  const beside = await shopper.list()
  if (beside.products.includes(product)) throw new Error(`the list beside ${product} shows ${product}`)
  await addToCart(shopper)
  await shopper.follow("cart")
  await shopper.see("product-row")
  const cart = await shopper.list()
  if (cart.products.includes(product)) throw new Error(`the list in the cart shows ${product}, which lies in it`)
  await shopper.press("checkout-button")
  return checkOut(shopper)
}

/** Chooses the first of each option where there is a choice, and presses the starter's own button. */
export async function addToCart(shopper: Shopper): Promise<void> {
  const { page } = shopper
  const options = page.locator('[data-testid="product-options"]')
  const groups = await options.count()
  for (let n = 0; n < groups; n++) await options.nth(n).locator('[data-testid="option-button"]').first().click()
  await page.locator('[data-testid="add-product-button"]:not([disabled])').first().click()
  await page
    .locator('[data-testid="nav-cart-link"]', { hasText: /Cart \([1-9]/ })
    .first()
    .waitFor()
}

async function checkOut(shopper: Shopper): Promise<string> {
  const { page } = shopper
  await page.waitForURL(/checkout/)
  const fields: Record<string, string> = {
    "shipping-first-name-input": "Gerda",
    "shipping-last-name-input": "Guest",
    "shipping-address-input": "1 Street",
    "shipping-postal-code-input": "1000",
    "shipping-city-input": "Copenhagen",
    "shipping-email-input": "gerda@shop.test",
  }
  for (const [testId, words] of Object.entries(fields)) await page.getByTestId(testId).fill(words)
  await page.getByTestId("shipping-country-select").selectOption("dk")
  await shopper.press("submit-address-button")
  await page.waitForURL(/step=delivery/)
  await shopper.press("delivery-option-radio")
  await page.locator('[data-testid="submit-delivery-option-button"]:not([disabled])').click()
  await page.waitForURL(/step=payment/)
  await page.getByRole("radio").last().click()
  await page.locator('[data-testid="submit-payment-button"]:not([disabled])').click()
  await page.waitForURL(/step=review/)
  await shopper.press("submit-order-button")
  await page.waitForURL(/\/order\/.+\/confirmed/)
  await shopper.see("order-complete-container")
  await shopper.list()
  return /\/order\/([^/]+)\//.exec(page.url())?.[1] ?? ""
}
