import { Button, Checkbox, Heading, Label, Text, toast } from "@medusajs/ui"
import { useId, useState } from "react"
import type { KeyboardEvent } from "react"
import type { ProductGiftResponse } from "../../src/types/http"
import { Loaded } from "../components/states"
import { UnsavedGuard } from "../components/unsaved-guard"
import { useProductGift, useSaveGift } from "../lib/api/gifts"
import { showsProduct } from "../lib/paths"
import { useFormat } from "../lib/use-format"
import { useText } from "../lib/text"
import { useErrorText } from "../lib/use-error-text"
import { useClose } from "../lib/use-unsaved-prompt"

type Question = ProductGiftResponse["questions"][number]
type Value = Question["values"][number]

/** Values of a question that are shown unasked, the likeliest. */
const SHOWN = 3

/** What the merchant chose, where they did: that the rest is not meant goes without saying. */
function shownValues({ values }: Question): readonly Value[] {
  const chosen = values.filter(({ source, probability }) => source === "merchant" && probability >= 0.5)
  return (chosen.length > 0 ? chosen : values).slice(0, SHOWN)
}

/** What the gift finder believes of the product, how surely and why; the merchant's own word corrects it. */
export function ProductGift({ productId }: { productId: string }) {
  const t = useText()
  const gift = useProductGift(productId)
  return (
    <section className="flex flex-col gap-y-4 px-6 py-4" aria-label={t("product_gift.title")}>
      <div>
        <Heading level="h3">{t("product_gift.title")}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {t("product_gift.hint")}
        </Text>
      </div>
      <Loaded query={gift} lines={4}>
        {({ questions }) => (
          <>
            {questions.map((question) => (
              <Belief key={question.key} productId={productId} question={question} />
            ))}
          </>
        )}
      </Loaded>
    </section>
  )
}

function Belief({ productId, question }: { productId: string; question: Question }) {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  const textOf = (value: string): string => question.values.find((one) => one.value === value)?.text ?? value
  return (
    <div className="flex flex-col gap-y-1.5">
      <div className="flex items-baseline justify-between gap-x-3">
        <Text size="small" weight="plus">
          {question.text}
        </Text>
        {isOpen ? null : (
          <Button
            size="small"
            variant="transparent"
            aria-label={t("product_gift.correct_of", { question: question.text })}
            onClick={() => setOpen(true)}
          >
            {t("product_gift.correct")}
          </Button>
        )}
      </div>
      <ul className="flex flex-col gap-y-1">
        {shownValues(question).map((value) => (
          <Sureness key={value.value} value={value} />
        ))}
      </ul>
      {question.tagged.length > 0 ? (
        <Text size="xsmall" className="text-ui-fg-subtle">
          {t("product_gift.tagged", { values: question.tagged.map(textOf).join(", ") })}
        </Text>
      ) : null}
      {isOpen ? <Correction productId={productId} question={question} close={() => setOpen(false)} /> : null}
    </div>
  )
}

function Sureness({ value }: { value: Value }) {
  const t = useText()
  const format = useFormat()
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-3">
      <span className="txt-small text-ui-fg-base tabular-nums">
        {t("product_gift.sure", { text: value.text, share: format.percent(value.probability) })}
      </span>
      <span className="txt-xsmall text-ui-fg-subtle">
        {t(`product_gift.${value.source}`, { words: value.because.join(", ") })}
      </span>
    </li>
  )
}

interface CorrectionProps {
  productId: string
  question: Question
  close: () => void
}

function Correction({ productId, question, close }: CorrectionProps) {
  const t = useText()
  const id = useId()
  const explain = useErrorText()
  const save = useSaveGift(productId)
  const [chosen, setChosen] = useState<readonly string[]>(question.stated)
  const choose = (value: string, isChosen: boolean): void =>
    setChosen(isChosen ? [...chosen, value] : chosen.filter((one) => one !== value))
  const submit = (): void =>
    save.mutate(
      { key: question.key, field: question.field, values: [...chosen] },
      {
        onSuccess: () => {
          toast.success(t("product_gift.saved"))
          close()
        },
        onError: (error: unknown) => void toast.error(t("rules.save_failed"), { description: explain(error) }),
      },
    )
  const isSame = [...chosen].sort().join() === [...question.stated].sort().join()
  const leave = useClose(!isSame, close)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") void leave()
  }
  return (
    <fieldset className="flex flex-col gap-y-2" onKeyDown={onKeyDown}>
      {isSame ? null : <UnsavedGuard stays={(pathname) => showsProduct(productId, pathname)} />}
      <legend className="sr-only">{question.text}</legend>
      {[...question.values]
        .sort((a, b) => a.text.localeCompare(b.text))
        .map(({ value, text }) => (
          <div key={value} className="flex items-center gap-x-2">
            <Checkbox
              id={`${id}-${value}`}
              checked={chosen.includes(value)}
              onCheckedChange={(checked) => choose(value, checked === true)}
            />
            <Label htmlFor={`${id}-${value}`} size="small">
              {text}
            </Label>
          </div>
        ))}
      <div className="flex gap-x-2">
        <Button size="small" variant="secondary" isLoading={save.isPending} onClick={submit}>
          {t("product_gift.save")}
        </Button>
        <Button size="small" variant="transparent" onClick={() => void leave()}>
          {t("product_gift.cancel")}
        </Button>
      </div>
    </fieldset>
  )
}
