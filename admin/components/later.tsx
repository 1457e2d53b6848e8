import { Container, Text } from "@medusajs/ui"
import { useText } from "../lib/text"

/** One line for all parts of a page that have nothing to say yet: when they come. */
export function Later({ parts }: { parts: readonly string[] }) {
  const t = useText()
  if (parts.length === 0) return null
  return (
    <Container className="px-6 py-4" role="note" aria-label={t("later.title")}>
      <Text size="small" className="text-ui-fg-subtle">
        <span className="txt-small-plus">{t("later.title")}</span> {parts.join(" ")}
      </Text>
    </Container>
  )
}
