// Preloaded into a shop's processes: writes down to whom each of them opens a connection.
const { appendFileSync } = require("node:fs")
const net = require("node:net")

const file = process.env.CONNECTIONS_FILE
const connect = net.Socket.prototype.connect

net.Socket.prototype.connect = function (...args) {
  // net.connect hands over its arguments normalized, as one list.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  const options = typeof first === "object" && first !== null ? first : { port: first, host: second }
  if (file && options.path === undefined) appendFileSync(file, `${options.host ?? "localhost"}\n`)
  return connect.apply(this, args)
}
