import { useState } from "react"
import type { ReactElement } from "react"
import { shop } from "./config"
import { usePageTitle } from "./parts"
import { useShop } from "./shop-state"

const FORMATS = { html: "As HTML", text: "As plain text" } as const
type Format = keyof typeof FORMATS
const formats: readonly Format[] = ["html", "text"]

/** Opens the mail of a demo shopper; null for anybody else. */
export const mailTokenOf = (email: string): string | null =>
  shop.shoppers.find((shopper) => shopper.email === email)?.mailToken ?? null

/** The list that a mail to the signed-in demo shopper would hold, as their mail client shows it at this moment. */
export function MailPage(): ReactElement {
  const { customer } = useShop()
  const [format, setFormat] = useState<Format>("html")
  usePageTitle(`Mail – ${shop.name}`)
  if (customer === undefined) return <div className="product-place" />
  const token = customer && mailTokenOf(customer.email)
  return (
    <>
      <div className="page-head">
        <h1>Picked for you, by mail</h1>
        {token && (
          <span role="group" aria-label="Format">
            {formats.map((one) => (
              <button key={one} className="button quiet" aria-pressed={one === format} onClick={() => setFormat(one)}>
                {FORMATS[one]}
              </button>
            ))}
          </span>
        )}
      </div>
      {token ? (
        <Mail address={`${shop.backendUrl}/recommendation-mail?format=${format}&token=${token}`} format={format} />
      ) : (
        <p>
          Sign in as a <a href="/account">demo shopper</a> to see the mail that the shop would send.
        </p>
      )}
    </>
  )
}

function Mail({ address, format }: { address: string; format: Format }): ReactElement {
  return (
    <>
      <p className="soft">
        The list stands as it is at this moment, and each link counts as a click on it.{" "}
        <a href={address}>Open it alone</a>
      </p>
      {/* A frame of its own, without scripts: a mail client runs none either. Links open beside the shop. */}
      <iframe
        className="mail"
        key={format}
        title="The mail"
        src={address}
        sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
      />
    </>
  )
}
