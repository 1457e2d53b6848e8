import { Badge, Text } from "@medusajs/ui"
import type { RuleSimulation } from "../../../src/types/http"
import { Empty } from "../../components/states"
import { Picture } from "../../components/picture"
import type { Entity } from "../../lib/api/entities"
import { useEntityNames } from "../../lib/api/entities"
import { useText } from "../../lib/text"
import type { ArrangedPage } from "./arrange"
import { ArrangedList } from "./arranged-list"
import { MARKS, MarkWords, UNMARKED } from "./product-mark"
import type { Mark } from "./product-mark"

interface SimulatedListsProps {
  simulation: RuleSimulation
  /** `change`: stored rules against these. `effect`: none against the stored ones. */
  compares: "change" | "effect"
  /** Where the lists stand: what is served there may be arranged by hand. */
  page: ArrangedPage
}

/** Both lists of each shopper side by side, with what entered and what left. */
export function SimulatedLists({ simulation, compares, page }: SimulatedListsProps) {
  const t = useText()
  const products = useEntityNames(
    "product",
    simulation.shoppers.flatMap(({ before, after }) => [...before, ...after].map(({ product_id: id }) => id)),
  ).data
  const names = useEntityNames(
    "customer",
    simulation.shoppers.flatMap(({ shopper }) => shopper ?? []),
  ).data
  if (simulation.shoppers.length === 0) return <Empty title={t("simulation.none")} text={t("simulation.none_text")} />
  return (
    <ul className="flex flex-col gap-y-6">
      {simulation.shoppers.map(({ shopper, before, after, moved }) => {
        const [left, right] = compares === "effect" ? [after, before] : [before, after]
        const places = new Set(left.map(({ product_id: id }) => id))
        const kept = new Set(right.map(({ product_id: id }) => id))
        const entered = right.filter(({ product_id: id }) => !places.has(id)).length
        const markOfRight = (id: string): Mark | null => (places.has(id) ? null : "entered")
        return (
          <li key={shopper ?? ""} className="flex flex-col gap-y-2">
            <div className="flex items-center justify-between gap-x-3">
              <Text size="small" weight="plus" className="truncate">
                {shopper === null ? t("view.guest") : (names?.get(shopper)?.name ?? shopper)}
              </Text>
              <Badge size="2xsmall" color={moved > 0 ? "blue" : "grey"}>
                {entered > 0 ? t("simulation.new", { count: entered }) : t("simulation.moved", { count: moved })}
              </Badge>
            </div>
            <div className="grid grid-cols-2 gap-x-4">
              <SimulatedList
                title={t(`simulation.${compares}_before`)}
                list={left}
                products={products}
                mark={(id) => (kept.has(id) ? null : "left")}
              />
              {compares === "effect" ? (
                <ArrangedList
                  title={t("simulation.effect_after")}
                  list={right}
                  products={products}
                  mark={markOfRight}
                  page={page}
                />
              ) : (
                <SimulatedList
                  title={t("simulation.change_after")}
                  list={right}
                  products={products}
                  mark={markOfRight}
                />
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

interface SimulatedListProps {
  title: string
  list: readonly { product_id: string; title: string }[]
  products: ReadonlyMap<string, Entity> | undefined
  mark: (id: string) => Mark | null
}

function SimulatedList({ title, list, products, mark }: SimulatedListProps) {
  return (
    <div className="flex min-w-0 flex-col gap-y-1">
      <Text size="xsmall" className="text-ui-fg-subtle">
        {title}
      </Text>
      <ol className="flex flex-col gap-y-1">
        {list.map((product, index) => {
          const became = mark(product.product_id)
          return (
            <li key={product.product_id} className={became ? MARKS[became] : UNMARKED}>
              <span className="flex items-center gap-x-2">
                {index + 1}.
                <Picture url={products?.get(product.product_id)?.picture} />
                {product.title}
              </span>
              <MarkWords mark={became} />
            </li>
          )
        })}
      </ol>
    </div>
  )
}
