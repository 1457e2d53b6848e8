import { ArrowDownTray } from "@medusajs/icons"
import { Button, Heading, Text } from "@medusajs/ui"
import { useState } from "react"
import { Link } from "react-router-dom"
import type { AudienceResponse } from "../../src/types/http"
import { Loaded } from "../components/states"
import { useProductAudience } from "../lib/api/insights"
import { download, toCsv } from "../lib/csv"
import { useFormat } from "../lib/use-format"
import { useText } from "../lib/text"

/** Customers that are shown; the file has all of them. */
const SHOWN = 5

/** Who would most want the product, as when it is back in stock: asked for by a press, for all customers are ranked. */
export function ProductAudience({ productId }: { productId: string }) {
  const t = useText()
  const [isAsked, setAsked] = useState(false)
  const audience = useProductAudience(productId, isAsked)
  return (
    <section className="flex flex-col gap-y-4 px-6 py-4" aria-label={t("audience.title")}>
      <div>
        <Heading level="h3">{t("audience.title")}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {t("audience.hint")}
        </Text>
      </div>
      {isAsked ? (
        <Loaded query={audience} lines={SHOWN}>
          {(loaded) => <Members audience={loaded} />}
        </Loaded>
      ) : (
        <div>
          <Button size="small" variant="secondary" onClick={() => setAsked(true)}>
            {t("audience.show")}
          </Button>
        </div>
      )}
    </section>
  )
}

function Members({ audience: { audience, count, product_id: id } }: { audience: AudienceResponse }) {
  const t = useText()
  const format = useFormat()
  if (count === 0)
    return (
      <Text size="small" className="text-ui-fg-subtle" role="status">
        {t("audience.none")}
      </Text>
    )
  const save = (): void =>
    download(
      `audience-${id}.csv`,
      toCsv(
        ["customer_id", "email", "chance", "score"],
        audience.map((one) => [one.customer_id, one.email, one.chance, one.score]),
      ),
      "text/csv",
    )
  return (
    <>
      <ol className="flex flex-col gap-y-1.5">
        {audience.slice(0, SHOWN).map((one) => (
          <li key={one.customer_id} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <Link
              to={`/customers/${one.customer_id}`}
              className="txt-small text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus min-w-0 break-words rounded-sm outline-none"
            >
              {one.email}
            </Link>
            <span className="txt-xsmall text-ui-fg-subtle tabular-nums">
              {t("audience.chance", { chance: format.percent(one.chance, 1) })}
            </span>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-3">
        <Button size="small" variant="secondary" onClick={save}>
          <ArrowDownTray />
          {t("audience.save", { count })}
        </Button>
      </div>
    </>
  )
}
