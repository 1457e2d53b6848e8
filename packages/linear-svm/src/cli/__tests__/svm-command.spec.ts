import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { parseLiblinearModel } from "../../formats/liblinear-format"
import { parseTrainArguments, UsageError } from "../arguments"
import { runSvmCommand } from "../svm-command"

const folder = mkdtempSync(path.join(tmpdir(), "svm-command-"))
const at = (name: string): string => path.join(folder, name)
const TRAINING = "+1 1:1 2:0.5\n-1 1:-1\n+1 1:2\n-1 2:-1\n"

beforeAll(() => {
  writeFileSync(at("training.txt"), TRAINING)
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const run = (...args: readonly string[]): { code: number; out: string[]; error: string[] } => {
  const out: string[] = []
  const error: string[] = []
  const code = runSvmCommand(args, { out: (line) => out.push(line), error: (line) => error.push(line) })
  return { code, out, error }
}

test("svm train, svm predict: write a model LIBLINEAR can read and the labels it gives", () => {
  const trained = run("train", "-s", "2", "-c", "4", "-B", "1", at("training.txt"), at("model"))
  expect(trained).toMatchObject({ code: 0, error: [] })
  expect(trained.out[0]).toMatch(/^label 1: objective \d+\.\d+, \d+ iterations$/)
  expect(parseLiblinearModel(readFileSync(at("model"), "utf8"))).toMatchObject({
    solver: "L2R_L2LOSS_SVC",
    labels: [1, -1],
    featureCount: 2,
    bias: 1,
  })
  expect(run("predict", at("training.txt"), at("model"), at("predicted"))).toEqual({
    code: 0,
    out: ["Accuracy = 100% (4/4)"],
    error: [],
  })
  expect(readFileSync(at("predicted"), "utf8")).toBe("1\n-1\n1\n-1\n")
})

test("svm train, svm predict: say nothing when quiet", () => {
  expect(run("train", "-q", at("training.txt"), at("model"))).toEqual({ code: 0, out: [], error: [] })
  expect(run("predict", "-q", at("training.txt"), at("model"), at("predicted"))).toEqual({
    code: 0,
    out: [],
    error: [],
  })
})

test("svm predict: an empty file gives an empty answer", () => {
  writeFileSync(at("empty.txt"), "")
  run("train", "-q", at("training.txt"), at("model"))
  expect(run("predict", at("empty.txt"), at("model"), at("predicted"))).toEqual({
    code: 0,
    out: ["Accuracy = - (0/0)"],
    error: [],
  })
  expect(readFileSync(at("predicted"), "utf8")).toBe("")
})

test("svm: files and numbers that are wrong end in code 1 with one line that says so", () => {
  writeFileSync(at("bad.txt"), "+1 1:1\n-1 1:x\n")
  expect(run("train", at("bad.txt"), at("model"))).toMatchObject({
    code: 1,
    error: ['svm: line 2: "x" is not in the format label index:value, indices rising from 1'],
  })
  expect(run("train", at("none.txt"), at("model")).error[0]).toContain("no such file")
  expect(run("train", "-c", "0", at("training.txt"), at("model")).error[0]).toContain("cost must be finite and above 0")
  expect(run("predict", at("training.txt"), at("training.txt"), at("predicted")).error[0]).toContain("w is missing")
})

test("svm train: says when it stopped before it had converged", () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 3 ? "+1" : "-1"} 1:${i % 7} 2:${(i * i) % 11}`).join("\n")
  writeFileSync(at("hard.txt"), rows)
  const { code, error } = run("train", "-s", "3", "-c", "1000000", "-e", "0.0000000001", at("hard.txt"), at("model"))
  expect(code).toBe(0)
  expect(error[0]).toContain("not converged")
})

test.each([
  [[], "no command given"],
  [["fit"], 'no command "fit"'],
  [["train"], "train takes 1 or 2 files, got 0"],
  [["train", "a", "b", "c"], "train takes 1 or 2 files, got 3"],
  [["train", "-s", "4", "a"], "-s 4 is not there: 1, 2, 3 are"],
  [["train", "-c", "much", "a"], '-c needs a number, got "much"'],
  [["train", "-x", "1", "a"], "no option -x"],
  [["train", "-c"], "-c needs a value"],
  [["predict", "a", "b"], "predict takes 3 files, got 2"],
  [["predict", "-s", "1", "a", "b", "c"], "no option -s"],
])("svm: %j ends in code 2 with the usage", (args, message) => {
  const { code, error } = run(...args)
  expect(code).toBe(2)
  expect(error[0]).toBe(`svm: ${message}`)
  expect(error[1]).toContain("usage: npm run svm -- train")
})

test("parseTrainArguments: has LIBLINEAR's options and defaults", () => {
  expect(parseTrainArguments(["data/a.txt"])).toEqual({
    solver: 1,
    cost: 1,
    bias: -1,
    labelWeights: new Map(),
    seed: 1,
    trainingFile: "data/a.txt",
    modelFile: "a.txt.model",
    quiet: false,
  })
  const all = ["-s", "3", "-c", "2", "-e", "0.5", "-B", "1", "-w1", "3", "-w-1", "0.5", "-r", "7", "-q", "a", "m"]
  expect(parseTrainArguments(all)).toEqual({
    solver: 3,
    cost: 2,
    tolerance: 0.5,
    bias: 1,
    labelWeights: new Map([
      [1, 3],
      [-1, 0.5],
    ]),
    seed: 7,
    trainingFile: "a",
    modelFile: "m",
    quiet: true,
  })
  expect(() => parseTrainArguments(["-c", "", "a"])).toThrow(UsageError)
})

test("npm run svm: the launcher bundles the tool and runs it as a process", () => {
  const launcher = path.join(__dirname, "..", "..", "..", "bin", "svm.mjs")
  const output = execFileSync(process.execPath, [launcher, "train", at("training.txt"), at("launched")], {
    encoding: "utf8",
  })
  expect(output).toContain("label 1: objective")
  expect(readFileSync(at("launched"), "utf8")).toContain("solver_type L2R_L2LOSS_SVC_DUAL")
})
