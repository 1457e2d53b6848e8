import { Badge, Heading, Text } from "@medusajs/ui"
import type { ListQualityInfo, ModelVersionSummary } from "../../../src/types/http"
import { NO_FIGURE } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

/** What each list beside "For you" gets right on its own hold-out, in a shop owner's words. */
export function ListQuality({ version }: { version: ModelVersionSummary }) {
  const t = useText()
  if (version.lists.length === 0) return null
  return (
    <div className="flex flex-col gap-y-3 px-6 py-5">
      <Heading level="h3">{t("list_quality.title")}</Heading>
      <dl className="grid grid-cols-1 gap-x-6 gap-y-3 md:grid-cols-2">
        {version.lists.map((list) => (
          <div key={list.list}>
            <dt className="txt-compact-small-plus flex items-center gap-x-2">
              {t(`list_quality.name.${list.list}`)}
              <Badge size="2xsmall" color={list.serves === "learned" ? "green" : "grey"}>
                {t(`list_quality.${list.serves}`)}
              </Badge>
            </dt>
            <dd className="flex flex-col">
              <ListWords list={list} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function ListWords({ list }: { list: ListQualityInfo }) {
  const t = useText()
  const format = useFormat()
  const ofHundred = (share: number | null) => (share === null ? NO_FIGURE : format.number(share * 100))
  if (list.missing !== null) {
    return (
      <Text size="small" className="text-ui-fg-subtle">
        {t(`list_quality.missing.${list.missing}`)}
      </Text>
    )
  }
  if (list.cases === 0) {
    return (
      <Text size="small" className="text-ui-fg-subtle">
        {t("list_quality.unmeasured")}
      </Text>
    )
  }
  return (
    <>
      <Text size="small">
        {t(`list_quality.words.${list.list}`, {
          ours: ofHundred(list.hit_rate),
          popularity: ofHundred(list.popularity_hit_rate),
        })}
      </Text>
      {list.serves === "prior" ? (
        <Text size="small" className="text-ui-fg-subtle">
          {t("list_quality.prior_text")}
        </Text>
      ) : null}
    </>
  )
}
