// jest loads every library anew for each test file, and Medusa's take seconds. Here Node loads them, once for all files
// of a worker; this repository's own files are loaded anew for each test file, as jest does. Both live in one global
// scope (one-realm-environment.js): else an error of a library would be no `Error` to what catches it.
// Not for files that start a shop in their own process: Medusa's files keep its container and workflows, and the next
// shop would ask a database that is closed.
const Module = require("node:module")
const path = require("node:path")
const vm = require("node:vm")
const { default: Runtime } = require("jest-runtime")

const nodeRequire = Module.createRequire(__filename)
const LIBRARIES = `${path.sep}node_modules${path.sep}`
const isLibrary = (file) => file.includes(LIBRARIES)
const OURS = [".ts", ".tsx"]

let running = null
// What a library loads of this repository is what the test file has loaded, such as migrations.
for (const extension of OURS)
  Module._extensions[extension] = (module, file) => {
    if (running === null) throw new Error(`${file} is loaded when its test is over`)
    module.exports = running.requireModuleOrMock(file, file)
  }

class OneRealmRuntime extends Runtime {
  constructor(...args) {
    super(...args)
    running = this
    this.libraries = new Map()
    this.executor.compile = (source, filename) =>
      vm.compileFunction(source, this.executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: (name) =>
          import(name.startsWith(".") ? path.resolve(path.dirname(filename), name) : name),
      })
  }

  requireModuleOrMock(from, name) {
    const library = this.libraryOf(from, name)
    return library === null ? super.requireModuleOrMock(from, name) : nodeRequire(library)
  }

  /** The library's file that `name` stands for in `from`; null where it is no library's, or jest's own. */
  libraryOf(from, name) {
    if (name === "@jest/globals" || Module.isBuiltin(name)) return null
    const key = `${path.dirname(from)}\0${name}`
    let file = this.libraries.get(key)
    if (file === undefined) {
      file = this.resolveLibrary(from, name)
      this.libraries.set(key, file)
    }
    return file
  }

  resolveLibrary(from, name) {
    if (this.mockState.shouldMockCjs(from, name).shouldMock) return null
    try {
      const file = this._resolution.resolveCjs(from, name)
      return isLibrary(file) ? file : null
    } catch {
      // jest says better what is missing.
      return null
    }
  }

  teardown() {
    super.teardown()
    running = null
    for (const file of Object.keys(Module._cache)) if (OURS.includes(path.extname(file))) delete Module._cache[file]
  }
}

module.exports = OneRealmRuntime
