import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from './text-file.ts'

const json = (path: string) => JSON.parse(readFileSync(root + path, 'utf8'))
const plugin = json('.claude-plugin/plugin.json')
const marketplace = json('.claude-plugin/marketplace.json')
const pack = json('package.json')

test('the plugin has the name, version and licence of the package', () => {
  expect([plugin.name, plugin.version, plugin.license]).toEqual([pack.name, pack.version, pack.license])
  expect(plugin.author).toEqual({ name: 'release-planner contributors' })
})

test('every path that the plugin names exists', () => {
  expect(plugin.agents).toEqual(['./agent.md'])
  expect(plugin.agents.filter((path: string) => !existsSync(root + path))).toEqual([])
})

test('the server is the built program inside the plugin', () => {
  const { command, args } = plugin.mcpServers['release-planner']
  expect(command).toBe('node')
  expect(args).toEqual([`\${CLAUDE_PLUGIN_ROOT}/${pack.bin['release-planner']}`])
})

test('the marketplace offers this plugin from its own folder', () => {
  expect(marketplace.name).toMatch(/^[a-z0-9-]+$/)
  expect(marketplace.owner).toEqual(plugin.author)
  expect(marketplace.plugins.map((one: { name: string }) => one.name)).toEqual([plugin.name])
  expect(existsSync(`${root}${marketplace.plugins[0].source}.claude-plugin/plugin.json`)).toBe(true)
})

test('no manifest names a host or a path of a machine', () => {
  const hosts = /https?:|\/(?:work|tmp|home|Users|mnt)\//
  expect(JSON.stringify(plugin)).not.toMatch(hosts)
  expect(JSON.stringify(marketplace)).not.toMatch(hosts)
})

test('the licence is MIT', () => {
  const text = readFileSync(`${root}LICENSE`, 'utf8')
  expect(text).toMatch(/^MIT License\n\nCopyright \(c\) 2026 release-planner contributors\n/)
})

test('the package ships what the plugin needs', () => {
  for (const entry of ['dist', 'prompts', 'skills', 'templates', 'agent.md', '.claude-plugin']) {
    expect(pack.files).toContain(entry)
  }
})
