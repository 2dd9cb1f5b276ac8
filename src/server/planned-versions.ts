import { callTool, type Tool, type ToolContext } from '../tools/tool.ts'

/** The versions that have a plan, as `read_plan` lists them; none where there is no workspace. */
export async function plannedVersions(tools: readonly Tool[], context: ToolContext): Promise<string[]> {
  const readPlan = tools.find(({ name }) => name === 'read_plan')
  const result = readPlan && (await callTool(readPlan, {}, context))
  const plans = result?.structuredContent?.plans
  return Array.isArray(plans) ? plans.map(({ version }: { version: string }) => version) : []
}
