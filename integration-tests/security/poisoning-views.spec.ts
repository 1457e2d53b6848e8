import { poisoningTrials } from "./poison-trials"

describe("poisoning: a shop of views alone", () => poisoningTrials("a shop of views alone", false))
