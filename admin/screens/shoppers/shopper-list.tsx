import { ArrowDownMini, ArrowUpMini } from "@medusajs/icons"
import { Alert, Badge, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { Link } from "react-router-dom"
import type { ShopperTraceResponse } from "../../../src/types/http"
import { Picture } from "../../components/picture"
import { Progress } from "../../components/progress"
import { Section } from "../../components/screen"
import { Empty } from "../../components/states"
import { useFormat } from "../../lib/use-format"
import { codeWords } from "../../lib/code-words"
import { useText } from "../../lib/text"
import { Fired, Removed } from "./trace-tables"

type List = ShopperTraceResponse["list"]

interface ShopperListProps {
  list: List
  /** The list before the shopper's last event; empty where nobody knows. */
  before: ShopperTraceResponse["before_last_event"]
  /** Above the list. */
  children?: ReactNode
}

/** The list the shopper would see now, why, and what was done to it. */
export function ShopperList({ list, before, children }: ShopperListProps) {
  const t = useText()
  return (
    <>
      <Section
        title={t("trace.list")}
        hint={t("trace.list_hint", {
          rung: t(`rung.${list.rung}`),
          model:
            list.model_version === null ? t("trace.no_model") : t("versions.number", { number: list.model_version }),
        })}
        flush
      >
        {list.experiment ? <Experiment experiment={list.experiment} /> : null}
        {children}
        {list.recommendations.length === 0 ? (
          <Empty title={t("trace.empty")} />
        ) : (
          <Ranked list={list} before={before} />
        )}
      </Section>
      <div className="grid grid-cols-1 gap-3 2xl:grid-cols-2">
        <Section title={t("trace.removed")} hint={t("trace.removed_hint")} flush>
          <Removed removed={list.removed} />
        </Section>
        <Section title={t("trace.fired")} hint={t("trace.fired_hint")} flush>
          <Fired list={list} />
        </Section>
      </div>
    </>
  )
}

/** A list of best sellers is no fault of the model where a test gives it. */
function Experiment({ experiment: { arm, change } }: { experiment: NonNullable<List["experiment"]> }) {
  const t = useText()
  return (
    <div className="border-b px-6 py-3">
      <Alert variant="info">
        {t("trace.experiment", { arm: t(`in_arm.${arm}`) })} {change ? t(`comparison_help.${change}`) : ""}
      </Alert>
    </div>
  )
}

function Ranked({ list, before }: { list: List; before: ShopperTraceResponse["before_last_event"] }) {
  const t = useText()
  const format = useFormat()
  const strongest = Math.max(0, ...list.recommendations.map(({ chance }) => chance))
  const places = new Map(before.map(({ product_id: id }, index) => [id, index + 1]))
  return (
    <ol className="divide-y">
      {list.recommendations.map(({ product, rank, chance, reasons, source }) => (
        <li
          key={product.id}
          className="grid grid-cols-[2rem_1fr] gap-x-3 gap-y-2 px-6 py-3 sm:grid-cols-[2rem_1fr_10rem]"
        >
          <Text size="small" className="text-ui-fg-subtle tabular-nums">
            {rank}
          </Text>
          <div className="flex min-w-0 flex-col gap-y-1">
            <div className="flex flex-wrap items-center gap-2">
              <Picture url={product.thumbnail} />
              <Link
                to={`/products/${product.id}`}
                className="txt-compact-small-plus text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus rounded-sm outline-none"
              >
                {product.title}
              </Link>
              <Badge size="2xsmall">{codeWords("source", source, t)}</Badge>
              <Movement was={places.get(product.id)} is={rank} known={before.length > 0} />
            </div>
            <ul className="flex flex-col">
              {reasons.map((reason) => (
                <li key={`${reason.code}-${reason.product_id ?? ""}`} className="txt-small text-ui-fg-subtle">
                  {reason.text}
                </li>
              ))}
            </ul>
          </div>
          <div className="col-start-2 flex flex-col justify-center gap-y-1 sm:col-start-3">
            <Text size="xsmall" className="text-ui-fg-subtle">
              {t("trace.chance", { share: format.smallPercent(chance) })}
            </Text>
            {/* Against the list's strongest: chances of a purchase are small, and ten near-empty bars compare nothing. */}
            <Progress
              value={strongest > 0 ? chance / strongest : 0}
              label={t("trace.chance_of", { product: product.title })}
            />
          </div>
        </li>
      ))}
    </ol>
  )
}

/** Where the product stood before the shopper's last event. */
function Movement({ was, is, known }: { was: number | undefined; is: number; known: boolean }) {
  const t = useText()
  if (!known || was === is) return null
  if (was === undefined) {
    return (
      <Badge size="2xsmall" color="blue">
        {t("trace.entered")}
      </Badge>
    )
  }
  const up = was > is
  return (
    <Badge size="2xsmall" color={up ? "green" : "grey"}>
      {up ? <ArrowUpMini aria-hidden /> : <ArrowDownMini aria-hidden />}
      {t("trace.was", { place: was })}
    </Badge>
  )
}
