import { Link } from "react-router-dom"
import { shopperKind } from "../lib/shopper-kind"
import { useText } from "../lib/text"

/** Letters of an id that distinguish two of them on a page. */
const ID_TAIL = 6

/** Who it was, by name or short, as the way to their list. */
export function ShopperLink({ shopper, name }: { shopper: string; name?: string | undefined }) {
  const t = useText()
  const kind = shopperKind(shopper)
  if (kind === null) return <>{t("tail.anonymous")}</>
  const id = shopper.slice(-ID_TAIL)
  return (
    <Link
      to={`/recommendations/shoppers?${kind}=${encodeURIComponent(shopper)}`}
      className="text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus rounded-sm underline outline-none"
    >
      {name ?? t(kind === "customer" ? "tail.customer" : "tail.visitor", { id })}
    </Link>
  )
}
