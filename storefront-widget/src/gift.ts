"use client"

export { askGift } from "./client/gift"
export type { GiftAnswer, GiftAnswers, GiftQuestion, GiftQuery, GiftQuestionKey } from "./client/gift"
export { GiftFinder } from "./react/gift-finder"
export type { GiftFinderProps } from "./react/gift-finder"
export type { GiftLabels } from "./view/gift-labels"
