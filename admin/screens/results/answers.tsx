import type { ResultsResponse } from "../../../src/types/http"
import { BarList } from "../../charts/bar-list"
import { Section } from "../../components/screen"
import { codeWords } from "../../lib/code-words"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

/** How personal the answers were: each list comes from the best rung that had something to say. */
export function Answers({ served }: Pick<ResultsResponse, "served">) {
  const t = useText()
  const format = useFormat()
  const lists = new Map<string, number>()
  for (const row of served) lists.set(row.rung, (lists.get(row.rung) ?? 0) + row.lists)
  const all = [...lists.values()].reduce((sum, count) => sum + count, 0)
  if (all === 0) return null
  return (
    <Section title={t("answers.title")} hint={t("answers.hint", { lists: format.number(all) })}>
      <BarList
        label={t("answers.title")}
        max={1}
        bars={[...lists]
          .sort(([, a], [, b]) => b - a)
          .map(([rung, count]) => ({
            key: rung,
            label: codeWords("rung", rung, t),
            value: count / all,
            text: format.percent(count / all, 1),
          }))}
      />
    </Section>
  )
}
