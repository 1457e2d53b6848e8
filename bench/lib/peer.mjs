/*
 * Trains one of the JavaScript peers on a file in LIBSVM's format, as a process of its own:
 * node bench/lib/peer.mjs libsvm-js|ml-svm FILE. Prints JSON: the accuracy on the rows trained on.
 */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

const [peer, file] = process.argv.slice(2)
const require = createRequire(import.meta.url)

const labels = []
const sparse = []
let columnCount = 0
for (const line of readFileSync(file, "latin1").split("\n")) {
  if (line === "") continue
  const [label, ...entries] = line.split(" ")
  labels.push(Number(label))
  const row = entries.map((entry) => {
    const colon = entry.indexOf(":")
    return [Number(entry.slice(0, colon)) - 1, Number(entry.slice(colon + 1))]
  })
  for (const [column] of row) columnCount = Math.max(columnCount, column + 1)
  sparse.push(row)
}
// Neither peer takes sparse rows.
const features = sparse.map((row) => {
  const dense = new Array(columnCount).fill(0)
  for (const [column, value] of row) dense[column] = value
  return dense
})

const trainers = {
  "libsvm-js": async () => {
    const SVM = await require("libsvm-js")
    const svm = new SVM({ type: SVM.SVM_TYPES.C_SVC, kernel: SVM.KERNEL_TYPES.LINEAR, cost: 1, quiet: true })
    svm.train(features, labels)
    return svm.predict(features)
  },
  "ml-svm": async () => {
    const SVM = require("ml-svm")
    const svm = new SVM({ C: 1, kernel: "linear" })
    svm.train(features, labels)
    return svm.predict(features)
  },
}

const predicted = await trainers[peer]()
const right = labels.filter((label, row) => label === predicted[row]).length
process.stdout.write(`${JSON.stringify({ accuracy: right / labels.length })}\n`)
