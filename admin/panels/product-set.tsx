import { Button, Heading, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import type { ProductSetResponse, RuleInfo, SetAction } from "../../src/types/http"
import { isSetAction } from "../../src/types/rule-schema"
import { EntityPicker } from "../components/entity-picker"
import { ProductLine } from "../components/product-line"
import { SelectField } from "../components/select-field"
import { Loaded } from "../components/states"
import { TextLink } from "../components/text-link"
import { UnsavedGuard } from "../components/unsaved-guard"
import { useEntityNames } from "../lib/api/entities"
import { useProductSet } from "../lib/api/insights"
import { useDeleteRule, useSaveRule } from "../lib/api/steering"
import { showsProduct } from "../lib/paths"
import { useFormat } from "../lib/use-format"
import { useText } from "../lib/text"
import { useErrorText } from "../lib/use-error-text"
import { emptyRule, ruleInput } from "../screens/rules/rule-draft"

interface ProductSetProps {
  product: { id: string; title: string }
}

/** Who chooses the set: the model alone, or a rule. */
type Choice = "model" | SetAction
const CHOICES: readonly Choice[] = ["model", "bundle", "bundle_only", "no_bundle"]

/** The set on the product's page: what it goes by, what it may add, and who chooses it. */
export function ProductSet({ product }: ProductSetProps) {
  const t = useText()
  const set = useProductSet(product.id)
  return (
    <section className="flex flex-col gap-y-4 px-6 py-4" aria-label={t("product_set.title")}>
      <div>
        <Heading level="h3">{t("product_set.title")}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {t("product_set.hint")}
        </Text>
      </div>
      <Loaded query={set} lines={4}>
        {(loaded) => (
          <>
            <Preview set={loaded.set} />
            {isOwn(loaded.rule) ? (
              // Another rule, or another version of it, is another form.
              <SetForm
                key={`${loaded.rule?.id ?? ""} ${loaded.rule?.version ?? 0}`}
                product={product}
                rule={loaded.rule}
              />
            ) : (
              <Text size="small" className="text-ui-fg-subtle">
                {t("product_set.shared", { name: loaded.rule?.name ?? "" })}{" "}
                <TextLink to="/recommendations/rules">{t("product.all_rules")}</TextLink>
              </Text>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}

/** A rule of this page alone may be changed here; what it says of other pages would change unseen. */
const isOwn = (rule: RuleInfo | null): boolean => rule === null || (rule.anchor_product_ids ?? []).length === 1

function Preview({ set }: { set: ProductSetResponse["set"] }) {
  const t = useText()
  const format = useFormat()
  const products = useEntityNames("product", set?.products.map(({ product_id: id }) => id) ?? []).data
  if (set === null)
    return (
      <Text size="small" className="text-ui-fg-subtle">
        {t("product_set.none")}
      </Text>
    )
  const money = (amount: number): string => format.money(amount, set.currency_code)
  const { extra_revenue: extra } = set
  const noteOf = ({ source, amount, support, lift }: (typeof set.products)[number]): string => {
    const evidence = { support: format.number(support), lift: format.number(lift, 1) }
    const note = support === null ? money(amount) : t("product_set.note", { price: money(amount), ...evidence })
    return source === "rule" ? `${t("product_set.picked")} · ${note}` : note
  }
  return (
    <>
      <ul className="flex flex-col gap-y-1.5">
        {set.products.map((one) => (
          <ProductLine key={one.product_id} picture={products?.get(one.product_id)?.picture} note={noteOf(one)}>
            <span className="txt-small text-ui-fg-base min-w-0 break-words">{one.title}</span>
          </ProductLine>
        ))}
      </ul>
      <Text size="small">{t("product_set.total", { total: money(set.total - set.discount) })}</Text>
      <Text size="small" className="text-ui-fg-subtle">
        {t("product_set.extra", { amount: money(extra.amount), low: money(extra.low), high: money(extra.high) })}{" "}
        {t("product_set.extra_basis", {
          ...{ orders: format.number(extra.orders), rate: format.percent(extra.take_rate, 1) },
        })}{" "}
        {t("product_set.extra_guess", { share: format.percent(extra.guess_share) })}
      </Text>
    </>
  )
}

function SetForm({ product, rule }: ProductSetProps & { rule: RuleInfo | null }) {
  const t = useText()
  const explain = useErrorText()
  const save = useSaveRule()
  const remove = useDeleteRule()
  const saved: Choice = rule && isSetAction(rule.action) ? rule.action : "model"
  const [choice, setChoice] = useState<Choice>(saved)
  const [ids, setIds] = useState<string[]>(rule?.product_ids ?? [])
  const isPicked = choice === "bundle" || choice === "bundle_only"
  const done = {
    onSuccess: () => void toast.success(t("rules.saved")),
    onError: (error: unknown) => void toast.error(t("rules.save_failed"), { description: explain(error) }),
  }
  const submit = (): void => {
    if (choice === "model") {
      if (rule) remove.mutate(rule.id, done)
      return
    }
    const base = rule ? ruleInput(rule) : { ...emptyRule(), name: t("product_set.rule", { title: product.title }) }
    const part = { action: choice, value: null, product_ids: isPicked ? ids : [], anchor_product_ids: [product.id] }
    save.mutate({ rule: { ...base, ...part }, of: rule }, done)
  }
  const savedIds = rule?.product_ids ?? []
  // Products that were picked before the choice was taken back are nobody's loss.
  const isSame = choice === saved && (!isPicked || ids.join() === savedIds.join())
  const discard = (): void => {
    setChoice(saved)
    setIds(savedIds)
  }
  return (
    <div className="flex flex-col gap-y-4">
      {isSame ? null : <UnsavedGuard stays={(pathname) => showsProduct(product.id, pathname)} />}
      <SelectField
        label={t("product_set.choice")}
        value={choice}
        options={CHOICES}
        nameOf={(one) => (one === "model" ? t("product_set.model") : t(`rule_action.${one}`))}
        choose={setChoice}
      />
      {isPicked ? (
        <EntityPicker
          kind="product"
          label={t("rules.products")}
          hint={t("product_set.products_hint")}
          value={ids}
          onChange={setIds}
        />
      ) : null}
      <div className="flex gap-x-2">
        <Button
          size="small"
          variant="secondary"
          disabled={isSame || (isPicked && ids.length === 0)}
          isLoading={save.isPending || remove.isPending}
          onClick={submit}
        >
          {t("product_set.save")}
        </Button>
        {isSame ? null : (
          <Button size="small" variant="transparent" onClick={discard}>
            {t("settings.discard")}
          </Button>
        )}
      </div>
    </div>
  )
}
