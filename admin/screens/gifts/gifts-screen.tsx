import { Gift } from "@medusajs/icons"
import type { GiftInsightResponse } from "../../../src/types/http"
import { BarList } from "../../charts/bar-list"
import { PeriodSelect, usePeriod } from "../../components/period-select"
import { Screen, Section } from "../../components/screen"
import { Empty, Loaded } from "../../components/states"
import { TextLink } from "../../components/text-link"
import { useGifts } from "../../lib/api/gifts"
import { useFormat } from "../../lib/use-format"
import { START_PATH } from "../../lib/paths"
import { useText } from "../../lib/text"
import { Channels, Questions, UnmetWishes, UnreachedProducts } from "./gift-tables"
import { progressOf } from "./progress"

/** What givers were asked, where they left, and what the catalog could not give them. */
export function GiftsScreen() {
  const t = useText()
  const format = useFormat()
  const choice = usePeriod()
  const gifts = useGifts(choice.period)
  const { data } = gifts
  return (
    <Screen title={t("gifts.title")} subtitle={t("gifts.subtitle")} actions={<PeriodSelect {...choice} />}>
      <Section title={t("gifts.progress")} hint={t("gifts.progress_hint")}>
        <Loaded query={gifts} lines={6}>
          {({ steps }) =>
            steps.length === 0 ? (
              <Empty
                icon={<Gift />}
                title={t("gifts.empty")}
                text={t("gifts.empty_text")}
                action={<TextLink to={START_PATH}>{t("results.empty_action")}</TextLink>}
              />
            ) : (
              <Progress steps={steps} />
            )
          }
        </Loaded>
      </Section>
      {data && hasSearches(data) ? (
        <>
          {data.questions.length > 0 ? (
            <Section title={t("gifts.questions")} hint={t("gifts.questions_hint")} flush>
              <Questions questions={data.questions} />
            </Section>
          ) : null}
          <Section title={t("gifts.channels")} hint={t("gifts.channels_hint", { days: data.window_days })} flush>
            <Channels channels={data.channels} />
          </Section>
          <Section title={t("gifts.wishes")} hint={t("gifts.wishes_hint")} flush>
            <UnmetWishes wishes={data.wishes} />
          </Section>
          <Section
            title={t("gifts.products")}
            hint={t("gifts.products_hint", {
              unreached: format.number(data.products.unreached),
              offered: format.number(data.products.offered),
            })}
            flush
          >
            <UnreachedProducts examples={data.products.examples} />
          </Section>
        </>
      ) : null}
    </Screen>
  )
}

/** Whether anybody was asked, or an agent was given a list: of nothing at all no table has anything to say. */
const hasSearches = ({ steps, channels }: GiftInsightResponse): boolean =>
  steps.length > 0 || channels.some(({ channel, asked }) => channel !== "shop" && asked > 0)

function Progress({ steps }: Pick<GiftInsightResponse, "steps">) {
  const t = useText()
  const format = useFormat()
  const { started, reached, opened, bought } = progressOf(steps)
  const bar = (key: string, label: string, count: number) => ({
    ...{ key, label, value: count, text: t("gifts.searches", { count, number: format.number(count) }) },
    hint: key === "started" ? undefined : t("gifts.of_started", { share: format.percent(count / started, 1) }),
  })
  return (
    <BarList
      label={t("gifts.progress")}
      bars={[
        bar("started", t("gifts.started"), started),
        ...reached.map(({ answers, searches }) =>
          bar(String(answers), t("gifts.answers", { count: answers }), searches),
        ),
        { ...bar("opened", t("gifts.opened"), opened), color: "orange" },
        { ...bar("bought", t("gifts.bought"), bought), color: "green" },
      ]}
    />
  )
}
