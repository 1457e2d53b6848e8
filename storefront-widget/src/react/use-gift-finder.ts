import * as React from "react"
import { askGift } from "../client/gift"
import type { GiftAnswer, GiftAnswers, GiftQuery, GiftQuestion, GiftQuestionKey } from "../client/gift"
import { useRecommendationsContext } from "./provider"

/** An answer as the giver gave it; null where they skipped the question. */
interface GivenAnswer {
  readonly key: GiftQuestionKey
  readonly question: string
  readonly value: string | null
  readonly text: string
}

export interface GiftFinderState {
  readonly given: readonly GivenAnswer[]
  readonly answer: GiftAnswer | null
  /** A question of before that is asked again, to be changed. */
  readonly question: GiftQuestion | null
  readonly status: "asking" | "answered" | "failed"
  readonly give: (value: string | null, text: string) => void
  readonly back: () => void
  readonly change: (key: GiftQuestionKey) => void
  readonly again: () => void
  readonly retry: () => void
}

const answersOf = (given: readonly GivenAnswer[]): GiftAnswers =>
  Object.fromEntries(given.map(({ key, value }) => [key, value]))

/** The questions one after the other, without a view. */
export function useGiftFinder(query: Omit<GiftQuery, "answers">): GiftFinderState {
  const { client, page, locale } = useRecommendationsContext()
  const [given, setGiven] = React.useState<readonly GivenAnswer[]>([])
  const [told, setTold] = React.useState<GiftAnswer | null>(null)
  const [status, setStatus] = React.useState<GiftFinderState["status"]>("asking")
  const [tries, setTries] = React.useState(0)
  const search = React.useRef<string | undefined>(undefined)
  const { region_id, currency_code, country_code, province, cart_id } = page
  const asked = JSON.stringify({
    ...{ region_id, currency_code, country_code, province, cart_id, locale },
    ...query,
    answers: answersOf(given),
  })
  React.useEffect(() => {
    let isCurrent = true
    setStatus("asking")
    askGift(client, { ...(JSON.parse(asked) as GiftQuery), ...(search.current && { search_id: search.current }) }).then(
      (answer) => {
        if (!isCurrent) return
        search.current ??= answer.recommendation_id
        setTold(answer)
        setStatus("answered")
      },
      () => isCurrent && setStatus("failed"),
    )
    return () => {
      isCurrent = false
    }
  }, [client, asked, tries])
  const question = told?.question ?? null
  return {
    ...{ given, answer: told, question, status },
    give: (value, text) => {
      if (question && status === "answered")
        setGiven([...given, { key: question.key, question: question.text, value, text }])
    },
    back: () => setGiven(given.slice(0, -1)),
    change: (key) =>
      setGiven(
        given.slice(
          0,
          given.findIndex((one) => one.key === key),
        ),
      ),
    again: () => {
      search.current = undefined
      setGiven([])
    },
    retry: () => setTries((count) => count + 1),
  }
}
