#!/usr/bin/env node
/* Runs a TypeScript file of this repo with nothing built: node scripts/ts-run.js FILE [ARGUMENTS]. */
const path = require("node:path")

process.env.TS_NODE_PROJECT ??= path.join(__dirname, "..", "tsconfig.json")
require("ts-node").register({ transpileOnly: true, swc: true })

const [, , file, ...rest] = process.argv
if (!file) {
  console.error("usage: node scripts/ts-run.js FILE [ARGUMENTS]")
  process.exit(2)
}
const target = path.resolve(file)
process.argv = [process.argv[0], target, ...rest]
require(target)
