import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { scaledRules } from './scale.ts'

const here = import.meta.dirname

/** Two versions of a service behind a proxy, and clients that ask it. */
export interface Services {
  proxy: string
  old: string
  new: string
  children: ChildProcess[]
  /** Requests that clients got no good answer to, and all of them, since the last call. */
  seen: () => { failed: number; requests: number }
  close: () => Promise<void>
}

export async function startedServices(perSecond: number): Promise<Services> {
  const children: ChildProcess[] = []
  const started = async (...args: string[]): Promise<string> => {
    const child = spawn(process.execPath, args, { cwd: here, stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    const [line] = await once(child.stdout!, 'data')
    return String(line).trim()
  }
  const [oldPort, newPort] = await Promise.all([
    started('service.mjs', '1.0.0'),
    started('service.mjs', '2.0.0'),
  ])
  const proxyPort = await started('proxy.mjs', oldPort, newPort)
  const proxy = `http://127.0.0.1:${proxyPort}`
  let counted = { failed: 0, requests: 0 }
  const agent = new Agent({ keepAlive: true })
  const clients = setInterval(() => {
    get(`${proxy}/`, { agent }, answer => {
      answer.resume()
      counted.requests += 1
      if ((answer.statusCode ?? 500) >= 500) counted.failed += 1
    }).on('error', () => {
      counted.requests += 1
      counted.failed += 1
    })
  }, 1000 / perSecond)
  return {
    children,
    proxy,
    old: `http://127.0.0.1:${oldPort}`,
    new: `http://127.0.0.1:${newPort}`,
    seen: () => {
      const since = counted
      counted = { failed: 0, requests: 0 }
      return since
    },
    close: async () => {
      clearInterval(clients)
      agent.destroy()
      await Promise.all(
        children.map(async child => {
          if (child.exitCode !== null || child.signalCode !== null) return
          child.kill('SIGKILL')
          await once(child, 'exit')
        }),
      )
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/**
 * Starts Prometheus on a port over both versions; the plan's rules, `scale` times as quick, are loaded once the new
 * version's series are there.
 */
export async function watched(
  services: Services,
  port: number,
  folder: string,
  rulesFile: string,
  scale: number,
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const { recording, alerts } = scaledRules(readFileSync(rulesFile, 'utf8'), scale)
  writeFileSync(join(folder, 'recording.yaml'), recording)
  const targets = [services.old, services.new].map(url => `'${new URL(url).host}'`).join(', ')
  writeFileSync(
    join(folder, 'prometheus.yml'),
    [
      'global: {scrape_interval: 300ms, scrape_timeout: 250ms, evaluation_interval: 300ms}',
      'rule_files: [recording.yaml, alerts*.yaml]',
      `scrape_configs: [{job_name: app, static_configs: [{targets: [${targets}]}]}]`,
      '',
    ].join('\n'),
  )
  const args = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`]
  const child = spawn('prometheus', [...args, `--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' })
  services.children.push(child)
  const address = `http://127.0.0.1:${port}`
  const recorded = async (traffic: string) =>
    (await value(address, `release:requests:rate1m{traffic="${traffic}"}`)) !== undefined
  await eventually(
    async () => (await recorded('new')) && (await recorded('all')),
    20_000,
    'series are recorded',
  )
  writeFileSync(join(folder, 'alerts.yaml'), alerts)
  child.kill('SIGHUP')
  const loaded = async () =>
    (await (await fetch(`${address}/api/v1/rules?type=alert`)).text()).includes('ReleaseFast')
  await eventually(loaded, 10_000, 'the alert rules are loaded')
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds))

/** @throws Error when it does not come true in time */
export async function eventually(
  holds: () => Promise<boolean>,
  milliseconds: number,
  what: string,
): Promise<number> {
  const started = Date.now()
  while (Date.now() - started < milliseconds) {
    if (await holds().catch(() => false)) return Date.now() - started
    await pause(100)
  }
  throw new Error(`not within ${milliseconds} ms: ${what}`)
}

/** Names of the alerts that fire and would page. */
export async function pages(prometheus: string): Promise<string[]> {
  const answer = (await (await fetch(`${prometheus}/api/v1/alerts`)).json()) as {
    data: { alerts: { state: string; labels: Record<string, string> }[] }
  }
  return answer.data.alerts
    .filter(({ state, labels }) => state === 'firing' && labels.severity === 'page')
    .map(({ labels }) => labels.alertname ?? '')
}

/** The value of a query that gives one number; undefined where it gives none. */
export async function value(prometheus: string, query: string): Promise<number | undefined> {
  const answer = (await (
    await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`)
  ).json()) as {
    data: { result: { value: [number, string] }[] }
  }
  const [only] = answer.data.result
  return only && Number(only.value[1])
}
