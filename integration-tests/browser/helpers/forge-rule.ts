import type { Page } from "playwright-core"

/** Tries to make a rule from the page of another site, by each way that a browser has: two fetches and a form. */
export async function forgeRule(page: Page, address: string): Promise<void> {
  await page.evaluate(async (target) => {
    const body = JSON.stringify({ name: "forged", action: "exclude", product_ids: ["prod_x"] })
    for (const type of ["text/plain", "application/json"])
      await fetch(target, {
        method: "POST",
        mode: type === "text/plain" ? "no-cors" : "cors",
        credentials: "include",
        headers: { "content-type": type },
        body,
      }).catch(() => undefined)
  }, address)
  await page.evaluate((target) => {
    const form = document.body.appendChild(document.createElement("form"))
    Object.assign(form, { method: "post", action: target })
    for (const [name, value] of Object.entries({ name: "forged", action: "exclude", "product_ids[]": "prod_x" })) {
      const input = form.appendChild(document.createElement("input"))
      Object.assign(input, { name, value })
    }
    form.submit()
  }, address)
}
