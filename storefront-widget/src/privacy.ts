"use client"

export { answerForMe, askMyData, forgetMe } from "./client/my-data"
export type { MyKeptData } from "./client/my-data"
export { MyData } from "./react/my-data"
export type { MyDataProps } from "./react/my-data"
export type { MyDataLabels } from "./view/my-data-labels"
