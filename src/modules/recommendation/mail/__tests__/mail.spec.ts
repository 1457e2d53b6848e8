import { mailClickClaim, mailListClaim, readClaim, signClaim } from "../mail-token"
import type { MailClickClaim } from "../mail-token"
import { renderMailHtml, renderMailText } from "../render-mail"
import type { MailItem } from "../render-mail"

const NOW = Date.UTC(2026, 10, 30)
const claim: MailClickClaim = {
  ...{ kind: "click", customer_id: "cus_1", product_id: "prod_1", recommendation_id: "rec_1", placement: "mail" },
  ...{ url: "https://shop.test/p/mug", expires: NOW / 1_000 + 60 },
}

describe("a mail's token", () => {
  const read = (token: string, now = NOW, secret = "secret") =>
    readClaim(token, { secret, schema: mailClickClaim, now })

  test("token: what was signed is read until it runs out", () => {
    const token = signClaim(claim, "secret")
    expect(read(token)).toEqual(claim)
    expect(read(token, NOW + 61_000)).toBe("expired")
  })

  test("token: another secret, a changed claim, another kind or no token at all opens nothing", () => {
    const token = signClaim(claim, "secret")
    const [, signature = ""] = token.split(".")
    const changed = Buffer.from(JSON.stringify({ ...claim, url: "https://evil.test" })).toString("base64url")
    for (const forged of [`${changed}.${signature}`, `${token}.x`, token.slice(0, -3), "a.b", "", "."])
      expect(read(forged)).toBe("forged")
    expect(read(token, NOW, "other")).toBe("forged")
    expect(readClaim(token, { secret: "secret", schema: mailListClaim, now: NOW })).toBe("forged")
  })
})

describe("a mail's list", () => {
  const anItem = (more: Partial<MailItem> = {}): MailItem => ({
    ...{ product_id: "prod_1", title: 'Mug "A" & <b>', thumbnail: "https://img.test/m.png", price: "€12.00" },
    ...{ reason: "Because you viewed Bowl", url: "https://api.test/c?a=1&token=x", ...more },
  })

  test("HTML: a table with inline styles, each picture with words, nothing of a title is markup", () => {
    const html = renderMailHtml([anItem(), anItem({ title: "Bowl" }), anItem({ thumbnail: "javascript:alert(1)" })])
    expect(html.match(/<tr>/g)).toHaveLength(2)
    expect(html).toContain('alt="Mug &quot;A&quot; &amp; &lt;b&gt;"')
    expect(html).toContain('href="https://api.test/c?a=1&amp;token=x"')
    expect(html).not.toMatch(/<b>|javascript:|<style|class=/)
    expect(html.match(/<img/g)).toHaveLength(2)
  })

  test("text: title, price, reason and address of each", () => {
    expect(renderMailText([anItem({ title: "Mug" }), anItem({ title: "Bowl", price: null, reason: null })])).toBe(
      "Mug (€12.00)\nBecause you viewed Bowl\nhttps://api.test/c?a=1&token=x\n\nBowl\nhttps://api.test/c?a=1&token=x",
    )
  })
})
