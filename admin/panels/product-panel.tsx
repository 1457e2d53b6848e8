import { Button, Container, Heading, Text, toast } from "@medusajs/ui"
import { Link } from "react-router-dom"
import type { ProductInsightResponse, RuleAction } from "../../src/types/http"
import { ProductLine } from "../components/product-line"
import { Stat } from "../components/stat"
import { Loaded } from "../components/states"
import { TextLink } from "../components/text-link"
import { useEntityNames } from "../lib/api/entities"
import { useProductInsight } from "../lib/api/insights"
import { useSaveRule } from "../lib/api/steering"
import { useFormat } from "../lib/use-format"
import { useText } from "../lib/text"
import { useErrorText } from "../lib/use-error-text"
import { ProductAudience } from "./product-audience"
import { ProductGift } from "./product-gift"
import { ProductSet } from "./product-set"
import { emptyRule, valueBounds } from "../screens/rules/rule-draft"

const SHOWN = 5
/** What the figures of a product cover where no period is asked for. */
const DAYS = 30

interface ProductPanelProps {
  data: { id: string; title: string }
}

/** On a product's page: what it goes with, how it does when recommended, pin and exclude. */
export function ProductPanel({ data: product }: ProductPanelProps) {
  const t = useText()
  const insight = useProductInsight(product.id)
  return (
    <Container className="divide-y p-0" role="region" aria-label={t("product.title")}>
      <div className="px-6 py-4">
        <Heading level="h2">{t("product.title")}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {t("period.days", { count: DAYS })}
        </Text>
      </div>
      <div className="px-6 py-4">
        <Loaded query={insight} lines={6}>
          {(loaded) => <Insight insight={loaded} />}
        </Loaded>
      </div>
      <ProductSet product={product} />
      <ProductGift productId={product.id} />
      <ProductAudience productId={product.id} />
      <ProductRules product={product} rules={insight.data?.rules ?? null} />
    </Container>
  )
}

function Insight({ insight }: { insight: ProductInsightResponse }) {
  const t = useText()
  const format = useFormat()
  const { performance, bought_together: together, similar } = insight
  return (
    <div className="flex flex-col gap-y-5">
      <dl className="grid grid-cols-2 gap-2">
        <Stat label={t("results.impressions")} value={format.number(performance.impressions)} />
        <Stat label={t("results.clicks")} value={format.number(performance.clicks)} />
        <Stat label={t("product.purchases")} value={format.number(performance.purchases)} />
        <Stat label={t("product.recommended")} value={format.number(performance.recommended_purchases)} />
      </dl>
      <Neighbors
        title={t("product.together")}
        empty={t("product.together_empty")}
        products={together.slice(0, SHOWN).map((one) => ({
          ...one,
          note: t("product.together_note", { support: format.number(one.support), lift: format.number(one.lift, 1) }),
        }))}
      />
      <Neighbors title={t("product.similar")} empty={t("product.similar_empty")} products={similar.slice(0, SHOWN)} />
    </div>
  )
}

interface NeighborsProps {
  title: string
  empty: string
  products: readonly { product_id: string; title: string; note?: string }[]
}

function Neighbors({ title, empty, products }: NeighborsProps) {
  const named = useEntityNames(
    "product",
    products.map((product) => product.product_id),
  ).data
  return (
    <div className="flex flex-col gap-y-2">
      <Heading level="h3">{title}</Heading>
      {products.length === 0 ? (
        <Text size="small" className="text-ui-fg-subtle">
          {empty}
        </Text>
      ) : (
        <ul className="flex flex-col gap-y-1.5">
          {products.map((product) => (
            <ProductLine key={product.product_id} picture={named?.get(product.product_id)?.picture} note={product.note}>
              <Link
                to={`/products/${product.product_id}`}
                className="txt-small text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus min-w-0 break-words rounded-sm outline-none"
              >
                {product.title}
              </Link>
            </ProductLine>
          ))}
        </ul>
      )}
    </div>
  )
}

interface ProductRulesProps {
  product: ProductPanelProps["data"]
  /** Null until they are known: a second pin of the same product would be made of not knowing the first. */
  rules: ProductInsightResponse["rules"] | null
}

function ProductRules({ product, rules }: ProductRulesProps) {
  const t = useText()
  const explain = useErrorText()
  const save = useSaveRule()
  const add = (action: Extract<RuleAction, "pin" | "exclude">): void =>
    save.mutate(
      {
        rule: {
          ...emptyRule(),
          action,
          value: valueBounds(action)?.initial ?? null,
          name: t(`product.rule_${action}`, { title: product.title }),
          product_ids: [product.id],
        },
        of: null,
      },
      {
        onSuccess: () => void toast.success(t("rules.saved")),
        onError: (error) => void toast.error(t("rules.save_failed"), { description: explain(error) }),
      },
    )
  const mayAdd = (action: RuleAction): boolean =>
    rules !== null && !save.isPending && !rules.some((rule) => rule.enabled && rule.action === action)
  return (
    <div className="flex flex-col gap-y-3 px-6 py-4">
      {rules !== null && rules.length > 0 ? (
        <ul className="flex flex-col gap-y-1">
          {rules.map((rule) => (
            <li key={rule.id} className="txt-small text-ui-fg-subtle">
              {rule.name} ({t(`rule_action.${rule.action}`)})
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" variant="secondary" disabled={!mayAdd("pin")} onClick={() => add("pin")}>
          {t("product.pin")}
        </Button>
        <Button size="small" variant="secondary" disabled={!mayAdd("exclude")} onClick={() => add("exclude")}>
          {t("product.exclude")}
        </Button>
        <TextLink to="/recommendations/rules">{t("product.all_rules")}</TextLink>
      </div>
    </div>
  )
}
