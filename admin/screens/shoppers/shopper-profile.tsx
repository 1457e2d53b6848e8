import { Badge, Heading, StatusBadge, Text } from "@medusajs/ui"
import type { ShopperTraceResponse } from "../../../src/types/http"
import { BarList } from "../../charts/bar-list"
import { Picture } from "../../components/picture"
import { Section } from "../../components/screen"
import { Stat, Stats } from "../../components/stat"
import { TextLink } from "../../components/text-link"
import { useEntityNames } from "../../lib/api/entities"
import { codeWords } from "../../lib/code-words"
import { NO_FIGURE } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

/** Events that fit beside the tastes. */
const RECENT_SHOWN = 12

/** What is known of the shopper, latest first. */
export function ShopperProfile({ trace }: { trace: ShopperTraceResponse }) {
  const t = useText()
  const format = useFormat()
  const { customer, profile } = trace
  const segment = [
    profile.segment.age === null ? null : t("shopper.years", { count: profile.segment.age }),
    profile.segment.gender === null ? null : codeWords("gender", profile.segment.gender.toLowerCase(), t),
    profile.segment.country === null ? null : format.country(profile.segment.country),
  ].filter(Boolean)
  return (
    <Section
      title={customer.name ?? t("trace.unnamed")}
      hint={t("shopper.profile_hint")}
      actions={
        <>
          {customer.consent === "no" ? <StatusBadge color="red">{t("shopper.objected")}</StatusBadge> : null}
          <StatusBadge color={profile.is_new ? "orange" : "green"}>
            {t(profile.is_new ? "shopper.new" : "shopper.known")}
          </StatusBadge>
          <TextLink to={`/customers/${customer.id}`}>{t("shopper.customer")}</TextLink>
        </>
      }
    >
      <div className="flex flex-col gap-y-6">
        <Stats>
          <Stat label={t("shopper.orders")} value={format.number(profile.orders)} />
          <Stat label={t("shopper.events")} value={format.number(profile.events)} />
          <Stat label={t("shopper.segment")} value={segment.length > 0 ? segment.join(", ") : NO_FIGURE} />
        </Stats>
        <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
          <div className="flex flex-col gap-y-3">
            <Heading level="h3">{t("shopper.tastes")}</Heading>
            {profile.top_categories.length > 0 ? (
              <BarList
                label={t("shopper.tastes")}
                max={1}
                bars={profile.top_categories.map(({ category, weight }) => ({
                  key: category,
                  label: category,
                  value: weight,
                  text: format.percent(weight),
                }))}
              />
            ) : (
              <Text size="small" className="text-ui-fg-subtle">
                {t("shopper.no_tastes")}
              </Text>
            )}
          </div>
          <div className="flex flex-col gap-y-3">
            <Heading level="h3">{t("shopper.recent")}</Heading>
            {profile.recent.length > 0 ? (
              <Recent recent={profile.recent} />
            ) : (
              <Text size="small" className="text-ui-fg-subtle">
                {t("shopper.no_recent")}
              </Text>
            )}
          </div>
        </div>
      </div>
    </Section>
  )
}

function Recent({ recent }: { recent: ShopperTraceResponse["profile"]["recent"] }) {
  const t = useText()
  const format = useFormat()
  const shown = recent.slice(0, RECENT_SHOWN)
  const products = useEntityNames(
    "product",
    shown.map(({ product_id: id }) => id),
  ).data
  return (
    <ol className="flex flex-col gap-y-2">
      {shown.map((event, index) => (
        <li key={`${event.at}-${event.product_id}-${index}`} className="flex items-center justify-between gap-x-3">
          <span className="flex min-w-0 items-center gap-x-2">
            <Picture url={products?.get(event.product_id)?.picture} />
            <span className="flex min-w-0 flex-wrap items-center gap-x-2">
              <Badge size="2xsmall">{t(`behavior_type.${event.type}`)}</Badge>
              <Text size="small" as="span" className="min-w-0 break-words">
                {event.title ?? t("trace.gone_product")}
              </Text>
            </span>
          </span>
          <Text size="xsmall" as="span" className="text-ui-fg-subtle shrink-0">
            <time dateTime={event.at}>{format.relative(event.at)}</time>
          </Text>
        </li>
      ))}
    </ol>
  )
}
