import { Text } from "@medusajs/ui"
import type { ModelVersionDetail, SeenComparisonInfo } from "../../../src/types/http"
import { Section } from "../../components/screen"
import { Facts } from "../../components/stat"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

/** What lists that shoppers saw taught a version, and how it compares with the one before on them. */
export function SeenLists({ version }: { version: ModelVersionDetail }) {
  const t = useText()
  const format = useFormat()
  const { seen_lists: lists, seen_comparison: comparison } = version
  return (
    <Section title={t("seen_lists.title")} hint={t("seen_lists.hint")} flush={lists.length > 0}>
      {lists.length === 0 ? (
        <Text size="small" className="text-ui-fg-subtle">
          {t("seen_lists.none")}
        </Text>
      ) : (
        <>
          <Facts
            facts={lists.map(({ list, lists: count, effective_sample: effective }) => ({
              label: t(`strategy.${list}`),
              value:
                count > 0
                  ? t("seen_lists.taught", { lists: format.number(count), choices: format.number(effective) })
                  : t("seen_lists.too_few", { choices: format.number(effective) }),
            }))}
          />
          {comparison ? <Comparison comparison={comparison} /> : null}
        </>
      )}
    </Section>
  )
}

function Comparison({ comparison }: { comparison: SeenComparisonInfo }) {
  const t = useText()
  const format = useFormat()
  const { difference, is_enough: isEnough } = comparison
  return (
    <div className="flex flex-col gap-y-1 border-t px-6 py-4">
      {difference ? (
        <Text size="small">
          {t("seen_lists.difference", {
            share: `${difference.share > 0 ? "+" : ""}${format.percent(difference.share, 1)}`,
            low: format.percent(difference.low, 1),
            high: format.percent(difference.high, 1),
          })}
        </Text>
      ) : null}
      <Text size="small" className="text-ui-fg-subtle">
        {t(isEnough ? "seen_lists.enough" : "seen_lists.not_enough", {
          lists: format.number(comparison.lists),
          effective: format.number(comparison.effective_sample),
          overlap: format.percent(comparison.overlap),
        })}
      </Text>
    </div>
  )
}
