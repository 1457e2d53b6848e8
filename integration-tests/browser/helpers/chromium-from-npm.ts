import { execFile } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs"
import path from "node:path"
import { promisify } from "node:util"
import { devDependencies } from "../../../package.json"

const run = promisify(execFile)
const root = path.join(__dirname, "../../..")
/** One folder a version: an update of the package is a new browser. */
const home = path.join(root, ".cache", `chromium-${devDependencies["@sparticuz/chromium"]}`)

/** Unpacks the browser with the libraries that a bare machine lacks; it writes to its temporary folder alone. */
const UNPACK = `import chromium from "@sparticuz/chromium"; await chromium.executablePath()`

export interface ChromiumFromNpm {
  readonly executablePath: string
  /** What this machine lacks and the package brings: libraries, fonts. */
  readonly env: Record<string, string>
}

/**
 * The browser that `@sparticuz/chromium` ships, unpacked below `.cache`. Whole
 * or not at all: several test workers may ask at once, and each would take
 * another's half-written file for a browser.
 */
export async function chromiumFromNpm(): Promise<ChromiumFromNpm> {
  if (!existsSync(home)) await unpack()
  const executablePath = path.join(home, "chromium")
  const { stdout: libraries } = await run("ldd", [executablePath])
  return {
    executablePath,
    env: {
      ...(libraries.includes("not found") ? { LD_LIBRARY_PATH: path.join(home, "al2023", "lib") } : {}),
      ...(existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: path.join(home, "fonts") }),
    },
  }
}

async function unpack(): Promise<void> {
  mkdirSync(path.dirname(home), { recursive: true })
  const folder = mkdtempSync(`${home}-`)
  try {
    await run(process.execPath, ["--input-type=module", "--eval", UNPACK], {
      cwd: root,
      // By this name of a runtime the package knows that system libraries are wanted too.
      env: { ...process.env, NODE_OPTIONS: "", TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: "nodejs20.x" },
    })
    renameSync(folder, home)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    // Another worker was first.
    if (!existsSync(path.join(home, "chromium"))) throw error
  }
}
