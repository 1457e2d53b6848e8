import { poisoningTrials } from "./poison-trials"

describe("poisoning: a shop with purchases", () => poisoningTrials("a shop with purchases", true))
