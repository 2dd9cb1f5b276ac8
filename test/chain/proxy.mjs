import { Agent, request as ask, createServer } from 'node:http'

// A proxy that splits traffic by weight: `node proxy.mjs OLD_PORT NEW_PORT`; prints its port. POST /weight/N sends N % of
// the requests to the new version; GET /weight tells.
const [, , oldPort, newPort] = process.argv
const agent = new Agent({ keepAlive: true })
let weight = 0
let owed = 0

const server = createServer((request, response) => {
  if (request.url.startsWith('/weight')) {
    if (request.method === 'POST') weight = Number(request.url.split('/').at(-1))
    return response.end(`${weight}`)
  }
  owed += weight
  const toNew = owed >= 100
  if (toNew) owed -= 100
  const onward = ask({ agent, host: '127.0.0.1', port: toNew ? newPort : oldPort, path: request.url })
  onward.on('response', answer => {
    response.statusCode = answer.statusCode
    answer.pipe(response)
  })
  onward.on('error', () => {
    response.statusCode = 502
    response.end()
  })
  onward.end()
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
