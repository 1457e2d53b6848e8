import type { ReactElement } from "react"
import { shop } from "./config"
import { ageWords, giftWords } from "./gift-words"
import { Field, List, usePageTitle } from "./parts"
import { replacePath, usePath } from "./router"
import { useShop } from "./shop-state"

const ANSWERS = ["recipient", "occasion", "age", "budget"] as const
type Answer = (typeof ANSWERS)[number]

/** Prices up to which a gift may be looked for. */
const BUDGETS = ["15", "25", "50", "100"]

/** The gift finder: its answers stand in the address, so that they can be sent to somebody and gone back from. */
export function GiftPage(): ReactElement {
  const { region } = useShop()
  const given = new URL(usePath(), location.origin).searchParams
  usePageTitle(`Find a gift – ${shop.name}`)
  const answer = (name: Answer, value: string): void => {
    const next = new URLSearchParams(ANSWERS.flatMap((one) => (given.get(one) ? [[one, given.get(one) ?? ""]] : [])))
    if (value === "") next.delete(name)
    else next.set(name, value)
    replacePath(`/gifts${next.size > 0 ? `?${next.toString()}` : ""}`)
  }
  const choice = (name: Answer, label: string, { anything, options }: Choice) => (
    <Field label={label}>
      {(id) => (
        <select id={id} value={given.get(name) ?? ""} onChange={({ target }) => answer(name, target.value)}>
          <option value="">{anything}</option>
          {options.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
  const budget = Number(given.get("budget"))
  const gift = {
    ...{ recipient: given.get("recipient") ?? undefined, occasion: given.get("occasion") ?? undefined },
    ...{ ageBand: given.get("age") ?? undefined, budgetMax: budget > 0 ? budget : undefined },
  }
  return (
    <>
      <h1>Find a gift</h1>
      <p className="soft">
        Tell us as much as you know. What you look for here doesn’t change your own recommendations.
      </p>
      <form className="finder" onSubmit={(event) => event.preventDefault()}>
        {choice("recipient", "For", { anything: "Anyone", options: wordsOf(shop.gift.recipients, giftWords) })}
        {choice("occasion", "Occasion", { anything: "Any occasion", options: wordsOf(shop.gift.occasions, giftWords) })}
        {choice("age", "Age", { anything: "Any age", options: wordsOf(shop.gift.ageBands, ageWords) })}
        {choice("budget", `Up to (${region?.currency_code.toUpperCase() ?? ""})`, {
          anything: "Any price",
          options: wordsOf(BUDGETS, String),
        })}
      </form>
      <div className="gift-results">
        <List
          strategy="gift"
          placement="gift-finder"
          limit={16}
          gift={gift}
          labels={{ relaxed: "Nothing fits all of that, so here is what comes closest." }}
        />
      </div>
    </>
  )
}

interface Choice {
  readonly anything: string
  readonly options: readonly (readonly [value: string, words: string])[]
}

const wordsOf = (values: readonly string[], words: (value: string) => string): Choice["options"] =>
  values.map((value) => [value, words(value)])
