#!/usr/bin/env node
/*
 * npm run build:wasm: compiles kernels.as and writes the bytes, as base64, to kernels.ts beside it.
 * `--check` compares instead and fails when they differ. The source has an extension of its own because
 * AssemblyScript is not TypeScript, much as it looks like it.
 */
import { readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import { fileURLToPath } from "node:url"
import asc from "assemblyscript/asc"

const here = path.dirname(fileURLToPath(import.meta.url))
const target = path.join(here, "kernel-bytes.ts")
const source = await readFile(path.join(here, "kernels.as"), "utf8")

let wasm
const { error, stderr } = await asc.main(
  [
    "kernels.ts",
    "--outFile",
    "kernels.wasm",
    "-O3",
    "--noAssert",
    "--runtime",
    "stub",
    "--enable",
    "simd",
    "--noExportRuntime",
  ],
  {
    readFile: (name) => (name === "kernels.ts" ? source : null),
    writeFile: (name, contents) => {
      if (name === "kernels.wasm") wasm = contents
    },
    listFiles: () => [],
  },
)
if (error) {
  process.stderr.write(stderr.toString())
  throw error
}

const lines = Buffer.from(wasm)
  .toString("base64")
  .match(/.{1,116}/g)
const text = `/** kernels.as, compiled by \`npm run build:wasm\`; never edited by hand. ${wasm.length} bytes. */
export const KERNEL_BYTES_BASE64 = [
${lines.map((line) => `  "${line}",`).join("\n")}
].join("")
`
if (process.argv.includes("--check")) {
  if ((await readFile(target, "utf8")) !== text) throw new Error("kernel-bytes.ts is not what kernels.as compiles to")
  process.stdout.write("kernel-bytes.ts is what kernels.as compiles to\n")
} else {
  await writeFile(target, text)
  process.stdout.write(`kernel-bytes.ts: ${wasm.length} bytes of WebAssembly\n`)
}
