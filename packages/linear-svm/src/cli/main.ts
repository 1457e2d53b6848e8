import { runSvmCommand } from "./svm-command"

process.exitCode = runSvmCommand(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
})
