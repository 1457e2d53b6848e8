import { Button, Text, toast } from "@medusajs/ui"
import { Picture } from "../../components/picture"
import { Section } from "../../components/screen"
import { useEntityNames } from "../../lib/api/entities"
import { useDecideSuggestion, useSuggestions } from "../../lib/api/suggestions"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"

/** Products that look like wrapping, samples or services; gone where there are none. */
export function Suggestions() {
  const t = useText()
  const format = useFormat()
  const explain = useErrorText()
  const decide = useDecideSuggestion()
  const suggestions = useSuggestions().data?.suggestions ?? []
  const products = useEntityNames(
    "product",
    suggestions.map(({ product_id: id }) => id),
  ).data
  if (suggestions.length === 0) return null
  const answer = (productId: string, recommend: boolean): void =>
    decide.mutate(
      { productId, recommend },
      { onError: (error) => void toast.error(t("suggestions.failed"), { description: explain(error) }) },
    )
  return (
    <Section title={t("suggestions.title")} hint={t("suggestions.hint")} flush>
      <ul className="divide-y">
        {suggestions.map(({ product_id: id, title, kind, share }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 px-6 py-3">
            <Picture url={products?.get(id)?.picture} />
            <div className="min-w-0 flex-1 basis-40">
              <Text size="small" weight="plus" className="truncate">
                {title}
              </Text>
              <Text size="xsmall" className="text-ui-fg-subtle">
                {kind === "free"
                  ? t("suggestions.free")
                  : t("suggestions.most_baskets", { share: format.percent(share) })}
              </Text>
            </div>
            <div className="flex gap-x-2">
              <Button
                size="small"
                variant="secondary"
                disabled={decide.isPending}
                aria-label={t("suggestions.keep_label", { name: title })}
                onClick={() => answer(id, true)}
              >
                {t("suggestions.keep")}
              </Button>
              <Button
                size="small"
                variant="secondary"
                disabled={decide.isPending}
                aria-label={t("suggestions.leave_out_label", { name: title })}
                onClick={() => answer(id, false)}
              >
                {t("suggestions.leave_out")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
