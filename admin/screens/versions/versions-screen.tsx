import { RocketLaunch } from "@medusajs/icons"
import { Button, Text } from "@medusajs/ui"
import { useSearchParams } from "react-router-dom"
import type { RunsResponse } from "../../../src/types/http"
import { Screen, Section } from "../../components/screen"
import { Empty, Loaded } from "../../components/states"
import { TextLink } from "../../components/text-link"
import { useRuns, useVersions } from "../../lib/api/model"
import { useText } from "../../lib/text"
import { VersionComparison } from "./version-comparison"
import { RunsTable } from "./runs-table"
import { VersionsTable } from "./versions-table"

const COMPARED = 2

const DAY_MS = 86_400_000
const WEEK_DAYS = 7
const MONTH_DAYS = 30

/** How often the model was trained lately. */
function useFrequency(runs: RunsResponse["runs"]): string {
  const t = useText()
  const since = (days: number): number =>
    runs.filter(({ started_at: at }) => new Date(at).getTime() > Date.now() - days * DAY_MS).length
  return t("runs.frequency", { week: since(WEEK_DAYS), month: since(MONTH_DAYS) })
}

/** All models that were ever trained, the refused ones too; compare two, serve any. */
export function VersionsScreen() {
  const t = useText()
  const versions = useVersions()
  const runs = useRuns()
  const frequency = useFrequency(runs.data?.runs ?? [])
  const [search, setSearch] = useSearchParams()
  const chosen = search.getAll("compare").slice(-COMPARED)
  const choose = (ids: readonly string[]): void => {
    const next = new URLSearchParams(search)
    next.delete("compare")
    for (const id of ids) next.append("compare", id)
    setSearch(next, { replace: true })
  }
  const toggle = (id: string): void =>
    choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-COMPARED))
  return (
    <Screen title={t("versions.title")} subtitle={t("versions.subtitle")}>
      <Section
        title={t("versions.list")}
        hint={t("versions.list_hint")}
        flush
        actions={
          chosen.length > 0 ? (
            <>
              <Text size="small" className="text-ui-fg-subtle" aria-live="polite">
                {t("versions.chosen", { count: chosen.length })}
              </Text>
              <Button size="small" variant="transparent" onClick={() => choose([])}>
                {t("versions.clear")}
              </Button>
            </>
          ) : null
        }
      >
        <Loaded query={versions} lines={8}>
          {({ versions: list }) =>
            list.length === 0 ? (
              <Empty
                icon={<RocketLaunch />}
                title={t("versions.empty")}
                text={t("versions.empty_text")}
                action={<TextLink to="/recommendations">{t("versions.empty_action")}</TextLink>}
              />
            ) : (
              <VersionsTable versions={list} chosen={chosen} toggle={toggle} />
            )
          }
        </Loaded>
      </Section>
      {chosen.length === COMPARED ? <VersionComparison first={chosen[0] ?? ""} second={chosen[1] ?? ""} /> : null}
      <Section title={t("runs.title")} hint={frequency} flush>
        <Loaded query={runs}>{({ runs: list }) => <RunsTable runs={list} />}</Loaded>
      </Section>
    </Screen>
  )
}
